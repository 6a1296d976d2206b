"""The audit trail as the portal shows it."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen


class Act(Seen):
    number: int
    at: datetime
    service: str | None = None
    operation: str
    noun: str
    actor_kind: str
    actor_id: UUID | None
    actor_role: str | None
    targets: tuple[UUID, ...]
    status: int
    address: str | None
    erased: bool


class ActList(Seen):
    items: tuple[Act, ...]
    next: int | None = None


class Fault(Seen):
    number: int
    wrong: str


class ActCheck(Seen):
    sound: bool
    acts: int
    digest: str
    faults: tuple[Fault, ...]

"""How far a notice is, and whether its evidence is whole, as notifications tells it."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.portal.domain.seen import Seen, Words


class Cause(Seen):
    kind: str
    code: int | None = None
    reason: str | None = None
    deliveries: int


class Progress(Seen):
    """``per_second``: how many were settled a second just now."""

    notice_id: UUID
    gathering: bool = False
    total: int = 0
    remaining: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    per_second: float = 0
    put_off: int = 0
    next_attempt_at: datetime | None = None
    ready_at: datetime | None = None
    causes: tuple[Cause, ...] = ()

    @property
    def goes_on(self) -> bool:
        return self.gathering or self.remaining > 0

    @property
    def settled(self) -> int:
        return self.total - self.remaining


class Account(Seen):
    recipients: int
    delivered: int
    unreached: int
    in_doubt: int
    waiting: int
    stopped: int


class Listed(Seen):
    recipients: int


class Fault(Seen):
    code: str
    detail: Words = None


class Checked(Seen):
    sound: bool
    rows: int
    erased: int
    account: Account
    list: Listed | None = None
    findings: tuple[Fault, ...] = ()

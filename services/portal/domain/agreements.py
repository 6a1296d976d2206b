"""Lists of agreements, and the mending of those that drift, as contracts tells them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.portal.domain.clients import Signature
from services.portal.domain.seen import Seen


class AgreementLine(Seen):
    id: UUID
    reference: str
    client_id: UUID
    client: str
    state: str
    review_by: date | None = None
    ends_on: date | None = None


class AgreementList(Seen):
    items: tuple[AgreementLine, ...] = ()
    next: str | None = None


class Acceptances(Seen):
    items: tuple[Signature, ...] = ()


class Preview(Seen):
    needs_acceptance: bool
    snapshot: dict[str, Any] = Field(default_factory=dict)
    replaces: dict[str, Any] = Field(default_factory=dict)


class DriftLine(Seen):
    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str


class DriftList(Seen):
    items: tuple[DriftLine, ...] = ()
    next: str | None = None
    count: int = 0
    more_than_counted: bool = False


class Mending(Seen):
    id: UUID
    total: int
    done: int
    problem: str | None = None
    asked_at: datetime
    finished_at: datetime | None = None


class MendingList(Seen):
    items: tuple[Mending, ...] = ()

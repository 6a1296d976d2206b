"""Where one affected agreement stands before a change may hold for it. The rule itself is SQL
(``contracts.standing``), so that a page, the gate and the scheduler can never disagree.
"""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from services.contracts.domain.deadline import DayKind
from services.contracts.domain.form import Record
from services.contracts.domain.override import Override
from services.contracts.domain.terms import Authorisation, CountedFrom, OnObjection
from shared.errors import Conflict
from shared.text import Language

Standing = Literal[
    "effective",
    "ended",
    "objection_open",
    "objection_upheld",
    "unreached",
    "approval_missing",
    "notice_running",
    "may_leave",
    "before_effective_date",
    "clear",
]
Outcome = Literal["accepted", "failed"]
LetBy = Literal["emergency", "override"]
RecipientCause = Literal["publication", "onboarding", "escalation"]


class Held(Record):
    """A client that is still protected. ``until``: the last day on which it may object
    (notice_running) or end the agreement over it (may_leave), or the first on which the change may
    hold (before_effective_date); null where no day ends it: under specific authorisation silence
    is no approval, however long. ``objection_id``: the last objection of who is held by one.
    """

    client_id: UUID
    client: str
    agreement_id: UUID
    reason: Standing
    until: date | None
    objection_id: UUID | None


class HeldPage(Record):
    items: tuple[Held, ...]
    next: str | None


class HeldCount(Record):
    """``reason`` term: nothing but time holds these, until the day before ``free_on``."""

    reason: Literal["objection_open", "objection_upheld", "unreached", "approval_missing", "term"]
    free_on: date | None
    agreements: int


class Wave(Record):
    """``activated_by`` null: the scheduler, at the due moment."""

    number: int
    agreements: int
    activated_by: UUID | None
    activated_at: datetime


class Gate(Record):
    """Why the change doesn't hold for everybody yet, and what already went."""

    reasons: tuple[HeldCount, ...]
    waves: tuple[Wave, ...]
    overrides: tuple[Override, ...]


class Activation(Record):
    """One wave: how many agreements it moved and how many are still held."""

    change_id: UUID
    wave: int
    agreements: int
    held: int


class RecipientLine(Record):
    """One person who is told, with where the client's agreement stands. Who has ``departed`` since
    is told nothing more: what had not been sent goes to the next contact. ``instead_of``: the
    recipients at this client that were not, or not for certain, reached before. ``approved_at``:
    when the client last said yes; ``approved_by``: itself, or staff that recorded its word."""

    recipient_id: UUID
    contact_id: UUID
    name: str
    email: str
    language: Language
    cause: RecipientCause
    departed: bool
    outcome: Outcome | None
    client_id: UUID
    client: str
    agreement_id: UUID
    agreement_reference: str
    authorisation: Authorisation
    day_kind: DayKind
    notice_days: int
    objection_days: int
    counted_from: CountedFrom
    emergency_clause: bool
    clock_started_at: datetime | None
    deadline: date | None
    standing: Standing
    until: date | None
    instead_of: tuple[UUID, ...]
    approved_at: datetime | None
    approved_by: Literal["contact", "staff"] | None


class RecipientPage(Record):
    items: tuple[RecipientLine, ...]
    next: str | None


class StandingCount(Record):
    """How many people are told under these terms and stand there; ``first_day`` and ``last_day``:
    between which days their last day to object lies, null while no term runs."""

    authorisation: Authorisation
    counted_from: CountedFrom
    day_kind: DayKind
    notice_days: int
    objection_days: int
    standing: Standing
    people: int
    first_day: date | None
    last_day: date | None


class ClientApproval(Record):
    """The last approval under one agreement."""

    client_id: UUID
    client: str
    agreement_id: UUID
    agreement_reference: str
    approved_at: datetime
    approved_by: Literal["contact", "staff"]


class Standings(Record):
    """Of a change by count, however many are told. ``approvals``: the first 200 by agreement, of
    ``approved`` in all."""

    counts: tuple[StandingCount, ...]
    approvals: tuple[ClientApproval, ...]
    approved: int


class Concern(Record):
    """What a change means for one client; ``objection_id`` is the last that it made.

    ``let_by``: the rule by which it holds, or may hold, before the term is over. ``may_object``:
    under general authorisation silence is consent after the last day, for who was told; what went
    before its term can be objected to until that day. ``may_object_late``: that day is past, and an
    objection is kept without holding the change.
    """

    agreement_id: UUID
    authorisation: Authorisation
    on_objection: OnObjection
    day_kind: DayKind
    notice_days: int
    objection_days: int
    counted_from: CountedFrom
    deadline: date | None
    standing: Standing
    until: date | None
    let_by: LetBy | None
    effective_at: datetime | None
    may_object: bool
    may_object_late: bool
    approved: bool
    objection_id: UUID | None


def change_protected(held: list[Held], total: int) -> Conflict:
    """Nobody may go yet; ``held`` names the first of them, ``held_total`` counts all."""
    first = held[0]
    until = f" until {first.until.isoformat()}" if first.until else ""
    listed: list[dict[str, Any]] = [one.model_dump(mode="json") for one in held]
    return Conflict(
        "change-protected",
        f"{total} of the agreements concerned are still protected; {first.client} is"
        f" ({first.reason}{until}). Wait, or settle what holds each of them.",
        held=listed,
        held_total=total,
    )

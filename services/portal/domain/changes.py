"""Changes of sub-processors, who is told of them and who says no, as contracts tells them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from services.portal.domain.clients import Link
from services.portal.domain.postponements import Postponement
from services.portal.domain.seen import Seen, Words

Step = Literal["reviews", "discards", "publications", "withdrawals", "activations"]
_OF_LINE = re.compile(r"lines\.(?P<number>\d{1,3})\.(?P<side>old|new)\.(?P<what>[a-z_]+)")


class ChangeLine(Seen):
    """An addition has no ``old``, a removal no ``new``."""

    action: str = "alteration"
    old: Link | None = None
    new: Link | None = None


class Lack(NamedTuple):
    """A fact that a notice leaves out, by the name of its field, and of which party."""

    what: str
    of: str


class Counts(Seen):
    """``concerned`` leaves out agreements that ended since."""

    agreements: int = 0
    concerned: int = 0
    recipients: int = 0
    effective: int = 0
    held: int = 0


class ChangeConcern(Seen):
    """What a change means for one client."""

    deadline: date | None = None
    standing: str = ""
    until: date | None = None
    authorisation: str = "general"
    on_objection: str = "block"
    let_by: str | None = None
    may_object: bool = True
    may_object_late: bool = False
    approved: bool = False
    objection_id: UUID | None = None


class Review(Seen):
    revision: int = 1
    note: str | None = None
    reviewed_by: UUID | None = None
    reviewed_at: datetime | None = None


class Change(Seen):
    id: UUID
    title: Words = None
    reason: Words = None
    effective_on: date
    announced_for: date | None = None
    postponements: tuple[Postponement, ...] = ()
    at_once: bool = False
    supplier_date: date | None = None
    emergency: Words = None
    revision: int = 1
    editors: tuple[UUID, ...] = ()
    reviews: tuple[Review, ...] = ()
    state: str
    created_at: datetime | None = None
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    lines: tuple[ChangeLine, ...] = ()
    counts: Counts | None = None
    concern: ChangeConcern | None = None

    @property
    def was_put_off(self) -> bool:
        return self.announced_for is not None and self.announced_for != self.effective_on

    @property
    def is_draft(self) -> bool:
        return self.state in ("draft", "reviewed")

    def lacks(self, fields: Iterable[str]) -> list[Lack]:
        """Of the fields that a notice is refused for, those of a line: ``lines.0.new.location``."""
        found = [_OF_LINE.fullmatch(field) for field in fields]
        return [
            Lack(one["what"], self._party(int(one["number"]), one["side"])) for one in found if one
        ]

    def _party(self, number: int, side: str) -> str:
        line = self.lines[number] if number < len(self.lines) else ChangeLine()
        link = line.new if side == "new" else line.old
        return link.subprocessor.name if link else ""

    @property
    def reviewed_as_it_stands(self) -> list[Review]:
        return [one for one in self.reviews if one.revision == self.revision]


class Finding(Seen):
    """What the transfer check says of a link, and what to do about it."""

    code: str = ""
    refused: bool = False
    field: str = ""
    finding: Words = None
    instead: Words = None


class LinkFinding(Seen):
    link_id: UUID | None = None
    subprocessor: str | None = None
    product: Words = None
    finding: Finding


class Impact(Seen):
    agreements: int = 0
    resellers: int = 0
    recipients: int = 0
    without_recipient: int = 0
    specific: int = 0
    emergency: int = 0
    slack_days: int | None = None
    latest_deadline: date | None = None
    everybody_from: date | None = None
    after_effective_date: int = 0
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Words, ...] = ()


class Recipient(Seen):
    recipient_id: UUID
    contact_id: UUID | None = None
    name: str = ""
    email: str = ""
    language: str = "nl"
    cause: str = "publication"
    departed: bool = False
    outcome: str | None = None
    client_id: UUID
    client: str = ""
    agreement_id: UUID | None = None
    agreement_reference: str = ""
    authorisation: str = "general"
    clock_started_at: datetime | None = None
    deadline: date | None = None
    standing: str = ""
    until: date | None = None


class RecipientList(Seen):
    items: tuple[Recipient, ...] = ()
    next: str | None = None


class Held(Seen):
    client_id: UUID
    client: str
    agreement_id: UUID | None = None
    reason: str
    until: date | None = None
    objection_id: UUID | None = None


class HeldList(Seen):
    items: tuple[Held, ...] = ()
    next: str | None = None


class HeldCount(Seen):
    """``reason`` term: nothing but time holds these, until the day before ``free_on``."""

    reason: str
    free_on: date | None = None
    agreements: int = 0


class Wave(Seen):
    """``activated_by`` null: it went by itself, at the due moment."""

    number: int
    agreements: int = 0
    activated_by: UUID | None = None
    activated_at: datetime


class Override(Seen):
    agreement_id: UUID | None = None
    person: str
    reason: str
    overridden_at: datetime


class Gate(Seen):
    reasons: tuple[HeldCount, ...] = ()
    waves: tuple[Wave, ...] = ()
    overrides: tuple[Override, ...] = ()


class Preview(Seen):
    """What one kind of recipient will read."""

    language: str = "nl"
    client: str = ""
    authorisation: str = "general"
    emergency_clause: bool = False
    subject: str
    text: str


class Decision(Seen):
    decision: str
    reason: str = ""
    contact_id: UUID | None = None
    leave_until: date | None = None
    decided_at: datetime | None = None


class Objection(Seen):
    id: UUID
    change_id: UUID
    change_title: Words = None
    agreement_id: UUID | None = None
    client_id: UUID
    client: str = ""
    grounds: str
    received_at: datetime
    late_after: date | None = None
    in_effect: bool = False
    on_objection: str = "block"
    decisions: tuple[Decision, ...] = ()

    @property
    def latest(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def open(self) -> bool:
        return not self.decisions

    @property
    def leads_away(self) -> bool:
        """Whether the client may still end its agreement over this; contracts has the last word."""
        if self.on_objection != "terminate" or self.late_after:
            return False
        last = self.latest
        return last is None or last.leave_until is not None or last.decision == "client_held_back"


class ObjectionList(Seen):
    items: tuple[Objection, ...] = ()
    next: str | None = None


class AnnouncedHere(Seen):
    """A change as it was announced to one client, and where it stands there."""

    change: Change
    deadline: date | None = None
    standing: str


class Concern(Seen):
    """A change as it concerns the client of the reader, and what that client said."""

    change: Change
    told: ChangeConcern = ChangeConcern()
    objection: Objection | None = None

    @property
    def open(self) -> bool:
        """Whether the client can still object or approve."""
        if self.told.standing == "effective":
            return self.told.let_by is not None and self.told.may_object
        running = self.change.state in ("published", "partly_effective")
        return running and self.told.standing not in ("ended", "objection_upheld")

    @property
    def may_only_object_late(self) -> bool:
        """Its last day is past; contracts has the last word."""
        told = self.told
        gone = self.change.state == "withdrawn" or told.standing == "ended"
        return told.may_object_late and not told.may_object and not gone

    @property
    def waits_for_approval(self) -> bool:
        specific = self.told.authorisation == "specific" and not self.told.approved
        return self.open and specific and self.told.standing != "effective"

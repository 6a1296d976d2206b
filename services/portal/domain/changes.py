"""Changes of sub-processors, who is told of them and who says no, as contracts tells them."""

from datetime import date, datetime
from uuid import UUID

from services.portal.domain.clients import Link
from services.portal.domain.seen import Seen, Words


class ChangeLine(Seen):
    """An addition has no ``old``, a removal no ``new``."""

    action: str = "alteration"
    old: Link | None = None
    new: Link | None = None


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
    approved: bool = False
    objection_id: UUID | None = None


class Change(Seen):
    id: UUID
    title: Words = None
    reason: Words = None
    effective_on: date
    at_once: bool = False
    state: str
    created_at: datetime | None = None
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    lines: tuple[ChangeLine, ...] = ()
    counts: Counts | None = None
    concern: ChangeConcern | None = None

    @property
    def is_draft(self) -> bool:
        return self.state in ("draft", "reviewed")


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
    specific: int = 0
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
    reason: str
    until: date | None = None


class Decision(Seen):
    decision: str
    reason: str = ""
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
    on_objection: str = "block"
    decisions: tuple[Decision, ...] = ()

    @property
    def latest(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def open(self) -> bool:
        return not self.decisions


class Concern(Seen):
    """A change as it concerns the client of the reader, and what that client said."""

    change: Change
    told: ChangeConcern = ChangeConcern()
    objection: Objection | None = None

    @property
    def open(self) -> bool:
        """Whether the client can still object or approve."""
        running = self.change.state in ("published", "partly_effective")
        return running and self.told.standing not in ("effective", "ended", "objection_upheld")

    @property
    def waits_for_approval(self) -> bool:
        return self.open and self.told.authorisation == "specific" and not self.told.approved

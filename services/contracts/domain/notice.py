"""What the service of notices is told about one notice and about each person who gets it.

The form is that of its own ``facts``, written out again because services share no code.
"""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from services.contracts.domain.change import Action, AnnouncedChange, ChangeLine
from services.contracts.domain.contact import Duty
from services.contracts.domain.deadline import DayKind, last_day
from services.contracts.domain.finding_texts import WORDS, Mechanism
from services.contracts.domain.form import Record, Texts
from services.contracts.domain.incident import StageKind, Told
from services.contracts.domain.link import Link
from services.contracts.domain.objection import Decision
from services.contracts.domain.tenant import PublicTenant
from services.contracts.domain.termination import EndChoice, Ender
from services.contracts.domain.terms import Authorisation, CountedFrom
from shared.text import Language, Text

VersionKind = Literal[
    "agreement_ready",
    "amendment_ready",
    "agreement_reminder",
    "agreement_signed",
    "agreement_countersigned",
    "annex_renewed",
]
ObjectionKind = Literal["objection_received", "objection_decided"]
TerminationKind = Literal["agreement_ending", "ending_withdrawn"]

# Which duties are told of what.
TOLD: dict[VersionKind | TerminationKind, tuple[Duty, ...]] = {
    "agreement_ready": ("signatory",),
    "amendment_ready": ("signatory",),
    "agreement_reminder": ("signatory",),
    "agreement_signed": ("signatory", "privacy"),
    "agreement_countersigned": ("signatory", "privacy"),
    "annex_renewed": ("notice", "privacy"),
    "agreement_ending": ("signatory", "notice"),
    "ending_withdrawn": ("signatory", "notice"),
}


class Provider(Record):
    name: str
    email: str | None


class Party(Record):
    name: str
    legal_entity: str | None
    address: str | None
    country: str | None
    purpose: Text | None
    data_categories: Texts
    location: Text | None
    mechanism: Text | None
    mechanism_code: Mechanism | None = None


class NoticeLine(Record):
    action: Action
    product: Text
    old: Party | None
    new: Party | None


class ChangeFacts(Record):
    """``subject_id``: the change, the wave in which it took effect, on ``effective_on``, or what
    put it off. ``alteration``: how often it had been put off by then; of the last time
    ``earlier_days`` are the days told before, in order, and ``altered_because`` is why."""

    kind: Literal["change_announced", "change_effective", "change_altered"]
    subject_id: UUID
    provider: Provider
    title: Text
    reason: Text | None
    effective_on: date
    emergency: Text | None
    lines: tuple[NoticeLine, ...]
    alteration: int = 0
    earlier_days: tuple[date, ...] = ()
    altered_because: Text | None = None


class Amended(Record):
    """What a version with new terms changes; it holds from ``from_day`` or the yes, if that is
    later."""

    from_day: date
    begins: Texts
    ends: Texts
    reason: str | None


class VersionFacts(Record):
    kind: VersionKind
    subject_id: UUID
    provider: Provider
    products: Texts
    digest: str
    change_title: Text | None
    effective_on: date | None
    signed_at: datetime | None
    amendment: Amended | None


class ObjectionFacts(Record):
    kind: ObjectionKind
    subject_id: UUID
    provider: Provider
    change_id: UUID
    change_title: Text
    received_at: datetime
    late_after: date | None
    in_effect: bool
    decision: Decision | None
    reason: str | None


class TerminationFacts(Record):
    """``data_by``: the last day on which data are returned or deleted (Art. 28(3)(g) AVG)."""

    kind: TerminationKind
    subject_id: UUID
    provider: Provider
    by: Ender
    reason: str
    given_on: date
    ends_on: date
    products: Texts
    end_choice: EndChoice
    data_by: date


class ToldStage(Record):
    """A stage of an incident as it was released."""

    id: UUID
    incident_id: UUID
    number: int
    kind: StageKind
    told: Told


class IncidentFacts(Record):
    """``subject_id``: the stage. ``number``: which message of this incident it is."""

    kind: Literal["incident_notified"]
    subject_id: UUID
    provider: Provider
    incident_id: UUID
    stage: StageKind
    number: int
    told: Told


class NoticeRecipient(Record):
    """``recipient_id``: the row frozen for a change or an incident, elsewhere the contact's own id.
    ``stands_in``: told for want of somebody with the duty; ``instead_of``: for want of an answer
    of the mail server on these, or because it refused them."""

    recipient_id: UUID
    client_id: UUID
    client: str
    contact_id: UUID
    name: str
    email: str
    language: Language
    agreement_id: UUID
    agreement_reference: str
    authorisation: Authorisation
    deadline: date | None
    earliest_deadline: date | None = None
    notice_days: int
    objection_days: int
    day_kind: DayKind
    counted_from: CountedFrom
    emergency_clause: bool = False
    departed: bool = False
    stands_in: bool = False
    instead_of: tuple[UUID, ...] = ()

    def reached_on(self, today: date) -> Self:
        """With the last day to object, should this recipient be the first reached today."""
        if self.deadline is not None:
            return self
        days = max(self.notice_days, self.objection_days)
        return self.model_copy(update={"earliest_deadline": last_day(today, days, self.day_kind)})


class NoticePage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    notice: ChangeFacts | VersionFacts | ObjectionFacts | TerminationFacts | IncidentFacts
    items: tuple[NoticeRecipient, ...]
    next: str | None


def provider(tenant: PublicTenant) -> Provider:
    return Provider(name=tenant.name, email=tenant.email)


def change_facts(change: AnnouncedChange, tenant: PublicTenant, alteration: int = 0) -> ChangeFacts:
    """Only the lines of products: own administration is no client's concern."""
    lines = [
        NoticeLine(
            action=line.action,
            product=product,
            old=line.old and party(line.old),
            new=line.new and party(line.new),
        )
        for line in change.lines
        if (product := _product(line))
    ]
    return ChangeFacts(
        kind="change_announced",
        subject_id=change.id,
        provider=provider(tenant),
        title=change.title,
        reason=change.reason,
        effective_on=change.effective_on,
        emergency=change.emergency,
        lines=tuple(lines),
        alteration=alteration,
    )


def _product(line: ChangeLine) -> Text | None:
    link = line.old or line.new
    return link.product if link else None


def party(link: Link) -> Party:
    """Without the names of people there."""
    return Party(
        name=link.subprocessor.name,
        legal_entity=link.subprocessor.legal_entity,
        address=link.subprocessor.address,
        country=link.subprocessor.country,
        purpose=link.purpose,
        data_categories=link.data_categories,
        location=link.location,
        mechanism=WORDS[link.mechanism] if link.mechanism else None,
        mechanism_code=link.mechanism,
    )

"""What contracts tells notifications about one notice: the form of five answers.

| route of contracts (service actor `notifications`) | `notice.kind` |
|---|---|
| `GET /changes/{change_id}/recipients?after=&limit=` or `?recipient_id=` | change_announced |
| `GET /versions/{version_id}/recipients?kind=&after=&limit=` | the kind asked for |
| `GET /objections/{objection_id}/recipients?kind=&after=&limit=` | the kind asked for |
| `GET /terminations/{termination_id}/recipients?kind=` | the kind asked for |
| `GET /waves/{wave_id}/recipients?after=&limit=` | change_effective |
| `GET /postponements/{postponement_id}/recipients?after=&limit=` | change_altered |
| `GET /incident-stages/{stage_id}/recipients?…`, as of a change | incident_notified |

`kind` of a version is agreement_ready or, with new terms, amendment_ready (contacts with the
signatory duty), agreement_reminder of either (the same, while nobody has signed), agreement_signed
or agreement_countersigned (signatory and privacy), or annex_renewed (notice and privacy); of an
objection objection_received (who objected) or objection_decided (the client's notice contacts); of
a termination agreement_ending or ending_withdrawn (signatory and notice). Pages are keyset pages:
`next` is given back as `after`, null ends the list. Days are ISO dates in Europe/Amsterdam, moments
ISO 8601 in UTC. null is a fact that nobody knows; a notice that needs it is refused here.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.text import Language, Text

Kind = Literal[
    "sign_in",
    "agreement_ready",
    "amendment_ready",
    "agreement_reminder",
    "agreement_signed",
    "agreement_countersigned",
    "annex_renewed",
    "agreement_ending",
    "ending_withdrawn",
    "change_announced",
    "change_withdrawn",
    "change_effective",
    "change_altered",
    "objection_received",
    "objection_decided",
    "incident_notified",
    "webhook_halted",
    "upstream_expiring",
    "subscription_asked",
    "public_announced",
    "public_altered",
    "public_withdrawn",
    "message_test",
]
VersionKind = Literal[
    "agreement_ready",
    "amendment_ready",
    "agreement_reminder",
    "agreement_signed",
    "agreement_countersigned",
    "annex_renewed",
]
TerminationKind = Literal["agreement_ending", "ending_withdrawn"]
ObjectionKind = Literal["objection_received", "objection_decided"]
Decision = Literal[
    "alternative_offered",
    "measure_taken",
    "client_held_back",
    "agreement_ended",
    "objection_withdrawn",
]


class Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provider(Facts):
    """The tenant as its clients know it; `email` receives the answers to a notice."""

    name: str
    email: str | None


class Party(Facts):
    """A sub-processor in one line of a change, as it is or as it will be. `mechanism_code` is what
    templates of letters know `mechanism` by."""

    name: str
    legal_entity: str | None
    address: str | None
    country: str | None
    purpose: Text | None
    data_categories: tuple[Text, ...]
    location: Text | None
    mechanism: Text | None
    mechanism_code: str | None = None


class Line(Facts):
    """One intended change of one product: addition has no `old`, removal no `new`."""

    action: Literal["addition", "replacement", "removal", "alteration"]
    product: Text
    old: Party | None
    new: Party | None


class ChangeFacts(Facts):
    """`subject_id` is the change, the wave in which it took effect, on `effective_on`, or what put
    it off. `emergency` is why it can't wait for the notice period. `alteration`: how often it had
    been put off by then; of the last time `earlier_days` are the days told before, in order, and
    `altered_because` is why."""

    kind: Literal["change_announced", "change_effective", "change_altered"]
    subject_id: UUID
    provider: Provider
    title: Text
    reason: Text | None
    effective_on: date | None
    emergency: Text | None = None
    lines: tuple[Line, ...]
    alteration: int = 0
    earlier_days: tuple[date, ...] = ()
    altered_because: Text | None = None


class Amended(Facts):
    """What a version with new terms changes; it holds from `from_day`, or from the yes if that is
    later. `reason` holds the provider's own words."""

    from_day: date
    begins: tuple[Text, ...]
    ends: tuple[Text, ...]
    reason: str | None


class VersionFacts(Facts):
    """`subject_id` is the agreement version; a change's title and day where one caused it; what is
    `amendment` where it proposes new terms."""

    kind: VersionKind
    subject_id: UUID
    provider: Provider
    products: tuple[Text, ...]
    digest: str
    change_title: Text | None
    effective_on: date | None
    signed_at: datetime | None
    amendment: Amended | None = None


class ObjectionFacts(Facts):
    """`subject_id` is the objection; once decided, `reason` holds the provider's own words.
    `late_after` is the last day to object, where this one came later; `in_effect`: the change held
    for this client already when it objected."""

    kind: ObjectionKind
    subject_id: UUID
    provider: Provider
    change_id: UUID
    change_title: Text
    received_at: datetime
    late_after: date | None = None
    in_effect: bool = False
    decision: Decision | None
    reason: str | None


class TerminationFacts(Facts):
    """`subject_id` is the termination. From `ends_on` nothing is processed any more; `data_by` is
    the last day to return or delete the data. `reason` holds the words of who ended it, or of who
    took that back."""

    kind: TerminationKind
    subject_id: UUID
    provider: Provider
    by: Literal["client", "provider"]
    reason: str
    given_on: date
    ends_on: date
    products: tuple[Text, ...]
    end_choice: Literal["return", "delete"]
    data_by: date


class Words(Facts):
    """The provider's own words in one language or both; the other stands in for one that lacks."""

    nl: str | None = None
    en: str | None = None

    def say(self, language: Language) -> str:
        first, second = (self.nl, self.en) if language == "nl" else (self.en, self.nl)
        return first or second or ""


class Breach(Facts):
    """What Art. 33(3) AVG asks of a personal data breach; null is not known yet (33(4)).
    Numbers are of the whole incident; `numbers_note` says how they were counted, or why they can't
    be known."""

    title: str
    title_en: str | None = None
    products: tuple[Text, ...]
    subprocessor: str | None
    server: str | None
    found_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    nature: Words | None
    subjects: Words | None
    subjects_number: int | None
    records: Words | None
    records_number: int | None
    numbers_note: Words | None
    contact_point: str | None
    consequences: Words | None
    measures: Words | None

    @property
    def heading(self) -> Text:
        return Text(nl=self.title, en=self.title_en or self.title)


class IncidentFacts(Facts):
    """`subject_id` is the stage; `number` says which message of this incident it is."""

    kind: Literal["incident_notified"]
    subject_id: UUID
    provider: Provider
    incident_id: UUID
    stage: Literal["first", "update", "closing"]
    number: int
    told: Breach


class SignInFacts(Facts):
    """The portal asks for this one itself; the link is secret and never stands among the facts."""

    kind: Literal["sign_in"]
    subject_id: UUID
    provider: Provider
    expires_at: datetime


class UpstreamFacts(Facts):
    """For owners and officers: the agreement with a supplier ends. From `ends_on` it holds no more;
    `page` is where it is renewed."""

    kind: Literal["upstream_expiring"]
    subject_id: UUID
    provider: Provider
    subprocessor: str
    title: str
    ends_on: date
    page: str


class EndpointFacts(Facts):
    """For owners: an endpoint of their webhooks was halted. `gone`: the receiver said that it wants
    nothing any more. `page` is where they mend it."""

    kind: Literal["webhook_halted"]
    subject_id: UUID
    provider: Provider
    endpoint: str
    failing_since: datetime
    gone: bool
    page: str


class PublicLine(Facts):
    """One line of a change as anybody may know it; no `product`: the own administration."""

    action: Literal["addition", "replacement", "removal", "alteration"]
    capacity: Literal["subprocessor", "own_administration", "controller"]
    product: Text | None
    old: Party | None
    new: Party | None


class PublicFacts(Facts):
    """For subscribers: what stands on the public page, which is at `home`. `subject_id` is the
    change; a withdrawal repeats what was told last. `earlier_days` are those on which it was to
    take effect before it was put off, the first first."""

    kind: Literal["public_announced"]
    subject_id: UUID
    provider: Provider
    home: str
    title: Text
    reason: Text | None
    effective_on: date | None
    earlier_days: tuple[date, ...] = ()
    lines: tuple[PublicLine, ...]


class SubscriptionFacts(Facts):
    """Somebody typed an address on the public page. `standing`: it was confirmed before."""

    kind: Literal["subscription_asked"]
    subject_id: UUID
    provider: Provider
    home: str
    standing: bool


NoticeFacts = Annotated[
    ChangeFacts
    | VersionFacts
    | ObjectionFacts
    | TerminationFacts
    | IncidentFacts
    | SignInFacts
    | EndpointFacts
    | UpstreamFacts
    | PublicFacts
    | SubscriptionFacts,
    Field(discriminator="kind"),
]


class Recipient(Facts):
    """One contact, frozen by contracts, with the terms of its own agreement.

    `recipient_id` is the row that contracts froze for a change, elsewhere the contact's own id.
    `deadline` is the last day on which an objection counts; null while it is counted from sending
    or delivery and neither has happened; then `earliest_deadline` is that day if it happens today.
    `emergency_clause`: the agreement lets an emergency replacement hold before the term is over.
    `departed`: this person has left since, and is told nothing any more.
    `stands_in`: told for want of a contact who has the duty; `instead_of`: because these recipients
    at the same client were not, or not for certain, reached.
    """

    recipient_id: UUID
    client_id: UUID
    client: str
    contact_id: UUID
    name: str
    email: str
    language: Language
    agreement_id: UUID
    agreement_reference: str
    authorisation: Literal["general", "specific"]
    deadline: date | None
    earliest_deadline: date | None
    notice_days: int
    objection_days: int
    day_kind: Literal["calendar", "business"]
    counted_from: Literal["published", "sent", "delivered"]
    emergency_clause: bool = False
    departed: bool = False
    stands_in: bool = False
    instead_of: tuple[UUID, ...] = ()


class RecipientPage(Facts):
    notice: NoticeFacts
    items: tuple[Recipient, ...]
    next: str | None

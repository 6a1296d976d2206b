"""What a provider's own statement says of parties, read by a scanner, and what staff make of it."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from services.contracts.domain.adequacy import Zone
from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.form import Day, Draft, Line, Paragraph, Record, Texts
from services.contracts.domain.link import Countries
from services.contracts.domain.subprocessor import SubprocessorDraft
from services.contracts.domain.transfer import Capacity
from shared.text import Text

LONGEST = 1_000_000
Statement = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Basis = Literal["text", "catalogue"]
WarningCode = Literal[
    "privacy-shield",
    "cbp",
    "outside-promise",
    "promise-unconfirmed",
    "version-missing",
    "id-copy-unmasked",
    "term-conflict",
]
LineKind = Literal["known", "unknown"]
LineState = Literal["open", "accepted", "dismissed"]


class ScanDraft(Draft):
    """A statement as text or as HTML, in Dutch or in English: both are read at once."""

    title: Line | None = Field(default=None, examples=["Privacyverklaring, versie 3"])
    text: Statement | None = Field(
        default=None, examples=["Voor het verzenden van facturen gebruiken wij Money Bird."]
    )
    html: Statement | None = Field(default=None, examples=[None])

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise ValueError("give either text or html")
        return self


class Passage(Record):
    """Where something stands: ``start`` and ``end`` count characters of the scanned text.

    ``sentence`` begins at ``sentence_start``; a long one is shortened to what stands around.
    """

    start: int
    end: int
    sentence_start: int
    sentence: str
    misspelled: bool = False


class PartyFacts(Record):
    """What the catalogue knows of a party; null is what nobody has confirmed."""

    legal_entity: str | None = None
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    website: str | None = None
    source: str | None = None


class ProposedLink(Record):
    """What the text, else the catalogue, says of a link; ``basis`` tells which, by field."""

    capacity: Capacity | None = None
    purpose: Text | None = None
    data_categories: Texts = ()
    data_subjects: Texts = ()
    location: Text | None = None
    countries: tuple[str, ...] = ()
    zone: Zone | None = None
    mechanism: Mechanism | None = None
    reason: Text | None = None
    basis: dict[str, Basis] = Field(default_factory=dict)


class FoundParty(Record):
    """``known``: in the catalogue or in the record. ``subprocessor_id``: in the record already."""

    kind: LineKind
    name: str
    subprocessor_id: UUID | None
    facts: PartyFacts
    link: ProposedLink
    times: int
    passages: tuple[Passage, ...]


class ScanWarning(Record):
    """``parties``: by name, where the warning is about parties."""

    code: WarningCode
    warning: Text
    instead: Text
    parties: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


class Reading(Record):
    """All that a scan finds; ``text`` is what its places count in."""

    text: str
    parties: tuple[FoundParty, ...]
    warnings: tuple[ScanWarning, ...]


class LinkChoice(Draft):
    """The link as staff accept it; null and empty are still to be confirmed.

    ``valid_from`` null: from today. ``correction``: why the record lacked a link that had begun
    already while clients took the product; without one they are told first.
    """

    product_id: UUID | None = Field(default=None, examples=[None])
    capacity: Capacity = Field(examples=["own_administration"])
    purpose: Text | None = None
    data_categories: Texts = ()
    data_subjects: Texts = ()
    location: Text | None = None
    countries: Countries = ()
    zone: Zone | None = Field(default=None, examples=["EU"])
    mechanism: Mechanism | None = Field(default=None, examples=["none_required"])
    mechanism_verified_on: Day | None = None
    condition: Text | None = None
    reason: Text | None = None
    valid_from: Day | None = None
    correction: Paragraph | None = None


class AcceptanceDraft(Draft):
    """``subprocessor_id`` picks a party of the record; else ``party`` is recorded, or what the line
    says. Without ``link`` the party alone is recorded.

    ``effective_on`` is needed where clients take the product: then the link becomes a draft change.
    """

    subprocessor_id: UUID | None = Field(default=None, examples=[None])
    party: SubprocessorDraft | None = None
    link: LinkChoice | None = None
    effective_on: Day | None = None

    @model_validator(mode="after")
    def _names_one_party(self) -> Self:
        if self.subprocessor_id and self.party:
            raise ValueError("give either subprocessor_id or party")
        return self


class DismissalDraft(Draft):
    reason: Paragraph = Field(examples=["An example in the text; we do not use it."])


class Acceptance(Record):
    """``link_id``: recorded at once. ``change_id``: a draft that clients are told of first."""

    subprocessor_id: UUID
    link_id: UUID | None
    change_id: UUID | None
    accepted_at: datetime


class Dismissal(Record):
    reason: str
    dismissed_at: datetime


class StandingLink(Record):
    """A link that this party has in the record today."""

    link_id: UUID
    product_id: UUID | None
    product: Text | None
    capacity: Capacity
    purpose: Text | None
    valid_from: date | None


class ScanLine(FoundParty):
    """``number`` counts from 1. ``links``: what the party does already."""

    number: int
    state: LineState
    acceptance: Acceptance | None
    dismissal: Dismissal | None
    links: tuple[StandingLink, ...]


class ScanSummary(Record):
    """``open``: lines that nobody has answered yet."""

    id: UUID
    title: str | None
    made_at: datetime
    lines: int
    open: int
    warnings: int


class Scan(Record):
    id: UUID
    title: str | None
    made_at: datetime
    lines: tuple[ScanLine, ...]
    warnings: tuple[ScanWarning, ...]


class ScanPage(Record):
    items: tuple[ScanSummary, ...]
    next: str | None


class ScannedText(Record):
    """What the places of passages count in."""

    text: str

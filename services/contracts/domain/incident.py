"""A personal data breach: what is known of it, what clients were told at each stage, and whom.

Art. 33(2) AVG: a processor tells its controllers without undue delay; 33(3): what they are told;
33(4): in phases, where not all is known at once; 33(5): every breach is on record.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from services.contracts.domain.contact import Duty
from services.contracts.domain.form import EXAMPLE, Draft, Edit, Line, Paragraph, Record, Whole, Yes
from shared.errors import Conflict, Invalid
from shared.text import Language, Text

State = Literal["reported", "told", "closed", "waived"]
StageKind = Literal["first", "update", "closing"]
Choice = Literal["in", "out"]
# What Art. 33(3) asks, in its order.
Asked = Literal[
    "nature",
    "subjects",
    "subjects_number",
    "records",
    "records_number",
    "contact_point",
    "consequences",
    "measures",
]
ASKED: tuple[Asked, ...] = (
    *("nature", "subjects", "subjects_number", "records", "records_number"),
    *("contact_point", "consequences", "measures"),
)
_NUMBERS: frozenset[Asked] = frozenset({"subjects_number", "records_number"})
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
_WRITTEN: JsonDict = {
    "title": "Onbevoegde toegang tot een mailserver",
    "product_ids": [EXAMPLE],
    "server": "mail3",
    "found_at": "2026-11-20T08:30:00Z",
    "nature": {"nl": "Iemand heeft een postvak van buiten gelezen."},
}


class Words(Draft):
    """The provider's own words, in one language or both; the other stands in for one that lacks."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"nl": "Een postvak is van buiten gelezen.", "en": None}]}
    )

    nl: Paragraph | None = None
    en: Paragraph | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.nl is None and self.en is None:
            raise PydanticCustomError("words-missing", "say it in Dutch or in English")
        return self

    def say(self, language: Language) -> str:
        first, second = (self.nl, self.en) if language == "nl" else (self.en, self.nl)
        return first or second or ""


def _within_reach(moment: datetime) -> datetime:
    if moment.timestamp() < _SINCE.timestamp():
        raise PydanticCustomError("moment-out-of-reach", "must lie after 2000-01-01")
    return moment


Moment = Annotated[
    AwareDatetime, AfterValidator(_within_reach), Field(examples=["2026-11-20T08:30:00Z"])
]
Number = Annotated[Whole, Field(ge=0, le=10_000_000_000, examples=[250])]
Products = Annotated[tuple[UUID, ...], Field(max_length=200)]


class IncidentDraft(Draft):
    """Little is needed to begin: a title, and what was hit. ``title_en`` is for who reads English;
    without it they read ``title``. A sub-processor means its engagement for ``product_ids``, or
    for all where none is named; a server is one of the products named.
    ``found_at`` left out: now. What is left out is not known yet. ``numbers_note``: how numbers
    were counted, or why they can't be known.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_WRITTEN]})

    title: Line
    title_en: Line | None = None
    product_ids: Products = ()
    subprocessor_id: UUID | None = None
    server: Line | None = None
    found_at: Moment | None = None
    began_at: Moment | None = None
    ended_at: Moment | None = None
    nature: Words | None = None
    subjects: Words | None = None
    subjects_number: Number | None = None
    records: Words | None = None
    records_number: Number | None = None
    numbers_note: Words | None = None
    contact_point: Line | None = None
    consequences: Words | None = None
    measures: Words | None = None


class IncidentEdit(Edit):
    """Only the fields to change; null: not known after all."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"subjects_number": 250, "contact_point": "FG, 050 123"}]}
    )
    never_empty: ClassVar[frozenset[str]] = frozenset({"title", "product_ids", "found_at"})

    title: Line | None = None
    title_en: Line | None = None
    product_ids: Products | None = None
    subprocessor_id: UUID | None = None
    server: Line | None = None
    found_at: Moment | None = None
    began_at: Moment | None = None
    ended_at: Moment | None = None
    nature: Words | None = None
    subjects: Words | None = None
    subjects_number: Number | None = None
    records: Words | None = None
    records_number: Number | None = None
    numbers_note: Words | None = None
    contact_point: Line | None = None
    consequences: Words | None = None
    measures: Words | None = None


class Told(Record):
    """What clients are told; null is not known yet."""

    title: str
    title_en: str | None = None
    products: tuple[Text, ...]
    subprocessor: str | None
    server: str | None
    found_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    nature: Words | None = None
    subjects: Words | None = None
    subjects_number: int | None = None
    records: Words | None = None
    records_number: int | None = None
    numbers_note: Words | None = None
    contact_point: str | None = None
    consequences: Words | None = None
    measures: Words | None = None

    @property
    def heading(self) -> Text:
        return Text(nl=self.title, en=self.title_en or self.title)

    @property
    def unknown(self) -> tuple[Asked, ...]:
        """What Art. 33(3) asks and nobody knows yet."""
        return tuple(name for name in ASKED if getattr(self, name) is None)


class IncidentReview(Record):
    id: UUID
    stage_id: UUID
    note: str | None
    reviewed_by: UUID
    reviewed_at: datetime


class Shortfall(Record):
    """Why it was closed while so many ``clients`` stood as not reached."""

    clients: int
    reason: str
    decided_by: UUID | None
    decided_at: datetime


class Stage(Record):
    """``clients`` and ``people``: as many as were to be told then; ``unknown``: what they were told
    is not known yet. ``shortfall``: of a closing that left clients unreached."""

    id: UUID
    number: int
    kind: StageKind
    told: Told
    unknown: tuple[Asked, ...]
    clients: int
    people: int
    released_by: UUID | None
    released_at: datetime
    reviews: tuple[IncidentReview, ...]
    shortfall: Shortfall | None = None


class Incident(Told):
    """``told_at``: when the first stage was released, ``minutes_to_tell`` after it was found.
    ``waived_because``: why clients were not told, while none was."""

    id: UUID
    state: State
    product_ids: tuple[UUID, ...]
    subprocessor_id: UUID | None
    reported_by: UUID | None
    reported_at: datetime
    told_at: datetime | None
    minutes_to_tell: int | None
    waived_because: str | None
    waived_by: UUID | None
    waived_at: datetime | None
    stages: tuple[Stage, ...]

    @property
    def content(self) -> Told:
        """What a stage would tell now."""
        return Told.model_validate(self.model_dump(include=set(Told.model_fields)))

    def kept(self) -> dict[str, Any]:
        """As it would be handed in."""
        return self.model_dump(mode="json", include=set(IncidentDraft.model_fields))


class IncidentFilter(Record):
    """``from_day`` and ``until``: when it was found."""

    state: State | None = None
    from_day: date | None = None
    until: date | None = None


Account = Annotated[
    str,
    StringConstraints(min_length=10, max_length=2000),
    Field(examples=["Failliet; de curator is gebeld op 23 november en weet ervan."]),
]


class StageDraft(Draft):
    """``closing``: nothing more is to come. It may be the first stage too. ``unreached_because``:
    why it may be closed while clients stand as not reached; where none does, it is not kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"closing": False}]})

    closing: Yes = False
    unreached_because: Account | None = None


class WaiverDraft(Draft):
    reason: Annotated[Paragraph, Field(examples=["De back-up was versleuteld; niemand las mee."])]


class IncidentReviewDraft(Draft):
    """Of the last stage, unless another is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Gelezen, klopt."}]})

    stage_id: UUID | None = None
    note: Paragraph | None = None


class ChoiceDraft(Draft):
    client_id: UUID
    choice: Choice
    reason: Annotated[Paragraph, Field(examples=["Had een kopie op deze server staan."])]


class IncidentChoice(Record):
    """``told``: the people to whom the last stage goes at once, now that it was released."""

    id: UUID
    incident_id: UUID
    client_id: UUID
    choice: Choice
    reason: str
    chosen_by: UUID | None
    chosen_at: datetime
    told: int = 0


class AffectedClient(Record):
    """``told_as``: the duty of who is told there; null where nobody can be. ``choice`` and
    ``reason``: who was taken in or left out by hand. ``frozen_at`` null: not told yet."""

    client_id: UUID
    client: str
    agreement_id: UUID
    agreement_reference: str
    cause: Literal["held", "chosen"] | None
    choice: Choice | None
    reason: str | None
    people: int
    told_as: Duty | None
    frozen_at: datetime | None


class AffectedPage(Record):
    items: tuple[AffectedClient, ...]
    next: UUID | None


class Reach(Record):
    """Whom the next stage would be told: ``standing_in`` are clients without a breach contact, of
    whom others are told; ``unreachable`` those of whom nobody can be. ``new``: not told before."""

    days_from: date
    days_until: date
    begin_known: bool
    clients: int
    people: int
    standing_in: int
    unreachable: int
    new: int
    left_out: int


def lacking(told: Told) -> tuple[Asked, ...]:
    """What keeps it from being closed. A number that can't be known has a note that says why."""
    return tuple(name for name in told.unknown if name not in _NUMBERS or told.numbers_note is None)


def refuse_disorder(draft: IncidentDraft, now: datetime) -> None:
    """``Invalid`` where it would have begun after it was found, or lie ahead."""
    for name in ("found_at", "began_at", "ended_at"):
        moment = getattr(draft, name)
        if moment and moment > now:
            raise Invalid("moment-ahead", "What happened has a moment that has come.", field=name)
    found = draft.found_at or now
    if draft.began_at and draft.began_at > found:
        raise Invalid("began-later", "It can't have begun after it was found.", field="began_at")
    if draft.ended_at and draft.ended_at < (draft.began_at or draft.ended_at):
        raise Invalid("ended-earlier", "It can't have ended before it began.", field="ended_at")


def refuse_nothing_hit(draft: IncidentDraft) -> None:
    """``Invalid`` where nobody could tell which clients it touches."""
    if not draft.product_ids and draft.subprocessor_id is None:
        raise Invalid(
            "hit-missing",
            "Name the products that it hit, or the sub-processor; that tells whose data they are.",
            field="product_ids",
        )


def next_kind(incident: Incident, *, closing: bool) -> StageKind:
    """``Conflict`` where clients would be told the same again, or closing lacks what is asked."""
    last = incident.stages[-1] if incident.stages else None
    kind: StageKind = "closing" if closing else "update" if last else "first"
    if last and last.told == incident.content and (last.kind == kind or not closing):
        raise Conflict("nothing-new", "Clients were told just this; add what is known since.")
    if closing and (missing := lacking(incident)):
        raise Conflict(
            "facts-lacking",
            "The last message holds all that Art. 33(3) GDPR asks; fill in what is still unknown.",
            missing=list(missing),
        )
    return kind

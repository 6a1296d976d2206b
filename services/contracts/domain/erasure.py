"""What becomes of the personal data of a client that left, by category, in every service."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Record
from services.contracts.domain.legal_hold import LegalHold
from shared.text import Text

Now = Literal["contacts", "audit_details", "answers"]
NowElsewhere = Literal["sign_in", "webhook_answers"]
Later = Literal[
    "contacts_in_evidence",
    "objections",
    "approvals",
    "reasons",
    "signatures",
    "registers",
    "client_details",
    "frozen_texts",
]
LaterElsewhere = Literal["documents", "files", "notices"]
Category = Now | NowElsewhere | Later | LaterElsewhere
Service = Literal["contracts", "documents", "notifications", "portal"]
Why = Literal["no_purpose_left", "limitation_of_claims"]
State = Literal["needed", "held", "kept", "may_go", "asked", "erased"]

AT_ONCE: tuple[Now, ...] = get_args(Now)
# Frozen texts last: once they are gone, everything is.
WHEN_DUE: tuple[Later, ...] = get_args(Later)
ELSEWHERE: dict[Category, Service] = {
    "sign_in": "portal",
    "webhook_answers": "notifications",
    "documents": "documents",
    "files": "documents",
    "notices": "notifications",
}
AT_ONCE_ELSEWHERE: tuple[NowElsewhere, ...] = get_args(NowElsewhere)
ALL_ELSEWHERE: tuple[Category, ...] = tuple(ELSEWHERE)
NOT_KEPT: frozenset[Category] = frozenset((*AT_ONCE, *AT_ONCE_ELSEWHERE))

SOURCES: dict[Why, Text] = {
    "no_purpose_left": Text(
        nl="Art. 5 lid 1 onder e en art. 17 lid 1 onder a AVG: er is geen doel meer.",
        en="Art. 5(1)(e) and 17(1)(a) GDPR: no purpose is left.",
    ),
    "limitation_of_claims": Text(
        nl="Art. 17 lid 3 onder e AVG: bewijs voor rechtsvorderingen, tot ze zijn verjaard"
        " (art. 3:306 e.v. BW; de termijn van uw eigen instelling).",
        en="Art. 17(3)(e) GDPR: proof for legal claims, until they have lapsed (Art. 3:306 ff. of"
        " the Dutch Civil Code; the term of your own setting).",
    ),
}


class ErasureLine(Record):
    """``rows``: what is held now; null where another service knows that, which tells it at
    ``/clients/{id}/holdings``. ``kept_until`` is null for what may go at once, ``may_go_from``
    while an agreement stands; ``asked_at`` is when another service was told, ``erased_at`` when it
    was done, with the number of rows.
    """

    category: Category
    service: Service
    state: State
    rows: int | None
    goes: Text
    stays: Text
    because: Why
    source: Text
    may_go_from: date | None
    kept_until: date | None
    asked_at: datetime | None
    erased_at: datetime | None
    erased_rows: int | None = Field(examples=[12])


class ErasurePlan(Record):
    """``left_on`` is when its last agreement ended: null while one stands, and nothing may go.
    ``hold``: what keeps everything although its day has come.
    """

    client_id: UUID
    left_on: date | None
    due_on: date | None
    ordered_at: datetime | None
    hold: LegalHold | None
    lines: tuple[ErasureLine, ...]


class Standing(Record):
    """``today`` is the legal day on which the plan is asked for."""

    today: date
    left_on: date | None
    retention_years: int
    ordered_at: datetime | None
    ordered_due_on: date | None

    @property
    def due_on(self) -> date | None:
        if self.ordered_due_on or self.left_on is None:
            return self.ordered_due_on
        return years_after(self.left_on, self.retention_years)

    @property
    def is_due(self) -> bool:
        return self.due_on is not None and self.due_on <= self.today


class Progress(Record):
    """How far one category is."""

    category: Category
    rows: int | None
    asked_at: datetime | None
    erased_at: datetime | None
    erased_rows: int | None


def line_of(
    told: Progress, standing: Standing, hold: LegalHold | None, words: tuple[Text, Text]
) -> ErasureLine:
    at_once = told.category in NOT_KEPT
    because: Why = "no_purpose_left" if at_once else "limitation_of_claims"
    return ErasureLine(
        **told.model_dump(),
        service=ELSEWHERE.get(told.category, "contracts"),
        state=_state(told, standing, hold),
        goes=words[0],
        stays=words[1],
        because=because,
        source=SOURCES[because],
        may_go_from=standing.left_on if at_once else standing.due_on,
        kept_until=None if at_once else standing.due_on,
    )


def _state(told: Progress, standing: Standing, hold: LegalHold | None) -> State:
    if told.erased_at and not told.rows:
        return "erased"
    if standing.left_on is None:
        return "needed"
    if hold is not None:
        return "held"
    if told.category not in NOT_KEPT and not standing.is_due:
        return "kept"
    return "asked" if told.asked_at else "may_go"


def years_after(day: date, years: int) -> date:
    """29 February becomes 1 March: never a day too early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

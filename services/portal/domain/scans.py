"""Scans of the provider's own privacy statement, as the portal sees them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import Field

from services.portal.domain.catalogue import NEW_LINK
from services.portal.domain.record_form import Shown, made, shown
from services.portal.domain.seen import Seen, WordList, Words

# A link that is accepted begins; whether it was checked, and when it ends, is not told here.
LINK = tuple(
    field
    for field in NEW_LINK
    if field.name not in ("subprocessor_id", "verified_on", "valid_until")
)


class Passage(Seen):
    """``start`` and ``end`` count in the whole text, as ``sentence_start`` does."""

    start: int
    end: int
    sentence_start: int
    sentence: str
    misspelled: bool = False

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before the name, the name, and the rest."""
        left = max(0, self.start - self.sentence_start)
        right = max(left, self.end - self.sentence_start)
        return self.sentence[:left], self.sentence[left:right], self.sentence[right:]


class Facts(Seen):
    legal_entity: str | None = None
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    website: str | None = None
    source: str | None = None


class Proposed(Seen):
    """``basis``: for each field whether the text or the catalogue says it."""

    capacity: str | None = None
    purpose: Words = None
    data_categories: WordList = ()
    data_subjects: WordList = ()
    location: Words = None
    countries: tuple[str, ...] = ()
    zone: str | None = None
    mechanism: str | None = None
    reason: Words = None
    basis: dict[str, str] = Field(default_factory=dict)


class Acceptance(Seen):
    subprocessor_id: UUID
    link_id: UUID | None = None
    change_id: UUID | None = None
    accepted_at: datetime


class Dismissal(Seen):
    reason: str
    dismissed_at: datetime


class Standing(Seen):
    product: Words = None
    capacity: str
    purpose: Words = None
    valid_from: date | None = None


class Line(Seen):
    number: int
    kind: str
    name: str
    state: str
    subprocessor_id: UUID | None = None
    facts: Facts
    link: Proposed
    times: int
    passages: tuple[Passage, ...]
    acceptance: Acceptance | None = None
    dismissal: Dismissal | None = None
    links: tuple[Standing, ...] = ()


class Warned(Seen):
    code: str
    warning: Words
    instead: Words
    parties: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


class Scan(Seen):
    id: UUID
    title: str | None = None
    made_at: datetime
    lines: tuple[Line, ...]
    warnings: tuple[Warned, ...]

    def line(self, number: int) -> Line | None:
        return next((one for one in self.lines if one.number == number), None)


class ScanSummary(Seen):
    id: UUID
    title: str | None = None
    made_at: datetime
    lines: int
    open: int
    warnings: int


class ScanList(Seen):
    items: tuple[ScanSummary, ...] = ()
    next: str | None = None


class Answer(NamedTuple):
    """What staff typed to accept a line; ``party`` is empty for the one that the line names."""

    link: Shown
    party: str = ""
    only_party: bool = False
    effective_on: str = ""


def answer_to(line: Line) -> Answer:
    """The form as the line proposes it."""
    proposed = line.link.model_dump(mode="json")
    return Answer(shown(proposed, LINK), str(line.subprocessor_id or ""))


def answered(values: Shown, link: Shown) -> Answer:
    return Answer(
        link,
        values.get("party", ""),
        values.get("only_party") == "yes",
        values.get("effective_on", "").strip(),
    )


def acceptance(answer: Answer) -> dict[str, Any]:
    """The request: what is left empty is left out."""
    body: dict[str, Any] = {} if answer.only_party else {"link": made(answer.link, LINK)}
    if answer.party:
        body["subprocessor_id"] = answer.party
    if answer.effective_on:
        body["effective_on"] = answer.effective_on
    return body


def openings(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What nobody has answered yet, and the rest."""
    waiting = [one for one in lines if one.state == "open"]
    return waiting, [one for one in lines if one.state != "open"]

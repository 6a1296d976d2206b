"""An intended change of links: what ends, what begins, from when, and whom it touches."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.finding_texts import Finding
from services.contracts.domain.form import EXAMPLE, Day, Draft, Record, Yes
from services.contracts.domain.gate import Concern
from services.contracts.domain.link import Link, LinkDraft
from services.contracts.domain.postponement import Postponement
from services.contracts.domain.review import Review
from shared.text import Text

ChangeState = Literal[
    "draft", "reviewed", "published", "partly_effective", "effective", "withdrawn", "discarded"
]
DRAFTS: tuple[ChangeState, ...] = ("draft", "reviewed")
Action = Literal["addition", "replacement", "removal", "alteration"]


class ChangeDraft(Draft):
    """``at_once``: the provider can't run both ways, so nobody goes before the last is free.

    ``supplier_date``: the day on which the supplier itself will switch. ``emergency``: why it can't
    wait for the notice period; agreements with an emergency clause then don't make it wait.
    """

    title: Text = Field(examples=[{"nl": "Nieuwe mailserver", "en": "New mail server"}])
    reason: Text | None = None
    effective_on: Day = Field(examples=["2027-03-01"])
    at_once: Yes = False
    supplier_date: Day | None = Field(default=None, examples=["2027-03-15"])
    emergency: Text | None = None
    ends: Annotated[tuple[UUID, ...], Field(max_length=100, examples=[[EXAMPLE]])] = ()
    begins: Annotated[tuple[LinkDraft, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.ends and not self.begins:
            raise PydanticCustomError(
                "nothing-changes", "a change ends or begins at least one link"
            )
        if len(set(self.ends)) != len(self.ends):
            raise PydanticCustomError("link-twice", "a link is ended twice")
        return self


class ChangeEdit(Draft):
    """The fields of a draft that change; ``ends`` and ``begins`` are replaced as a whole."""

    title: Text | None = None
    reason: Text | None = None
    effective_on: Day | None = Field(default=None, examples=["2027-03-01"])
    at_once: Yes | None = None
    supplier_date: Day | None = None
    emergency: Text | None = None
    ends: Annotated[tuple[UUID, ...], Field(max_length=100)] | None = None
    begins: Annotated[tuple[LinkDraft, ...], Field(max_length=100)] | None = None

    @model_validator(mode="after")
    def _leaves_what_must_stand(self) -> Self:
        for name in ("title", "effective_on", "at_once", "ends", "begins"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise PydanticCustomError(
                    "field-needed", "{name} can't be empty; leave it out to keep it", {"name": name}
                )
        return self


class ChangeLine(Record):
    """An addition has no ``old``, a removal no ``new``; an alteration keeps its party."""

    action: Action
    old: Link | None
    new: Link | None


class Counts(Record):
    """Of the affected agreements; ``concerned`` leaves out those that ended."""

    agreements: int
    concerned: int
    recipients: int
    effective: int
    held: int


class ChangeSummary(Record):
    """``effective_on`` is the day that holds now, ``announced_for`` the one announced first:
    another where the change was put off since."""

    id: UUID
    title: Text
    reason: Text | None
    effective_on: date
    announced_for: date
    at_once: bool
    supplier_date: date | None
    emergency: Text | None
    state: ChangeState
    revision: int
    created_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None


class ChangePage(Record):
    items: tuple[ChangeSummary, ...]
    next: str | None


class AnnouncedChange(ChangeSummary):
    lines: tuple[ChangeLine, ...]


class Change(AnnouncedChange):
    """Staff read the counts, the reviews and who drafted it; a contact what it means for its own
    client. ``postponements``: all to staff, to others those that were confirmed."""

    counts: Counts | None
    editors: tuple[UUID, ...]
    reviews: tuple[Review, ...]
    concern: Concern | None
    postponements: tuple[Postponement, ...]


class Impact(Record):
    """Whom a change would touch if it were published, and everybody reached, today.

    ``latest_deadline`` null: it touches no agreement. ``everybody_from`` is the first day on which
    it may hold for all under general authorisation. ``slack_days``: how many days lie between that
    day and the one on which the supplier switches; negative when the supplier is first.
    ``emergency`` counts the agreements for which it needn't wait for the term. ``recipients`` are
    those who would be frozen; who is told later in the place of others comes on top.
    """

    agreements: int
    clients: int
    resellers: int
    recipients: int
    without_recipient: int
    specific: int
    emergency: int
    slack_days: int | None
    latest_deadline: date | None
    everybody_from: date
    after_effective_date: int
    findings: tuple[Finding, ...]
    warnings: tuple[Text, ...]


def pair(old: Sequence[Link], new: Sequence[Link]) -> tuple[ChangeLine, ...]:
    """Lines as a person reads them, within each product and capacity in the order given."""
    lines: list[ChangeLine] = []
    waiting = list(new)
    left: list[Link] = []
    for link in old:
        heir = _take(waiting, link, same_party=True)
        if heir:
            lines.append(ChangeLine(action="alteration", old=link, new=heir))
        else:
            left.append(link)
    for link in left:
        heir = _take(waiting, link, same_party=False)
        lines.append(ChangeLine(action="replacement" if heir else "removal", old=link, new=heir))
    return (*lines, *(ChangeLine(action="addition", old=None, new=link) for link in waiting))


def _take(waiting: list[Link], old: Link, *, same_party: bool) -> Link | None:
    for index, link in enumerate(waiting):
        if (link.product_id, link.capacity) == (old.product_id, old.capacity) and (
            not same_party or link.subprocessor.id == old.subprocessor.id
        ):
            return waiting.pop(index)
    return None

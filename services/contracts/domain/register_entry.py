"""Entries of the registers: what was known of each on a day, and every revision of it."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from services.contracts.domain.form import Draft, Paragraph, Record
from services.contracts.domain.register_facts import AnyFacts, Ending, Facts, SubjectRequest
from services.contracts.domain.tenant import ReplyTerm
from services.contracts.domain.termination import ENDING_DAYS
from shared.errors import Invalid

Kind = Literal["instruction", "disclosure", "audit", "ending", "subject_request"]


class EntryDraft(Draft):
    facts: AnyFacts


class RevisionDraft(Draft):
    """``reason``: what happened since, or what was wrong. ``facts`` are told whole."""

    facts: AnyFacts
    reason: Paragraph


class Revision(Record):
    """``reason`` null: the first."""

    number: int
    client_id: UUID | None
    facts: AnyFacts
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime


class Entry(Record):
    """``due_on``: until when it must be done, where there is such a day; ``erased_on``: when the
    name of the person was removed.
    """

    id: UUID
    kind: Kind
    client_id: UUID | None
    client: str | None
    reference: str | None
    day: date
    due_on: date | None
    is_open: bool
    number: int
    facts: AnyFacts
    erased_on: date | None
    recorded_at: datetime


class EntryRead(Entry):
    revisions: tuple[Revision, ...]


class EntryPage(Record):
    items: tuple[Entry, ...]
    next: UUID | None


class EntryFilter(Record):
    """``on``: what was known on that day; ``from_day`` and ``until``: when it happened."""

    kind: Kind | None = None
    client_id: UUID | None = None
    is_open: bool | None = None
    due_before: date | None = None
    from_day: date | None = None
    until: date | None = None
    on: date | None = None


class Unfinished(Record):
    """An ended agreement of which nobody recorded that the data went; ``entry_id`` is the entry in
    which it was planned, if there is one.
    """

    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str
    ended_on: date
    end_choice: Literal["return", "delete"]
    due_on: date
    entry_id: UUID | None


class UnfinishedPage(Record):
    items: tuple[Unfinished, ...]
    next: str | None


def refuse_future(facts: Facts, today: date) -> None:
    """``Invalid`` when something that happened would lie ahead."""
    for name in facts.past:
        day = getattr(facts, name)
        if day and day > today:
            raise Invalid(
                "day-ahead", "What happened has a day that has come.", field=f"facts.{name}"
            )


def refuse_unchosen(ending: Ending, chosen: str) -> None:
    """``Invalid`` when the data went another way than the client chose, and nobody says why."""
    if ending.done and ending.done != chosen and not ending.deviation:
        raise Invalid(
            "choice-differs",
            f"The agreement says {chosen}; say why it was done otherwise.",
            field="facts.deviation",
        )


def due_of(facts: Facts, day: date, term: ReplyTerm | None, data_by: date | None) -> date | None:
    """Until when: the strictest of the provider's own term and one month (Art. 12(3) AVG) for the
    request of a data subject; for an end what the entry says, else ``data_by``, which the client
    was told, else thirty days after it.
    """
    if isinstance(facts, SubjectRequest):
        month = months_after(day, 1)
        return min(month, _promised(day, term)) if term else month
    if isinstance(facts, Ending):
        return facts.due_on or data_by or _days_after(day, ENDING_DAYS)
    return facts.due


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one (Regulation 1182/71, Art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _promised(day: date, term: ReplyTerm) -> date:
    if term.unit == "months":
        return months_after(day, term.count)
    return _days_after(day, term.count * (7 if term.unit == "weeks" else 1))


def _days_after(day: date, days: int) -> date:
    """The last day that there is, where it would lie beyond."""
    return day + timedelta(days=min(days, (date.max - day).days))

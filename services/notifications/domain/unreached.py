"""Who was told nothing yet that counts, what was tried, and what comes next."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.notifications.domain.delivery import Frozen, State
from services.notifications.domain.facts import ChangeFacts, Kind, NoticeFacts
from services.notifications.domain.letter import LETTERS, Letter
from shared.text import Text

Next = Literal[
    "being_told",  # somebody there is being written to now
    "check_log",  # the mail server's log says whether a message in doubt was taken
    "ask_letter",  # nobody is left to write to by mail: a letter
    "correct_address",  # as that, of what no letter is made of
    "letter_made",  # a letter is being made
    "post_letter",  # it can be printed and posted
    "posted",  # it was, by the word of staff
]


class Try(Frozen):
    """One person who was written to, and what came of it. ``escalation``: told because others at
    this client could not be reached."""

    id: UUID
    contact_id: UUID
    name: str
    email: str
    state: State
    attempts: int
    code: int | None
    reason: str | None
    reply: str | None
    at: datetime | None
    escalation: bool


class Unreached(Frozen):
    """One notice to one client that no mail server took responsibility for. ``title`` is that of
    what was to be told, where it has one; ``effective_on`` when a change is to hold; ``change_id``
    and ``incident_id`` of which change or breach it tells."""

    client_id: UUID
    client: str | None
    reference: str | None
    agreement_id: UUID | None
    notice_id: UUID
    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    incident_id: UUID | None
    title: Text | None
    effective_on: date | None
    since: datetime
    tries: tuple[Try, ...]
    next_step: Next
    letter: Letter | None


class UnreachedPage(Frozen):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[Unreached, ...]
    next: str | None


def what_next(kind: Kind, tries: Sequence[Try], letter: Letter | None) -> Next:
    """A letter that was asked for goes its way, whatever becomes of the mails."""
    if letter is not None:
        if letter.posted_on is not None:
            return "posted"
        return "letter_made" if letter.document_id is None else "post_letter"
    states = {one.state for one in tries}
    if states & {"queued", "sending"}:
        return "being_told"
    if "in_doubt" in states:
        return "check_log"
    return "ask_letter" if kind in LETTERS else "correct_address"


def effect_of(facts: NoticeFacts | None) -> date | None:
    return facts.effective_on if isinstance(facts, ChangeFacts) else None

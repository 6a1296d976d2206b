"""How the messages of an incident fared with each client (Art. 33(2) and (5) AVG)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.contracts.domain.form import Record
from services.contracts.domain.incident import StageKind

Fared = Literal["told", "by_letter", "unreached", "pending"]


class ToldClient(Record):
    """``told_at``: when a mail server took a message that did not come back; that is not proof that
    anybody read it. ``unreached_at``: when the last mail to it was known to have failed, or since
    when it was touched, where ``people`` is none: there is nobody to write to. ``posted_on``: the
    day on which a letter was handed to the post, on the word of staff."""

    client_id: UUID
    client: str
    people: int
    standing: Fared
    told_at: datetime | None
    unreached_at: datetime | None
    posted_on: date | None


class ToldClientPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[ToldClient, ...]
    next: UUID | None


class Counts(Record):
    """How many ``clients`` there are, each of them in one of the others."""

    clients: int = 0
    told: int = 0
    by_letter: int = 0
    unreached: int = 0
    pending: int = 0


class StageOutcomes(Counts):
    stage_id: UUID
    number: int
    kind: StageKind
    released_at: datetime


class IncidentOutcomes(Counts):
    """Counts each client once, by its last message of which something final is heard: who was
    reached by a later message than the one that failed was told. ``stages``: each by itself."""

    incident_id: UUID
    stages: tuple[StageOutcomes, ...] = ()

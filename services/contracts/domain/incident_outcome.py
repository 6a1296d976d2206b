"""How the messages of an incident fared with each client (Art. 33(2) and (5) AVG)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.contracts.domain.form import Record
from services.contracts.domain.incident import Asked, Incident, StageKind, Told
from shared.errors import Conflict

Fared = Literal["told", "by_letter", "unreached", "in_doubt", "pending"]


class Standing(Record):
    """``told_at``: when a mail server took a message that did not come back; that is not proof that
    anybody read it. ``unreached_at``: when the last mail to it was known to have failed, or since
    when it was touched, where there is nobody to write to. ``posted_on``: the day on which a letter
    was handed to the post, on the word of staff. ``delivered_at``: when the receiving side reported
    that it put the mail in the mailbox; few do."""

    standing: Fared
    told_at: datetime | None
    unreached_at: datetime | None
    posted_on: date | None
    delivered_at: datetime | None = None


class ToldClient(Standing):
    """``people``: how many were written to; none where there is nobody to write to."""

    client_id: UUID
    client: str
    people: int


class StageClient(ToldClient):
    """A client of one of the stages."""

    number: int
    kind: StageKind
    released_at: datetime


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
    in_doubt: int = 0
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


class RegisteredIncident(Incident):
    outcomes: IncidentOutcomes


class IncidentPage(Record):
    items: tuple[RegisteredIncident, ...]
    next: UUID | None


class ClientStage(Record):
    """``fared``: how it fared with this client; null for one of before it was touched."""

    id: UUID
    number: int
    kind: StageKind
    told: Told
    unknown: tuple[Asked, ...]
    released_at: datetime
    fared: Standing | None


class ClientIncident(Record):
    """An incident as a client that it touched was told of it."""

    id: UUID
    stages: tuple[ClientStage, ...]


class ClientIncidentPage(Record):
    items: tuple[ClientIncident, ...]
    next: UUID | None


def refuse_unreached(unreached: int, because: str | None) -> None:
    """``Conflict`` for a closing that would leave clients who were never reached, unsaid why. Of
    whom nothing final is heard yet nobody waits."""
    if unreached and because is None:
        raise Conflict(
            "clients-unreached",
            f"{unreached} of the clients that it touched were not reached by any mail or letter"
            " since. Send a letter, correct an address or add a contact, or say in"
            " unreached_because why it may be closed all the same.",
            unreached=unreached,
            ways=["letter", "contact", "reason"],
        )

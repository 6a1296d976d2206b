"""How the message of a stage of an incident fared with each client (Art. 33(2) and (5) AVG)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.contracts.domain.form import Record

Fared = Literal["told", "by_letter", "unreached", "pending"]


class ToldClient(Record):
    """``told_at``: when a mail server took a message that did not come back; that is not proof that
    anybody read it. ``unreached_at``: when the last mail to it was known to have failed.
    ``posted_on``: the day on which a letter was handed to the post, on the word of staff."""

    client_id: UUID
    client: str
    standing: Fared
    told_at: datetime | None
    unreached_at: datetime | None
    posted_on: date | None


class ToldClientPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[ToldClient, ...]
    next: UUID | None

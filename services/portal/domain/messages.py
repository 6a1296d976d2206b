"""What the people of a client were told, as they and who serves them find it."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen, Words


class Message(Seen):
    """``about`` is the change or the breach that it tells of; none where the kind says enough.
    ``notice_id``: the notice that it is one message of."""

    id: UUID
    notice_id: UUID | None = None
    kind: str
    name: str | None = None
    about: Words = None
    reference: str | None = None
    at: datetime
    proof: str = "none"
    seen_at: datetime | None = None
    acknowledged_at: datetime | None = None


class MessageList(Seen):
    items: tuple[Message, ...] = ()
    next: UUID | None = None
    unread: int | None = None


class Part(Seen):
    """One block of a text; ``rows`` are names and values."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()


class MessageText(Message):
    """``path`` is the page to which its action leads."""

    subject: str
    parts: tuple[Part, ...] = ()
    path: str | None = None

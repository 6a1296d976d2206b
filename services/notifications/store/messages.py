"""Notices as the people of one client find them in the portal."""

from datetime import datetime
from typing import cast
from uuid import UUID

from services.notifications.domain.delivery import Frozen, Person, State, Terms
from services.notifications.domain.facts import Kind, NoticeFacts
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Message(Frozen):
    """A delivery with what it told; ``person`` is null once that person was erased."""

    id: UUID
    notice_id: UUID
    kind: Kind
    subject_id: UUID
    contact_id: UUID
    recipient_id: UUID
    client_id: UUID
    terms: Terms
    created_at: datetime
    state: State
    facts: NoticeFacts
    person: Person | None
    seen_at: datetime | None
    delivered_at: datetime | None
    acknowledged_at: datetime | None


async def page(
    connection: Connection, client_id: UUID, contact_id: UUID | None, after: UUID | None, limit: int
) -> list[Message]:
    """The newest first; of one contact when ``contact_id`` says so."""
    rows = await connection.fetch(SQL["list_page"], client_id, contact_id, None, after, limit)
    return [Message.model_validate(dict(row)) for row in rows]


async def get(
    connection: Connection, client_id: UUID, contact_id: UUID | None, delivery_id: UUID
) -> Message:
    """Raise ``Missing`` for what is another's, or was stopped before it was told."""
    row = await connection.fetchrow(SQL["list_page"], client_id, contact_id, delivery_id, None, 1)
    if row is None:
        raise Missing("message-missing", "There is no such message.")
    return Message.model_validate(dict(row))


async def count_unread(connection: Connection, client_id: UUID, contact_id: UUID) -> int:
    return cast("int", await connection.fetchval(SQL["count_unread"], client_id, contact_id))

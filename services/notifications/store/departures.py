"""Who has left, and what still waited for them."""

from collections.abc import Sequence
from uuid import UUID

from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def add(connection: Connection, contacts: Sequence[UUID]) -> None:
    """Again it changes nothing."""
    await connection.execute(SQL["add"], list(contacts))


async def hasten(connection: Connection, contact_id: UUID) -> set[UUID]:
    """The chunks in which something waits for this person; it is due now."""
    rows = await connection.fetch(SQL["hasten"], contact_id)
    return {row["chunk_id"] for row in rows}

"""What a check and a report of evidence read beside the chains themselves."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Provable(NamedTuple):
    tenant_id: UUID
    notice_id: UUID


async def recipients(connection: Connection, notice_id: UUID) -> AsyncIterator[UUID]:
    """What contracts knows those by whom a notice is for, in order, streamed."""
    async for row in connection.cursor(SQL["recipients"], notice_id, prefetch=1000):
        # Of a class of the driver's own, which is slower to compare.
        yield UUID(int=row["recipient_id"].int)


async def provable(
    connection: Connection, wanted: UUID | None, after: UUID | None, most: int
) -> list[Provable]:
    """Notices of every tenant, identifiers only, in order: of this change, or this one alone."""
    rows = await connection.fetch(SQL["provable"], wanted, after, most)
    return [Provable(*row) for row in rows]


async def of_change(connection: Connection, change_id: UUID) -> list[UUID]:
    """The notices of a change, the first one first."""
    return [row["id"] for row in await connection.fetch(SQL["of_change"], change_id)]

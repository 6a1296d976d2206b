"""Steps of a change that outlast the request in which they were asked."""

from datetime import timedelta
from uuid import UUID

from services.portal.domain.long_steps import LOST_AFTER, LongStep
from services.portal.domain.reader import Reader
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def add(
    connection: Connection, reader: Reader, change_id: UUID, step: str, since: timedelta
) -> UUID:
    """``since``: how long ago it was asked."""
    step_id: UUID = await connection.fetchval(SQL["add"], change_id, step, reader.id, since)
    return step_id


async def end(connection: Connection, step_id: UUID, refusal: str | None) -> None:
    await connection.execute(SQL["end"], step_id, refusal)


async def read(connection: Connection, step_id: UUID) -> LongStep | None:
    row = await connection.fetchrow(SQL["read"], step_id, LOST_AFTER)
    return LongStep(**row) if row else None


async def going_on(connection: Connection, change_id: UUID) -> UUID | None:
    """The last one of which the end is still to come."""
    found: UUID | None = await connection.fetchval(SQL["going_on"], change_id, LOST_AFTER)
    return found

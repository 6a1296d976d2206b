from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.slack import Party, Promise
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def party(connection: Connection, subprocessor_id: UUID) -> Party | None:
    row = await connection.fetchrow(SQL["party"], subprocessor_id)
    return Party.model_validate(dict(row)) if row else None


async def used_page(
    connection: Connection, on: date, after: tuple[str, UUID], limit: int
) -> list[Party]:
    """Who processes our clients' data on a day, by name."""
    rows = await connection.fetch(SQL["used_page"], on, *after, limit)
    return [Party.model_validate(dict(row)) for row in rows]


async def used(connection: Connection, parties: Sequence[UUID], on: date) -> set[UUID]:
    rows = await connection.fetch(SQL["used"], list(parties), on)
    return {row["subprocessor_id"] for row in rows}


async def promises(connection: Connection, parties: Sequence[UUID], on: date) -> list[Promise]:
    """What the agreements of a day promise for the products for which these parties process."""
    rows = await connection.fetch(SQL["promises"], list(parties), on)
    return [Promise.model_validate(dict(row)) for row in rows]

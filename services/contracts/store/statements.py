from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.statement import (
    Statement,
    StatementDraft,
    StatementPage,
    StatementRead,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
_LAST = (date.max, UUID(int=2**128 - 1))


async def insert(connection: Connection, draft: StatementDraft, by: UUID | None) -> UUID:
    new_id: UUID = await connection.fetchval(SQL["insert"], draft, by)
    return new_id


async def read(connection: Connection, statement_id: UUID) -> StatementRead | None:
    row = await connection.fetchrow(SQL["read"], statement_id)
    return StatementRead.model_validate(dict(row)) if row else None


async def in_force(connection: Connection, on: date | None) -> StatementRead | None:
    """The one of a day, today if none is given; null before the first."""
    found: UUID | None = await connection.fetchval(SQL["in_force"], on)
    return await read(connection, found) if found else None


async def list_page(
    connection: Connection, on: date | None, after: str | None, limit: int
) -> StatementPage:
    """What begins last comes first; ``on``: the one that is in force that day."""
    place = page.decode_day(after) if after else _LAST
    rows = await connection.fetch(SQL["list_page"], *place, on, limit + 1)
    items = tuple(Statement.model_validate(dict(row)) for row in rows[:limit])
    last = items[-1] if len(rows) > limit else None
    return StatementPage(
        items=items, next=last and page.encode(last.effective_on.isoformat(), last.id)
    )


async def withdraw(
    connection: Connection, statement_id: UUID, reason: str, by: UUID | None
) -> None:
    await connection.execute(SQL["withdraw"], statement_id, reason, by)

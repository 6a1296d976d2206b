from uuid import UUID

from services.contracts.domain.legal_hold import LegalHold, LegalHoldDraft, LegalHoldPage
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, client_id: UUID, draft: LegalHoldDraft, by: UUID | None
) -> UUID:
    made: UUID = await connection.fetchval(SQL["insert"], client_id, draft.reason, draft.until, by)
    return made


async def read(connection: Connection, client_id: UUID, hold_id: UUID) -> LegalHold | None:
    row = await connection.fetchrow(SQL["read"], client_id, hold_id)
    return LegalHold.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection, client_id: UUID, after: UUID | None, limit: int
) -> LegalHoldPage:
    """The newest first."""
    rows = await connection.fetch(SQL["list_page"], client_id, after, limit + 1)
    items = tuple(LegalHold.model_validate(dict(row)) for row in rows[:limit])
    return LegalHoldPage(items=items, next=items[-1].id if len(rows) > limit else None)


async def standing(connection: Connection, client_id: UUID) -> LegalHold | None:
    """Of those that hold today the one that lasts longest."""
    row = await connection.fetchrow(SQL["standing"], client_id)
    return LegalHold.model_validate(dict(row)) if row else None


async def end(connection: Connection, hold_id: UUID, reason: str, by: UUID | None) -> None:
    await connection.execute(SQL["end"], hold_id, reason, by)

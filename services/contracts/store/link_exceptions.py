from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.link_exception import (
    ExceptionDraft,
    ExceptionPage,
    Held,
    LinkException,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def held(connection: Connection, link_id: UUID, client_id: UUID) -> Held | None:
    """Null when there is no such client."""
    row = await connection.fetchrow(SQL["held"], link_id, client_id)
    return Held.model_validate(dict(row)) if row else None


async def insert(
    connection: Connection, link_id: UUID, draft: ExceptionDraft, by: UUID | None
) -> None:
    """Keep what was decided, by whom and why."""
    await connection.execute(SQL["insert"], link_id, draft, by)


async def move(
    connection: Connection, link_id: UUID, client_id: UUID, to: tuple[date, date | None] | None
) -> None:
    """Let the link hold for the client in this range alone; null: nowhere."""
    lower, upper = to or (None, None)
    await connection.execute(SQL["move"], link_id, client_id, to is None, lower, upper)


async def read(connection: Connection, link_id: UUID, client_id: UUID) -> LinkException | None:
    rows = await connection.fetch(SQL["list_page"], client_id, page.FIRST, link_id, 1)
    return LinkException.model_validate(dict(rows[0])) if rows else None


async def list_page(
    connection: Connection, client_id: UUID, after: str | None, limit: int
) -> ExceptionPage:
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], client_id, last_id, None, limit + 1)
    items = tuple(LinkException.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ExceptionPage(items=items, next=page.encode("", items[-1].link_id) if more else None)

from uuid import UUID

from services.contracts.domain.period import Period, PeriodDraft, PeriodPage
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, agreement_id: UUID, draft: PeriodDraft, by: UUID | None
) -> Period:
    """With the agreement locked."""
    row = await connection.fetchrow(SQL["insert"], agreement_id, draft, by, draft.review_by)
    return Period.model_validate(dict(row or {}))


async def list_page(
    connection: Connection, agreement_id: UUID, after: int, limit: int
) -> PeriodPage:
    """The first recorded first."""
    rows = await connection.fetch(SQL["list_page"], agreement_id, after, limit + 1)
    items = tuple(Period.model_validate(dict(row)) for row in rows[:limit])
    return PeriodPage(items=items, next=str(items[-1].number) if len(rows) > limit else None)

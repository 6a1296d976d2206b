from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.agreement import Agreement, DriftLine, DriftPage
from services.contracts.domain.terms import Terms
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, client_id: UUID, terms: Terms, products: Sequence[UUID]
) -> UUID:
    """The next reference of the legal year, without gaps; products hold from today."""
    reference = await connection.fetchval(SQL["next_reference"])
    agreement_id: UUID = await connection.fetchval(SQL["insert"], client_id, reference, terms)
    await connection.execute(SQL["take"], agreement_id, list(products))
    return agreement_id


async def read(connection: Connection, agreement_id: UUID) -> Agreement | None:
    row = await connection.fetchrow(SQL["read"], agreement_id)
    return Agreement.model_validate(dict(row)) if row else None


async def of_client(connection: Connection, client_id: UUID) -> UUID | None:
    agreement_id: UUID | None = await connection.fetchval(SQL["of_client"], client_id)
    return agreement_id


async def end_today(connection: Connection, agreement_id: UUID) -> None:
    """From today nothing is processed under it; ending it twice changes nothing."""
    await connection.execute(SQL["end_today"], agreement_id)


async def list_drift(connection: Connection, after: str | None, limit: int) -> DriftPage:
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_drift"], last_id, limit + 1)
    items = tuple(DriftLine.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return DriftPage(items=items, next=page.encode("", items[-1].agreement_id) if more else None)

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.amendment import Amendment, AmendmentDraft, AmendmentPage
from services.contracts.domain.terms import Terms
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection,
    agreement_id: UUID,
    draft: AmendmentDraft,
    products: tuple[Sequence[UUID], Sequence[UUID]],
    by: UUID | None,
) -> UUID:
    """``products``: those that begin, and those that end."""
    begins, ends = (list(one) for one in products)
    made: UUID = await connection.fetchval(SQL["insert"], agreement_id, draft, begins, ends, by)
    return made


async def open_of(connection: Connection, agreements: Sequence[UUID]) -> dict[UUID, UUID]:
    """The open amendment by agreement; most have none."""
    rows = await connection.fetch(SQL["open_of"], list(agreements))
    return {row["agreement_id"]: row["id"] for row in rows}


async def open_id(connection: Connection, agreement_id: UUID) -> UUID | None:
    found: UUID | None = await connection.fetchval(SQL["open"], agreement_id)
    return found


async def withdraw(connection: Connection, amendment_id: UUID, by: UUID | None) -> bool:
    """False when it was withdrawn before."""
    return await connection.fetchval(SQL["withdraw"], amendment_id, by) is not None


async def read(connection: Connection, amendment_id: UUID) -> Amendment | None:
    row = await connection.fetchrow(SQL["read"], amendment_id, None, page.FIRST, 1)
    return Amendment.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection, agreement_id: UUID, after: str | None, limit: int
) -> AmendmentPage:
    """The first proposed first."""
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["read"], None, agreement_id, last_id, limit + 1)
    items = tuple(Amendment.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return AmendmentPage(items=items, next=page.encode("", items[-1].id) if more else None)


async def taken(
    connection: Connection, agreement_id: UUID, products: Sequence[UUID], day: date
) -> set[UUID]:
    """Which of these products the agreement takes on that day or later."""
    rows = await connection.fetch(SQL["taken"], agreement_id, list(products), day)
    return {row["product_id"] for row in rows}


async def move_products(connection: Connection, amendment_id: UUID, day: date) -> None:
    """Its products begin and end on that day."""
    await connection.execute(SQL["begin_products"], amendment_id, day)
    await connection.execute(SQL["end_products"], amendment_id, day)


async def agree(
    connection: Connection, agreement_id: UUID, terms_id: UUID, holds_from: date, terms: Terms
) -> None:
    """These terms hold from that day on, until others are agreed."""
    await connection.execute(SQL["agree"], agreement_id, terms_id, holds_from, terms)
    await connection.execute(SQL["put_terms"], agreement_id)


async def put_proposed(connection: Connection, agreement_id: UUID, terms: Terms) -> None:
    """As if they were agreed: for a look that is rolled back."""
    await connection.execute(SQL["put_proposed"], agreement_id, terms)

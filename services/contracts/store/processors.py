from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.link import Link
from services.contracts.domain.processors import (
    ProductLink,
    ProductLinks,
    Told,
    ToldPage,
    deadline,
)
from shared.database import Connection
from shared.sql import load
from shared.text import Text

SQL = load(__file__)


async def of_client(connection: Connection, client_id: UUID, on: date) -> list[Link]:
    """Every party that receives this client's data on a day, whatever its capacity."""
    rows = await connection.fetch(SQL["of_client"], client_id, on)
    return [Link.model_validate(dict(row)) for row in rows]


async def administration(connection: Connection, on: date) -> list[Link]:
    """Who processes for the provider's own administration on a day."""
    rows = await connection.fetch(SQL["administration"], on)
    return [Link.model_validate(dict(row)) for row in rows]


async def of_product(
    connection: Connection, product_id: UUID, on: date, after: str | None, limit: int
) -> ProductLinks | None:
    """In the order of the parties' names; null when there is no such product."""
    name = await connection.fetchval(SQL["product"], product_id)
    if name is None:
        return None
    rows = await connection.fetch(SQL["of_product"], product_id, on, *page.decode(after), limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return ProductLinks(
        on=on,
        product_id=product_id,
        product=Text.model_validate(name),
        items=tuple(ProductLink.model_validate(dict(row)) for row in rows[:limit]),
        next=last and page.encode(last["name_key"], last["link_id"]),
    )


async def is_product(connection: Connection, product_id: UUID) -> bool:
    return await connection.fetchval(SQL["product"], product_id) is not None


async def product_of_link(connection: Connection, link_id: UUID) -> tuple[UUID, UUID | None] | None:
    """The link and the product of which clients are told when it changes; null: no such link."""
    row = await connection.fetchrow(SQL["product_of_link"], link_id)
    return (row["id"], row["product_id"]) if row else None


async def told(
    connection: Connection, product_id: UUID, on: date, after: str | None, limit: int
) -> ToldPage:
    """In the order of the agreements, ``after`` is the agreement and contact of the last line."""
    agreement, contact = page.decode(after)
    rows = await connection.fetch(
        SQL["told"], product_id, on, page.key_id(agreement), contact, limit + 1
    )
    items = tuple(
        Told(
            **dict(row),
            deadline=deadline(on, row["notice_days"], row["objection_days"], row["day_kind"]),
        )
        for row in rows[:limit]
    )
    more = len(rows) > limit
    last = items[-1] if more else None
    return ToldPage(
        on=on, items=items, next=last and page.encode(last.agreement_id.hex, last.contact_id)
    )

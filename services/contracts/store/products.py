from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.product import (
    Product,
    ProductDraft,
    ProductEdit,
    ProductList,
    ProductPage,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Readiness(NamedTuple):
    """Whether an agreement may be issued for what was asked by key or id; ``id`` null: unknown."""

    word: str
    id: UUID | None
    key: str | None
    has_processing: bool
    has_links: bool
    missing: list[str]


class Unready(NamedTuple):
    """A product of which not all is said that an agreement must say."""

    key: str
    missing: list[str]


async def insert(connection: Connection, draft: ProductDraft) -> UUID | None:
    """Null when the key is taken."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    return new_id


async def list_page(
    connection: Connection,
    on: date | None,
    wanted: dict[str, Any],
    after: str | None,
    limit: int,
) -> ProductList:
    """``wanted``: ``q``, part of a key or a name, and ``complete``."""
    place, _ = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], wanted, on, place, limit + 1)
    items = tuple(Product.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ProductList(items=items, next=page.encode(items[-1].key, items[-1].id) if more else None)


async def read(
    connection: Connection, product_id: UUID, on: date | None = None
) -> ProductPage | None:
    """With its processings, as they stand or as they stood at the end of a day."""
    row = await connection.fetchrow(SQL["read"], product_id, on)
    return ProductPage.model_validate(dict(row)) if row else None


async def lock(connection: Connection, product_id: UUID) -> None:
    """Until the end of the transaction nobody else edits it."""
    await connection.execute(SQL["lock"], product_id)


async def update(connection: Connection, product_id: UUID, edit: ProductEdit) -> None:
    await connection.execute(SQL["update"], product_id, edit.given())


async def all_known(connection: Connection, ids: Collection[UUID]) -> bool:
    return bool(await connection.fetchval(SQL["known"], list(set(ids))) == len(set(ids)))


async def readiness(connection: Connection, words: Sequence[str]) -> list[Readiness]:
    return [Readiness(*row) for row in await connection.fetch(SQL["readiness"], list(words))]


async def unsaid(connection: Connection, product_id: UUID, days: Sequence[date]) -> list[str]:
    """What the processings of a product leave unsaid on one of these days."""
    rows = await connection.fetch(SQL["unsaid"], product_id, list(days))
    return [row["field"] for row in rows]


async def unready_of_agreements(
    connection: Connection, agreements: Sequence[UUID]
) -> Unready | None:
    """A product that one of these agreements takes today and that can't be issued."""
    row = await connection.fetchrow(SQL["unready_of_agreements"], list(agreements))
    return Unready(*row) if row else None


async def unready_of_change(connection: Connection, change_id: UUID) -> Unready | None:
    """A product that a change touches, that clients take, and that can't be issued."""
    row = await connection.fetchrow(SQL["unready_of_change"], change_id)
    return Unready(*row) if row else None

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain.product import ProcessingDraft, Product, ProductDraft, ProductPage
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Readiness(NamedTuple):
    """Whether an agreement may be issued for what was asked by key or id; ``id`` null: unknown."""

    word: str
    id: UUID | None
    has_processing: bool
    has_links: bool


async def insert(connection: Connection, draft: ProductDraft) -> UUID | None:
    """Null when the key is taken."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    return new_id


async def insert_processing(
    connection: Connection, product_id: UUID, draft: ProcessingDraft
) -> UUID | None:
    """Null when there is no such product."""
    new_id: UUID | None = await connection.fetchval(SQL["insert_processing"], product_id, draft)
    return new_id


async def list_all(connection: Connection) -> list[Product]:
    rows = await connection.fetch(SQL["list_all"])
    return [Product.model_validate(dict(row)) for row in rows]


async def read(connection: Connection, product_id: UUID) -> ProductPage | None:
    row = await connection.fetchrow(SQL["read"], product_id)
    return ProductPage.model_validate(dict(row)) if row else None


async def all_known(connection: Connection, ids: Collection[UUID]) -> bool:
    return bool(await connection.fetchval(SQL["known"], list(set(ids))) == len(set(ids)))


async def readiness(connection: Connection, words: Sequence[str]) -> list[Readiness]:
    return [Readiness(*row) for row in await connection.fetch(SQL["readiness"], list(words))]

"""What was ordered to go, what was asked of whom, and what has gone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.erasure import Category, Later, Now, Progress, Standing
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def standing(connection: Connection, client_id: UUID) -> Standing:
    row = await connection.fetchrow(SQL["standing"], client_id)
    assert row is not None, "a provider is there before its clients"
    return Standing.model_validate(dict(row))


async def progress(connection: Connection, client_id: UUID) -> list[Progress]:
    """Of every category, in the order in which a person reads them."""
    rows = await connection.fetch(SQL["progress"], client_id)
    return [Progress.model_validate(dict(row)) for row in rows]


async def order(connection: Connection, client_id: UUID, due_on: date, by: UUID | None) -> None:
    """Once; asked again it stays as it was."""
    await connection.execute(SQL["order"], client_id, due_on, by)


async def erase(connection: Connection, client_id: UUID, category: Now | Later) -> None:
    done = await connection.execute(SQL[category], client_id)
    await record(connection, client_id, category, int(done.split()[-1]))


async def record(connection: Connection, client_id: UUID, category: Category, rows: int) -> None:
    """Once; nothing happens for a client of which nobody ordered anything."""
    await connection.execute(SQL["record"], client_id, category, rows)


async def call(connection: Connection, client_id: UUID, categories: Sequence[Category]) -> None:
    """Another service was asked to erase these."""
    await connection.execute(SQL["call"], client_id, list(categories))


async def files(connection: Connection, client_id: UUID) -> list[UUID]:
    """Files in documents to which nothing but this client refers."""
    found: list[UUID] = await connection.fetchval(SQL["files"], client_id)
    return found


async def due(connection: Connection) -> list[tuple[UUID, UUID]]:
    """Tenant and client, at most 100."""
    return [(row["tenant_id"], row["client_id"]) for row in await connection.fetch(SQL["due"])]

"""What was ordered to go, and what has gone."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.domain.erasure import Later, Now
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def standing(connection: Connection, client_id: UUID) -> dict[str, Any]:
    row = await connection.fetchrow(SQL["standing"], client_id)
    assert row is not None, "a provider is there before its clients"
    return dict(row)


async def counts(connection: Connection, client_id: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in await connection.fetch(SQL["counts"], client_id)]


async def order(connection: Connection, client_id: UUID, due_on: date, by: UUID | None) -> None:
    """Once; asked again it stays as it was."""
    await connection.execute(SQL["order"], client_id, due_on, by)


async def erase(connection: Connection, client_id: UUID, category: Now | Later) -> None:
    done = await connection.execute(SQL[category], client_id)
    await connection.execute(SQL["record"], client_id, category, int(done.split()[-1]))


async def due(connection: Connection) -> list[tuple[UUID, UUID]]:
    """Tenant and client, at most 100."""
    return [(row["tenant_id"], row["client_id"]) for row in await connection.fetch(SQL["due"])]

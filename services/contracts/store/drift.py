from typing import NamedTuple
from uuid import UUID

import asyncpg

from services.contracts.domain import page
from services.contracts.domain.drift import (
    COUNTED,
    DriftLine,
    DriftPage,
    Mending,
    MendingDraft,
    MendingPage,
)
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)
ALL = 2_147_483_647


class DueMending(NamedTuple):
    tenant_id: UUID
    mending_id: UUID


class Claim(NamedTuple):
    """How far a mending is, and what it is to mend."""

    reached: UUID
    product_id: UUID | None
    reseller_id: UUID | None


async def list_page(
    connection: Connection, wanted: MendingDraft, after: str | None, limit: int
) -> DriftPage:
    """In the order in which the agreements were made."""
    _, last_id = page.decode(after)
    lines = await following(connection, wanted, last_id, limit + 1)
    count = await connection.fetchval(
        SQL["count"], wanted.product_id, wanted.reseller_id, COUNTED + 1
    )
    more = len(lines) > limit
    return DriftPage(
        items=tuple(lines[:limit]),
        next=page.encode("", lines[limit - 1].agreement_id) if more else None,
        count=min(count, COUNTED),
        more_than_counted=count > COUNTED,
    )


async def following(
    connection: Connection, wanted: MendingDraft, after: UUID, limit: int
) -> list[DriftLine]:
    """Those that drift, from the first after that agreement on."""
    rows = await connection.fetch(
        SQL["list_page"], after, wanted.product_id, wanted.reseller_id, limit
    )
    return [DriftLine.model_validate(dict(row)) for row in rows]


async def start(connection: Connection, draft: MendingDraft, by: UUID | None) -> Mending:
    """``Conflict`` while another one runs."""
    total = await connection.fetchval(SQL["count"], draft.product_id, draft.reseller_id, ALL)
    try:
        made = await connection.fetchval(
            SQL["start"], draft.product_id, draft.reseller_id, total, by
        )
    except asyncpg.UniqueViolationError as error:
        raise Conflict("mending-runs", "A mending runs already; wait until it is done.") from error
    row = await connection.fetchrow(SQL["read"], made)
    return Mending.model_validate(dict(row or {}))


async def read(connection: Connection, mending_id: UUID) -> Mending | None:
    row = await connection.fetchrow(SQL["read"], mending_id)
    return Mending.model_validate(dict(row)) if row else None


async def list_mendings(connection: Connection, after: str | None, limit: int) -> MendingPage:
    last_id = page.decode(after)[1] if after else None
    rows = await connection.fetch(SQL["list_mendings"], last_id, limit + 1)
    items = tuple(Mending.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return MendingPage(items=items, next=page.encode("", items[-1].id) if more else None)


async def due(connection: Connection) -> list[DueMending]:
    """Of any tenant."""
    return [DueMending(*row) for row in await connection.fetch(SQL["due"])]


async def claim(connection: Connection, mending_id: UUID) -> Claim | None:
    """Null when it is done, or another worker is at it."""
    row = await connection.fetchrow(SQL["claim"], mending_id)
    return Claim(*row) if row else None


async def advance(connection: Connection, mending_id: UUID, done: int, reached: UUID) -> None:
    await connection.execute(SQL["advance"], mending_id, done, reached)


async def finish(connection: Connection, mending_id: UUID, problem: str | None = None) -> None:
    await connection.execute(SQL["finish"], mending_id, problem)


async def sweep(connection: Connection) -> None:
    """Forget the groups that nobody belongs to any more; the links must be locked."""
    await connection.execute(SQL["sweep"])


async def due_groups(connection: Connection) -> list[UUID]:
    """Tenants with groups that were not weighed since the day or the catalogue changed."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["due_groups"])]


async def weigh(connection: Connection, limit: int) -> bool:
    """Weigh some of those groups, for whoever reads them next; whether there may be more."""
    return len(await connection.fetch(SQL["weigh"], limit)) == limit

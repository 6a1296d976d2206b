from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from services.contracts.domain.change import Counts
from services.contracts.domain.gate import (
    ClientApproval,
    Concern,
    Held,
    HeldCount,
    HeldPage,
    Standing,
    StandingCount,
    Standings,
    Wave,
)
from services.contracts.domain.page import FIRST
from services.contracts.store import links
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


# Below this many rows a wrong plan is quick too.
MANY = 1000
_APPROVALS = 200


class DueChange(NamedTuple):
    """``is_over``: it held for some, and nobody is left whom it could still concern."""

    tenant_id: UUID
    change_id: UUID
    is_over: bool


async def counts(connection: Connection, change_id: UUID) -> Counts:
    row = await connection.fetchrow(SQL["counts"], change_id)
    return Counts.model_validate(dict(row or {}))


async def counts_seen(connection: Connection, change_id: UUID) -> Counts:
    """Of the agreements that the reader may see, for whom that isn't all of them."""
    row = await connection.fetchrow(SQL["counts_seen"], change_id)
    return Counts.model_validate(dict(row or {}))


async def held(
    connection: Connection,
    change_id: UUID,
    limit: int,
    after: UUID | None = None,
    reason: Standing | None = None,
) -> list[Held]:
    """Who is still protected, in the order of their agreements."""
    rows = await connection.fetch(SQL["held"], change_id, after or FIRST, reason, limit)
    return [Held.model_validate(dict(row)) for row in rows]


async def held_page(
    connection: Connection,
    change_id: UUID,
    limit: int,
    after: UUID | None,
    reason: Standing | None,
) -> HeldPage:
    found = await held(connection, change_id, limit + 1, after, reason)
    items = tuple(found[:limit])
    return HeldPage(items=items, next=str(items[-1].agreement_id) if len(found) > limit else None)


async def reasons(connection: Connection, change_id: UUID) -> tuple[HeldCount, ...]:
    rows = await connection.fetch(SQL["reasons"], change_id)
    return tuple(HeldCount.model_validate(dict(row)) for row in rows)


async def standings(connection: Connection, change_id: UUID) -> Standings:
    counted = await connection.fetch(SQL["standings"], change_id)
    approved = await connection.fetch(SQL["approvals"], change_id, _APPROVALS)
    return Standings(
        counts=tuple(StandingCount.model_validate(dict(row)) for row in counted),
        approvals=tuple(ClientApproval.model_validate(dict(row)) for row in approved),
        approved=await connection.fetchval(SQL["approved"], change_id),
    )


async def waves(connection: Connection, change_id: UUID) -> tuple[Wave, ...]:
    rows = await connection.fetch(SQL["waves"], change_id)
    return tuple(Wave.model_validate(dict(row)) for row in rows)


async def concern(connection: Connection, change_id: UUID, client_id: UUID) -> Concern | None:
    """What a change means for one client; null when it was not told of it."""
    row = await connection.fetchrow(SQL["concern"], change_id, client_id, None)
    return Concern.model_validate(dict(row)) if row else None


async def concern_of(connection: Connection, change_id: UUID, agreement_id: UUID) -> Concern | None:
    """The same, by agreement."""
    row = await connection.fetchrow(SQL["concern"], change_id, None, agreement_id)
    return Concern.model_validate(dict(row)) if row else None


async def open_wave(connection: Connection, change_id: UUID, by: UUID | None) -> tuple[int, UUID]:
    """Its number and its id."""
    row = await connection.fetchrow(SQL["open_wave"], change_id, by)
    assert row is not None
    return row["number"], row["id"]


async def activate(
    connection: Connection, change_id: UUID, wave: int, today: date, *, at_once: bool
) -> int:
    """How many agreements go in this wave: all that are clear, or none before the last."""
    gone: int = await connection.fetchval(SQL["activate"], change_id, wave, today, at_once)
    await connection.execute(SQL["add_up"], change_id)
    await count_again(connection, gone)
    return gone


async def move_links(connection: Connection, change_id: UUID, wave: int) -> None:
    """The links of a wave from today; the first wave moves them for everybody but the held,
    also for who had gone by then.

    ``Conflict`` when a party was given such a link since the change was published.
    """
    if wave == 1:
        await connection.execute(SQL["pass_by"], change_id)
        await connection.execute(SQL["end_agreed"], change_id)
        held = await connection.execute(SQL["hold_back"], change_id)
        await count_again(connection, int(held.rpartition(" ")[2]))
        try:
            await connection.execute(SQL["move_links"], change_id)
        except asyncpg.ExclusionViolationError as error:
            raise links.overlap() from error
    await connection.execute(SQL["release"], change_id, wave)


async def take_back(connection: Connection, change_id: UUID, client_id: UUID) -> None:
    """End for one client, today, what a change began for it."""
    await connection.execute(SQL["take_back"], change_id, client_id)


async def conclude(connection: Connection, change_id: UUID) -> None:
    """Nobody is left for whom it might still take effect."""
    await connection.execute(SQL["conclude"], change_id)


async def count_again(connection: Connection, rows: int) -> None:
    """Tell the planner about so many new rows, in the transaction that made them."""
    if rows >= MANY:
        await connection.execute(SQL["count_again"])


async def due(connection: Connection) -> list[DueChange]:
    """Changes of any tenant of which somebody may go today, or nobody is left."""
    return [DueChange(*row) for row in await connection.fetch(SQL["due"])]


async def running(connection: Connection) -> list[UUID]:
    """Changes of this provider that were announced and don't hold for everybody yet."""
    return [row["change_id"] for row in await connection.fetch(SQL["running"])]

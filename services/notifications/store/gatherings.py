"""How far the reading of a notice's recipients has come."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from services.notifications.domain.delivery import Frozen
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Gathering(Frozen):
    id: UUID
    notice_id: UUID
    recipient_id: UUID | None
    position: str | None
    finished: bool


class Progress(NamedTuple):
    open: int
    problem: dict[str, Any] | None


class Unfinished(NamedTuple):
    """``work`` names the entrypoint of the queue."""

    work: str
    tenant_id: UUID
    id: UUID


async def add(connection: Connection, notice_id: UUID, recipient_id: UUID | None) -> UUID | None:
    """The new gathering, or None when there was one already."""
    return cast("UUID | None", await connection.fetchval(SQL["add"], notice_id, recipient_id))


async def get(connection: Connection, gathering_id: UUID) -> Gathering:
    row = await connection.fetchrow(SQL["get"], gathering_id)
    if row is None:
        raise Missing("gathering-missing", "There is no such gathering.")
    return Gathering.model_validate(dict(row))


async def advance(
    connection: Connection, gathering_id: UUID, position: str | None, *, finished: bool
) -> None:
    await connection.execute(SQL["advance"], gathering_id, position, finished)


async def state_problem(
    connection: Connection, gathering_id: UUID, problem: dict[str, Any]
) -> None:
    await connection.execute(SQL["state_problem"], gathering_id, problem)


async def running(connection: Connection, notice_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["running"], notice_id))


async def progress(connection: Connection, notice_id: UUID) -> Progress:
    row = await connection.fetchrow(SQL["progress"], notice_id)
    assert row is not None
    return Progress(row["open"], row["problem"])


async def urgent(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these gatherings and chunks, of every tenant, that tell of an incident."""
    return {row["id"] for row in await connection.fetch(SQL["urgent"], list(ids))}


async def unfinished(connection: Connection) -> list[Unfinished]:
    """Work of every tenant, identifiers only."""
    return [Unfinished(*row) for row in await connection.fetch(SQL["unfinished"])]

"""Runs of renderings in PostgreSQL."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.documents.domain.progress import WINDOW, Obstacle
from services.documents.domain.rendering import Rendering
from services.documents.domain.run import Cause, Counted, Pause, Run, speed
from shared.database import Connection
from shared.errors import DomainError, Missing
from shared.sql import load

SQL = load(__file__)


async def join(connection: Connection, cause: Cause, change_id: UUID | None) -> UUID:
    """The run of today with this cause."""
    found = await connection.fetchval(SQL["find"], cause, change_id)
    if found is None:
        await connection.execute(SQL["begin"], cause, change_id)
        found = await connection.fetchval(SQL["find"], cause, change_id)
    run_id: UUID = found
    return run_id


async def waiting(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and run of what can be made now, in any tenant."""
    rows = await connection.fetch(SQL["waiting"], most)
    return [(row["tenant_id"], row["run_id"]) for row in rows]


async def claim(
    connection: Connection, run_id: UUID, most: int, lease: timedelta
) -> list[Rendering]:
    """Renderings that nobody else claims before the lease is over."""
    rows = await connection.fetch(SQL["claim"], run_id, most, lease)
    return [Rendering.model_validate(dict(row)) for row in rows]


async def release(
    connection: Connection, renderings: Sequence[UUID], problem: DomainError | None, wait: timedelta
) -> None:
    """They may be claimed again after ``wait``; what they stumbled on can be read meanwhile."""
    code, detail = (problem.code, problem.detail) if problem else (None, None)
    await connection.execute(SQL["release"], list(renderings), code, detail, wait)


async def announce(connection: Connection, renderings: Sequence[UUID]) -> set[UUID]:
    """Those that this call was the one to announce."""
    rows = await connection.fetch(SQL["announce"], list(renderings))
    return {row["id"] for row in rows}


async def read(connection: Connection, run_id: UUID) -> Run:
    row = await connection.fetchrow(SQL["read"], run_id)
    if row is None:
        raise Missing("run-missing", "There is no such run of renderings.")
    return await _counted(connection, dict(row))


async def page(connection: Connection, after: UUID | None, limit: int) -> list[Run]:
    """The newest first."""
    rows = await connection.fetch(SQL["page"], after, limit)
    return [await _counted(connection, dict(row)) for row in rows]


async def pause(connection: Connection, run_id: UUID, by: UUID | None) -> bool:
    """False when it is paused already."""
    return await connection.fetchval(SQL["pause"], run_id, by) is not None


async def resume(connection: Connection, run_id: UUID, by: UUID | None) -> bool:
    """False when it is not paused."""
    return await connection.fetchval(SQL["resume"], run_id, by) is not None


async def _counted(connection: Connection, run: dict[str, Any]) -> Run:
    row = await connection.fetchrow(SQL["counted"], run["id"], WINDOW)
    counted = Counted.model_validate(dict(row or {}))
    obstacles = await connection.fetch(SQL["obstacles"], run["id"])
    standing = await connection.fetchrow(SQL["standing_pause"], run["id"])
    per_minute, ready_at = speed(counted, run["begun_at"])
    return Run(
        **run,
        **counted.model_dump(include={"asked", "made", "complete"}),
        failed=[Obstacle.model_validate(dict(one)) for one in obstacles],
        per_minute=per_minute,
        ready_at=None if standing else ready_at,
        pause=Pause.model_validate(dict(standing)) if standing else None,
    )

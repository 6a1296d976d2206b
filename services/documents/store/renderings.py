"""Renderings in PostgreSQL."""

from datetime import timedelta
from uuid import UUID

from services.documents.domain.rendering import Rendering, Variant
from shared.database import Connection
from shared.errors import DomainError, Missing
from shared.sql import load

SQL = load(__file__)


async def request(
    connection: Connection,
    agreement_id: UUID,
    version_id: UUID,
    client_id: UUID,
    variant: Variant,
    run_id: UUID | None = None,
) -> UUID | None:
    """The new rendering's id; null when this version and variant were asked for before. One of a
    run is made with the others of it, any other is left to the caller to enqueue."""
    made: UUID | None = await connection.fetchval(
        SQL["request"], agreement_id, version_id, client_id, variant, run_id
    )
    return made


async def get(connection: Connection, rendering_id: UUID) -> Rendering:
    row = await connection.fetchrow(SQL["get"], rendering_id)
    if row is None:
        raise Missing("rendering-missing", "There is no such rendering.")
    return Rendering.model_validate(dict(row))


async def of_version(
    connection: Connection, version_id: UUID, client_id: UUID | None
) -> list[Rendering]:
    """The oldest first; only those of `client_id` unless that is null."""
    rows = await connection.fetch(SQL["of_version"], version_id, client_id)
    return [Rendering.model_validate(dict(row)) for row in rows]


async def unfinished_page(
    connection: Connection, after: UUID | None, problem: str | None, *, failed: bool, limit: int
) -> list[Rendering]:
    """The oldest first; only those that failed on ``problem``, or at all."""
    rows = await connection.fetch(SQL["unfinished_page"], after, problem, failed, limit)
    return [Rendering.model_validate(dict(row)) for row in rows]


async def retry(connection: Connection, rendering_id: UUID) -> Rendering | None:
    """It is tried again from now on; null when there is nothing to try."""
    row = await connection.fetchrow(SQL["retry"], rendering_id)
    return None if row is None else Rendering.model_validate(dict(row))


async def announce(connection: Connection, rendering_id: UUID) -> bool:
    """Whether this call was the one that announced it."""
    return await connection.fetchval(SQL["announce"], rendering_id) is not None


async def complete(connection: Connection, rendering_id: UUID) -> None:
    await connection.execute(SQL["complete"], rendering_id)


async def postpone(
    connection: Connection, rendering_id: UUID, problem: DomainError, wait: timedelta
) -> None:
    """Keep what went wrong, and leave the rendering to the sweep from `wait` on."""
    await connection.execute(SQL["postpone"], rendering_id, problem.code, problem.detail, wait)


async def unfinished(
    connection: Connection, *, with_pdf: bool, most: int
) -> list[tuple[UUID, UUID]]:
    """Tenant and id of what is due in any tenant; without PDF engine not what waits for one."""
    rows = await connection.fetch(SQL["unfinished"], with_pdf, most)
    return [(row["tenant_id"], row["id"]) for row in rows]

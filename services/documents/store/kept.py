"""What lies in storage and for whom; first what is on its way there."""

from collections.abc import Sequence
from uuid import UUID

from services.documents.domain.stored import Stored, Swept
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, key: str) -> UUID:
    """Tell, before it is stored, what will be; what comes back is told again in ``record``."""
    await lock(connection, key)
    begun: UUID = await connection.fetchval(SQL["begin"], key)
    return begun


async def abandon(connection: Connection, begun: UUID) -> None:
    """It was stored for nobody, or was not stored at all."""
    await connection.execute(SQL["abandon"], begun)


async def record(connection: Connection, begun: UUID, holder: UUID, thing: Stored) -> None:
    """``holder`` has it from now on. ``Swept`` when that comes more than half a day after it began:
    then what was stored may be gone."""
    await lock(connection, thing.key)
    kept = await connection.fetchval(
        SQL["record"], begun, holder, thing.key, thing.digest, thing.size
    )
    if kept is None:
        raise Swept


async def release(connection: Connection, holders: Sequence[UUID], client_id: UUID) -> None:
    """They have it no longer; what nobody has is removed from storage by the sweep."""
    await connection.execute(SQL["release"], list(holders), client_id)


async def lock(connection: Connection, key: str) -> None:
    await connection.execute(SQL["lock"], key)


async def is_kept(connection: Connection, key: str) -> bool:
    return bool(await connection.fetchval(SQL["is_kept"], key))


async def is_under_way(connection: Connection, key: str) -> bool:
    """Whether somebody may be storing it this very moment."""
    return bool(await connection.fetchval(SQL["is_under_way"], key))


async def stranded(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and identifier of what has been on its way for longer than a day."""
    rows = await connection.fetch(SQL["stranded"], most)
    return [(row["tenant_id"], row["id"]) for row in rows]


async def key_of(connection: Connection, begun: UUID) -> str | None:
    key: str | None = await connection.fetchval(SQL["key_of"], begun)
    return key

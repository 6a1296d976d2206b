"""What lies in storage and for whom; first what is on its way there."""

from collections.abc import Sequence
from uuid import UUID

from services.documents.domain.stored import Stored, Swept
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, key: str) -> UUID:
    """Tell, before it is stored, what will be; what comes back is told again in ``record``."""
    (begun,) = await begin_many(connection, [key])
    return begun


async def begin_many(connection: Connection, keys: Sequence[str]) -> list[UUID]:
    """As ``begin`` for each, in the order of ``keys``."""
    await _lock(connection, keys)
    rows = await connection.fetch(SQL["begin"], list(keys))
    # Rows of the same key are as good as each other.
    left = sorted(((row["object_key"], row["id"]) for row in rows), reverse=True)
    begun = {place: left.pop()[1] for place in sorted(range(len(keys)), key=keys.__getitem__)}
    return [begun[place] for place in range(len(keys))]


async def abandon(connection: Connection, begun: UUID) -> None:
    """It was stored for nobody, or was not stored at all."""
    await connection.execute(SQL["abandon"], begun)


async def postpone(connection: Connection, begun: UUID) -> None:
    """Storage keeps this under a lock: it is asked again in an hour."""
    await connection.execute(SQL["postpone"], begun)


async def record(connection: Connection, begun: UUID, holder: UUID, thing: Stored) -> None:
    """``holder`` has it from now on. ``Swept`` when that comes more than half a day after it began:
    then what was stored may be gone."""
    await record_many(connection, [(begun, holder, thing)])


async def record_many(connection: Connection, stored: Sequence[tuple[UUID, UUID, Stored]]) -> None:
    """As ``record`` for each: what began, the holder, and what was stored."""
    await _lock(connection, [thing.key for _, _, thing in stored])
    told = [
        {
            "begun": begun,
            "holder": holder,
            "object_key": thing.key,
            "digest": f"\\x{thing.digest.hex()}",
            "size": thing.size,
        }
        for begun, holder, thing in stored
    ]
    if len(await connection.fetch(SQL["record"], told)) != len(stored):
        raise Swept


async def release(connection: Connection, holders: Sequence[UUID], client_id: UUID) -> None:
    """They have it no longer; what nobody has is removed from storage by the sweep."""
    await connection.execute(SQL["release"], list(holders), client_id)


async def lock(connection: Connection, key: str) -> None:
    await _lock(connection, [key])


async def _lock(connection: Connection, keys: Sequence[str]) -> None:
    """In one order, so that no two who lock many wait for each other."""
    await connection.execute(SQL["lock"], sorted(keys))


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

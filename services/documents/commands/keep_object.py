"""Keep bytes in storage: told before they go, read back, recorded after.

Killed at any line, nothing is recorded that is not in storage. What lies there for nobody is found
by what was told, and swept out a day later.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from services.documents.domain.stored import ClientErased, Locked, Stored
from services.documents.store import kept
from services.documents.store.objects import Objects
from shared.database import Connection, Pool, system_transaction, tenant_transaction

_BATCH = 100


async def keep_object(
    pool: Pool, objects: Objects, tenant_id: UUID, thing: Stored, content: bytes
) -> UUID:
    """What remains is ``kept.record`` with what comes back, in the transaction that names whose the
    bytes are."""
    async with tenant_transaction(pool, tenant_id) as connection:
        begun = await kept.begin(connection, thing.key)
    await objects.store(thing, content)
    return begun


@asynccontextmanager
async def recording(
    pool: Pool, objects: Objects, tenant_id: UUID, begun: UUID
) -> AsyncIterator[Connection]:
    """The transaction that names whose the bytes are. ``ClientErased`` in it takes them out of
    storage again: what is of somebody erased meanwhile does not wait for a day."""
    try:
        async with tenant_transaction(pool, tenant_id) as connection:
            yield connection
    except ClientErased:
        async with tenant_transaction(pool, tenant_id) as connection:
            await _discard(connection, objects, begun)
        raise


async def _discard(connection: Connection, objects: Objects, begun: UUID) -> None:
    key = await kept.key_of(connection, begun)
    if key is not None:
        await kept.lock(connection, key)
        await kept.abandon(connection, begun)
        await remove_unwanted(connection, objects, key)


async def sweep_stranded(pool: Pool, objects: Objects) -> int:
    """Remove what was stored for nobody; how many of those there were. What storage keeps under a
    lock is asked again in an hour."""
    async with system_transaction(pool) as connection:
        found = await kept.stranded(connection, _BATCH)
    for tenant_id, begun in found:
        async with tenant_transaction(pool, tenant_id) as connection:
            await _sweep(connection, objects, begun)
    return len(found)


async def _sweep(connection: Connection, objects: Objects, begun: UUID) -> None:
    key = await kept.key_of(connection, begun)
    if key is None:
        return
    try:
        await remove_unwanted(connection, objects, key)
    except Locked:
        await kept.postpone(connection, begun)
        return
    await kept.abandon(connection, begun)


async def remove_unwanted(connection: Connection, objects: Objects, key: str) -> bool:
    """Whether it is settled: removed, or still held by somebody. False while somebody is storing
    the same bytes. ``Unavailable`` while storage keeps it."""
    await kept.lock(connection, key)
    if await kept.is_under_way(connection, key):
        return False
    if not await kept.is_kept(connection, key):
        await objects.remove(key)
        await objects.require_absent(key)
    return True

"""Keep a file: told before it is stored, read back, recorded after.

Killed in between, the caller never heard of a file and hands it in again: the same bytes lie under
the same key. What nobody hands in again is swept out of storage.
"""

from uuid import UUID

from services.documents.domain.file import Received, key
from services.documents.store import files
from services.documents.store.objects import Objects
from shared.database import Pool, system_transaction, tenant_transaction

_BATCH = 100


async def store_file(
    pool: Pool, objects: Objects, tenant_id: UUID, told: Received, content: bytes
) -> None:
    """What remains is to record it as a file."""
    async with tenant_transaction(pool, tenant_id) as connection:
        await files.begin(connection, told.digest)
    await objects.store(key(tenant_id, told.digest), content, told.media_type)


async def sweep_files(pool: Pool, objects: Objects) -> int:
    """Remove what was stored for nobody; how many of those there were."""
    async with system_transaction(pool) as connection:
        found = await files.stranded(connection, _BATCH)
    for tenant_id, digest in found:
        async with tenant_transaction(pool, tenant_id) as connection:
            if await files.take_stranded(connection, digest):
                await objects.remove(key(tenant_id, digest))
    return len(found)

"""Take everything of a client that left out of storage.

First it is told what goes, and from then on nobody reads it; then storage is emptied, again and
again until it says that nothing is there; only then the others hear that it is done.
"""

from uuid import UUID

from services.documents.commands.keep_object import remove_unwanted
from services.documents.domain.stored import Locked
from services.documents.store import dossiers, erasures, kept, letters, record_documents
from services.documents.store.objects import Objects
from shared.database import Connection, Pool, system_transaction, tenant_transaction
from shared.errors import Unavailable
from shared.events import ErasureDone, ErasureOrdered, Event
from shared.logs import log
from shared.outbox import append

_BATCH = 100


async def on_erasure(connection: Connection, event: Event) -> None:
    assert isinstance(event, ErasureOrdered)
    erased: dict[str, int] = {}
    if "documents" in event.categories:
        await erasures.order(connection, event.client_id)
        taken = await erasures.take_documents(connection, event.client_id)
        taken += await record_documents.erase(connection, event.client_id)
        taken += await letters.erase(connection, event.client_id)
        erased["documents"] = taken
        await _take_dossiers(connection, event.client_id)
    if "files" in event.categories:
        taken = await erasures.take_files(connection, event.client_id, event.files)
        erased["files"] = taken
    if erased:
        await erasures.reply_later(connection, event.client_id, erased)


async def _take_dossiers(connection: Connection, client_id: UUID) -> None:
    """Copies of what goes, made or being made."""
    found = await dossiers.standing(connection, client_id)
    await kept.release(connection, found, client_id)
    await dossiers.remove(connection, found)


async def empty_storage(pool: Pool, objects: Objects) -> None:
    """Of every client of whom something is to go; what storage refuses is tried again."""
    async with system_transaction(pool) as connection:
        found = await erasures.unerased(connection, _BATCH)
    for tenant_id, client_id in found:
        try:
            await _empty(pool, objects, tenant_id, client_id)
        except Unavailable as failure:
            log.warning("erasure postponed", client_id=str(client_id), code=failure.code)


async def _empty(pool: Pool, objects: Objects, tenant_id: UUID, client_id: UUID) -> None:
    async with tenant_transaction(pool, tenant_id) as connection:
        keys = await erasures.removals(connection, client_id, _BATCH)
    for key in keys:
        async with tenant_transaction(pool, tenant_id) as connection:
            await _remove(connection, objects, client_id, key)
    async with tenant_transaction(pool, tenant_id) as connection:
        for erased in await erasures.replies(connection, client_id):
            done = ErasureDone(tenant_id=tenant_id, client_id=client_id, erased=erased)
            await append(connection, done)


async def _remove(connection: Connection, objects: Objects, client_id: UUID, key: str) -> None:
    """``Unavailable`` while somebody hands in the same bytes, or storage keeps them."""
    try:
        settled = await remove_unwanted(connection, objects, key)
    except Locked:
        await erasures.postpone(connection, client_id, key)
        return
    if not settled:
        raise Unavailable("file-under-way", "The same bytes are being handed in.")
    await erasures.removed(connection, client_id, key)

"""One attempt at a whole file, what a crash left of others, and what becomes of old ones."""

from uuid import UUID

from services.documents.commands.attempt import attempt
from services.documents.commands.make_dossier import Archive, make_dossier
from services.documents.store import dossiers, kept
from shared.database import Pool, system_transaction, tenant_transaction

_BATCH = 100


async def work_on_dossier(archive: Archive, tenant_id: UUID, dossier_id: UUID) -> None:
    """Retries are stated at ``attempt``."""
    making = make_dossier(archive, tenant_id, dossier_id)
    await attempt(archive.pool, tenant_id, dossier_id, making, dossiers)


async def sweep_dossiers(pool: Pool) -> int:
    """Enqueue what is due, take away what lay there long enough; how many that were."""
    async with system_transaction(pool) as connection:
        found = await dossiers.due(connection, _BATCH)
        for one in found:
            if not one.expired:
                await dossiers.enqueue(connection, one.tenant_id, one.id)
    for one in found:
        if one.expired:
            await _expire(pool, one.tenant_id, one.id)
    return len(found)


async def _expire(pool: Pool, tenant_id: UUID, dossier_id: UUID) -> None:
    """What empties storage for clients that left removes it too."""
    async with tenant_transaction(pool, tenant_id) as connection:
        dossier = await dossiers.read(connection, dossier_id)
        await kept.release(connection, [dossier_id], dossier.client_id)
        await dossiers.remove(connection, [dossier_id])

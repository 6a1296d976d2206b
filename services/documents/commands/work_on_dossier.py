"""One attempt at a whole file, what follows when it fails, and what becomes of old ones."""

from datetime import timedelta
from uuid import UUID

from services.documents.commands.make_dossier import Archive, make_dossier
from services.documents.domain.rendering import wait_after
from services.documents.store import dossiers, kept
from shared.database import Pool, system_transaction, tenant_transaction
from shared.errors import Conflict, DomainError, Missing
from shared.logs import log

_HOPELESS = timedelta(hours=1)
_BATCH = 100


async def work_on_dossier(archive: Archive, tenant_id: UUID, dossier_id: UUID) -> None:
    """What fails is kept for a person to read. The sweep tries it again after 1, 2, 4 … 300
    seconds, and after an hour when waiting mends nothing."""
    try:
        await make_dossier(archive, tenant_id, dossier_id)
    except DomainError as failure:
        await _postpone(archive.pool, tenant_id, dossier_id, failure)
    except Exception as failure:
        log.error("dossier failed", dossier_id=str(dossier_id), exc_info=failure)
        problem = DomainError("internal", f"Making it failed ({type(failure).__name__}).")
        await _postpone(archive.pool, tenant_id, dossier_id, problem)


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
        dossier = await dossiers.get(connection, dossier_id, None)
        await kept.release(connection, [dossier_id], dossier.client_id)
        await dossiers.remove(connection, [dossier_id])


async def _postpone(pool: Pool, tenant_id: UUID, dossier_id: UUID, problem: DomainError) -> None:
    log.warning("dossier postponed", dossier_id=str(dossier_id), problem=problem.code)
    async with tenant_transaction(pool, tenant_id) as connection:
        attempts = (await dossiers.get(connection, dossier_id, None)).attempts
        hopeless = isinstance(problem, Missing | Conflict)
        wait = _HOPELESS if hopeless else wait_after(attempts)
        await dossiers.postpone(connection, dossier_id, problem, wait)

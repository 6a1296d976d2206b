"""One attempt at a document of the record, and what follows when it fails."""

from datetime import timedelta
from uuid import UUID

from services.documents.commands.make_record_document import make_record_document
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.rendering import wait_after
from services.documents.store import record_documents
from shared.database import Pool, system_transaction, tenant_transaction
from shared.errors import Conflict, DomainError, Invalid
from shared.logs import log

# Something that waiting does not mend: a person has to. It is tried again all the same.
_HOPELESS = timedelta(hours=1)
_BATCH = 100


async def work_on_record_document(
    shop: Workshop, tenant_id: UUID, record_document_id: UUID
) -> None:
    """What fails is kept for a person to read. The sweep tries it again after 1, 2, 4 … 300
    seconds, and after an hour when waiting mends nothing; it is never given up."""
    try:
        await make_record_document(shop, tenant_id, record_document_id)
    except DomainError as failure:
        await _postpone(shop.pool, tenant_id, record_document_id, failure)
    except Exception as failure:
        log.error(
            "record document failed", record_document_id=str(record_document_id), exc_info=failure
        )
        problem = DomainError("internal", f"Making it failed ({type(failure).__name__}).")
        await _postpone(shop.pool, tenant_id, record_document_id, problem)


async def sweep_record_documents(pool: Pool) -> int:
    """Enqueue what is due in whatever tenant; how many that were."""
    async with system_transaction(pool) as connection:
        found = await record_documents.due(connection, _BATCH)
        for tenant_id, record_document_id in found:
            await record_documents.enqueue(connection, tenant_id, record_document_id)
    return len(found)


async def _postpone(
    pool: Pool, tenant_id: UUID, record_document_id: UUID, problem: DomainError
) -> None:
    log.warning(
        "record document postponed",
        record_document_id=str(record_document_id),
        problem=problem.code,
    )
    async with tenant_transaction(pool, tenant_id) as connection:
        attempts = (await record_documents.read(connection, record_document_id)).attempts
        hopeless = isinstance(problem, Invalid | Conflict)
        wait = _HOPELESS if hopeless else wait_after(attempts)
        await record_documents.postpone(connection, record_document_id, problem, wait)

"""One attempt at a document of the record, and what a crash left of others."""

from uuid import UUID

from services.documents.commands.attempt import attempt
from services.documents.commands.make_record_document import make_record_document
from services.documents.commands.render_agreement import Workshop
from services.documents.store import record_documents
from shared.database import Pool, system_transaction

_BATCH = 100


async def work_on_record_document(
    shop: Workshop, tenant_id: UUID, record_document_id: UUID
) -> None:
    """Retries are stated at ``attempt``."""
    making = make_record_document(shop, tenant_id, record_document_id)
    await attempt(shop.pool, tenant_id, record_document_id, making, record_documents)


async def sweep_record_documents(pool: Pool) -> int:
    """Enqueue what is due in whatever tenant; how many that were."""
    async with system_transaction(pool) as connection:
        found = await record_documents.due(connection, _BATCH)
        for tenant_id, record_document_id in found:
            await record_documents.enqueue(connection, tenant_id, record_document_id)
    return len(found)

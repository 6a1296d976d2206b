"""One attempt at a letter, and what a crash left of others."""

from uuid import UUID

from services.documents.commands.attempt import attempt
from services.documents.commands.make_letter import make_letter
from services.documents.commands.render_agreement import Workshop
from services.documents.store import letters
from shared.database import Pool, system_transaction

_BATCH = 100


async def work_on_letter(shop: Workshop, tenant_id: UUID, letter_id: UUID) -> None:
    """Retries are stated at ``attempt``."""
    making = make_letter(shop, tenant_id, letter_id)
    await attempt(shop.pool, tenant_id, letter_id, making, letters)


async def sweep_letters(pool: Pool) -> int:
    """Enqueue what is due in whatever tenant; how many that were."""
    async with system_transaction(pool) as connection:
        found = await letters.due(connection, _BATCH)
        for tenant_id, letter_id in found:
            await letters.enqueue(connection, tenant_id, letter_id)
    return len(found)

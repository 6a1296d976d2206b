"""Takes old messages to other systems, and how each attempt ended, out of the log."""

from services.notifications.store import webhook_deliveries
from shared.database import Pool, system_transaction, tenant_transaction

_BATCH = 1000


async def forget_webhooks(pool: Pool) -> int:
    """How many ended 90 days ago."""
    async with system_transaction(pool) as connection:
        found = await webhook_deliveries.forgettable(connection, _BATCH)
    for tenant_id, deliveries in found.items():
        async with tenant_transaction(pool, tenant_id) as connection:
            await webhook_deliveries.forget(connection, deliveries)
    return sum(map(len, found.values()))

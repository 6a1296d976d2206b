"""Takes old messages to other systems, and how each attempt ended, out of the log."""

from services.notifications.store import webhook_deliveries
from shared.database import Pool, system_transaction

_BATCH = 1000


async def forget_webhooks(pool: Pool) -> int:
    """How many ended 90 days ago."""
    async with system_transaction(pool) as connection:
        return await webhook_deliveries.forget(connection, _BATCH)

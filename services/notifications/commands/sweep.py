"""Asks the queue again for all work that is due and has no job, whatever took the job away."""

from services.notifications.commands.jobs import Job, enqueue
from services.notifications.store import gatherings, webhook_endpoints
from shared.database import Pool, system_transaction


async def sweep(pool: Pool) -> None:
    """A job that is there already is left alone, by its dedupe key."""
    async with system_transaction(pool) as connection:
        found = await gatherings.unfinished(connection)
        found += await webhook_endpoints.unfinished(connection)
        for work in ("gather", "send", "post", "warn"):
            todo = [Job(item.tenant_id, item.id) for item in found if item.work == work]
            await enqueue(connection, work, todo)

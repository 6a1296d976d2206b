"""Asks the queue again for all work that is due and has no job, whatever took the job away."""

from services.notifications.commands.jobs import Job, Work, enqueue
from services.notifications.store import gatherings, letters, webhook_endpoints
from shared.database import Pool, system_transaction

# What is left to do, and the lane of it for a notice of an incident.
_LANES: tuple[tuple[Work, Work], ...] = (
    ("gather", "gather_first"),
    ("send", "send_first"),
    ("post", "post"),
    ("warn", "warn"),
    ("print", "print"),
)


async def sweep(pool: Pool) -> None:
    """A job that is there already is left alone, by its dedupe key."""
    async with system_transaction(pool) as connection:
        found = await gatherings.unfinished(connection)
        found += await webhook_endpoints.unfinished(connection)
        found += await letters.unfinished(connection)
        urgent = await gatherings.urgent(connection, [item.id for item in found])
        for work, first in _LANES:
            todo = [item for item in found if item.work == work]
            for lane, hurried in ((work, False), (first, True)):
                wanted = [item for item in todo if (item.id in urgent) == hurried]
                await enqueue(connection, lane, [Job(item.tenant_id, item.id) for item in wanted])

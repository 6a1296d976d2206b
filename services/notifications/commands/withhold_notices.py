"""A person has left: nothing more is sent, and contracts hears at once to tell somebody else."""

from uuid import UUID

from services.notifications.commands.jobs import Job, enqueue
from services.notifications.store import departures
from shared.database import Connection


async def withhold_notices(connection: Connection, tenant_id: UUID, contact_id: UUID) -> None:
    """What is on its way while this is written down may still arrive."""
    await departures.add(connection, [contact_id])
    chunks = await departures.hasten(connection, contact_id)
    todo = [Job(tenant_id, chunk) for chunk in sorted(chunks)]
    await enqueue(connection, "send", todo, besides=True)

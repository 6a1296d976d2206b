"""A fact arrives: there is something to tell. Again, or out of order, it changes nothing."""

from uuid import UUID

from services.notifications.commands.jobs import Job, enqueue, gathering
from services.notifications.domain.delivery import notice_id
from services.notifications.domain.facts import Kind
from services.notifications.store import gatherings, notices
from shared.database import Connection


async def open_notice(
    connection: Connection,
    tenant_id: UUID,
    kind: Kind,
    subject_id: UUID,
    *,
    change_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> None:
    """The recipients are read afterwards, by a job: contracts may be down, the fact stands.

    ``recipient_id`` reads that one alone, beside whatever is read already.
    """
    identity = notice_id(tenant_id, kind, subject_id)
    await notices.add(connection, identity, kind, subject_id, change_id)
    new = await gatherings.add(connection, identity, recipient_id)
    if new:
        await enqueue(connection, gathering(kind), [Job(tenant_id, new)])

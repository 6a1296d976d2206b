"""A fact arrives: there is something to tell. Again, or out of order, it changes nothing."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.commands.jobs import Job, enqueue, gathering
from services.notifications.domain.delivery import notice_id
from services.notifications.domain.facts import ChangeFacts, Kind
from services.notifications.store import alterations, gatherings, notices
from services.notifications.store.notices import Notice
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


async def announce_anew(
    connection: Connection, tenant_id: UUID, notice: Notice, recipients: Sequence[UUID]
) -> None:
    """Of whom it turns out late that they were not told: where the change has been put off since,
    they are told the day that holds now."""
    facts, change_id = notice.facts, notice.change_id
    if not recipients or change_id is None or not isinstance(facts, ChangeFacts):
        return
    if await notices.is_withdrawn(connection, change_id):
        return
    if await alterations.since(connection, change_id, facts.alteration):
        for one in recipients:
            await open_notice(
                connection,
                tenant_id,
                "change_announced",
                change_id,
                change_id=change_id,
                recipient_id=one,
            )

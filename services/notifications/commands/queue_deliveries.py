"""From recipients to deliveries: frozen, proven and with a job, in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID, uuid5

from services.notifications.commands.jobs import Job, Work, enqueue
from services.notifications.domain.delivery import NewDelivery
from services.notifications.domain.evidence import Fact
from services.notifications.store import deliveries, evidence, wordings
from shared.database import Connection


async def queue_deliveries(
    connection: Connection,
    tenant_id: UUID,
    chain: evidence.Locked,
    new: Sequence[NewDelivery],
    work: Work = "send",
) -> list[NewDelivery]:
    """Those who were not told of this notice yet, as one chunk; the others are left as they are.

    ``chain`` is the notice's, locked by the caller: nobody else can be adding them now.
    """
    added = await deliveries.unknown(connection, list({item.id: item for item in new}.values()))
    if not added:
        return []
    chunk = uuid5(chain.notice_id, f"chunk:{added[0].id}")
    await deliveries.add(connection, chain.notice_id, chunk, added, chain.head.length)
    told_in = await wordings.digests(connection, chain.notice_id)
    facts = [
        Fact(item.id, 0, "queued", told_in.get(item.terms.language, {}), asdict(item.person))
        for item in added
    ]
    await evidence.append(connection, chain, facts, new=True)
    await enqueue(connection, work, [Job(tenant_id, chunk)])
    return added

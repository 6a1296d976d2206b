"""Tell notifications that the notice in which a link stood was opened: part of its evidence."""

from uuid import UUID

from services.portal.domain.problem import Refused
from services.portal.peers import notifications
from services.portal.peers.call import Peers
from services.portal.store import sign_in_links
from shared.database import Connection, Pool, tenant_transaction
from shared.logs import log
from shared.queue import jobs

ENTRYPOINT = "notice_view"
SCHEMA = "portal"


async def queue_view(connection: Connection, tenant_id: UUID, link_id: UUID) -> None:
    """Within the transaction in which the link was used."""
    await jobs(connection, SCHEMA).enqueue(
        ENTRYPOINT,
        tenant_id.bytes + link_id.bytes,
        dedupe_key=str(link_id),
        on_conflict="skip",
    )


async def tell_view(pool: Pool, peers: Peers, tenant_id: UUID, link_id: UUID) -> None:
    """The link bears the id of its delivery. A delivery that is unknown there is told once too."""
    try:
        await notifications.record_view(peers.as_portal("notifications", tenant_id), link_id)
    except Refused as refused:
        log.warning("view refused", link_id=str(link_id), code=refused.refusal.code)
    async with tenant_transaction(pool, tenant_id) as connection:
        await sign_in_links.view_told(connection, link_id)

"""Somebody opened the notice in the portal: the strongest proof short of an answer."""

from uuid import UUID

from services.notifications.domain.evidence import Fact
from services.notifications.store import deliveries, evidence
from shared.database import Connection


async def record_view(connection: Connection, delivery_id: UUID) -> None:
    """The first time counts; ``delivery_id`` is the id under which the portal made the link."""
    standing = await deliveries.get(connection, delivery_id)
    chain = await evidence.lock(connection, standing.notice_id)
    await evidence.append(
        connection, chain, [Fact(delivery_id=delivery_id, attempt=0, kind="seen")]
    )

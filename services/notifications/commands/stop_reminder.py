"""What somebody was to be reminded of has been signed: who was not reminded yet is not any more."""

from uuid import UUID

from services.notifications.domain.delivery import notice_id
from services.notifications.domain.evidence import Fact
from services.notifications.store import deliveries, evidence, notices
from shared.database import Connection


async def stop_reminder(connection: Connection, tenant_id: UUID, version_id: UUID) -> None:
    """It may come before the reminder itself, and stops it all the same."""
    await notices.sign(connection, version_id)
    reminder = notice_id(tenant_id, "agreement_reminder", version_id)
    if not await notices.exists(connection, reminder):
        return
    # First, so that whoever is adding its deliveries has added them or sees that it is signed.
    await evidence.lock(connection, reminder)
    stopped = await deliveries.stop(connection, reminder)
    chain = await evidence.lock(connection, reminder)
    facts = [Fact(delivery_id=one, attempt=attempt, kind="stopped") for one, attempt in stopped]
    await evidence.append(connection, chain, facts)

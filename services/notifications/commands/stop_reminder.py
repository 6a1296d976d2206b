"""What somebody was to be reminded of has been signed: who was not reminded yet is not any more."""

from uuid import UUID

from services.notifications.commands.stop_notice import stop_waiting
from services.notifications.domain.delivery import notice_id
from services.notifications.store import deliveries, evidence, notices
from shared.database import Connection
from shared.errors import Unavailable


async def stop_reminder(connection: Connection, tenant_id: UUID, version_id: UUID) -> None:
    """It may come before the reminder itself, and stops it all the same. ``Unavailable`` while that
    is on its way: the event comes again, for the mail server may yet say later."""
    await notices.sign(connection, version_id)
    reminder = notice_id(tenant_id, "agreement_reminder", version_id)
    if not await notices.exists(connection, reminder):
        return
    # First, so that whoever is adding its deliveries has added them or sees that it is signed.
    await evidence.lock(connection, reminder)
    await stop_waiting(connection, reminder)
    if await deliveries.any_sending(connection, reminder):
        raise Unavailable("delivery-under-way", "A reminder is on its way.")

"""A change is withdrawn: nobody who was not told yet is told, and who was told hears it."""

from uuid import UUID

from services.notifications.commands.open_notice import open_notice
from services.notifications.store import alterations, notices
from shared.database import Connection


async def withdraw_change(connection: Connection, tenant_id: UUID, change_id: UUID) -> None:
    """From its commit on no delivery of the announcement is added."""
    await notices.withdraw(connection, change_id)
    await open_notice(connection, tenant_id, "change_withdrawn", change_id, change_id=change_id)
    if await alterations.public(connection, change_id):
        await open_notice(connection, tenant_id, "public_withdrawn", change_id, change_id=change_id)

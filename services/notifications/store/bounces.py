"""What mails that came back do to their deliveries."""

from typing import cast
from uuid import UUID

from services.notifications.store.deliveries import Settled
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def sender(connection: Connection, delivery_id: UUID) -> UUID | None:
    """The tenant that sent it."""
    return cast("UUID | None", await connection.fetchval(SQL["sender"], delivery_id))


async def was_read(connection: Connection, delivery_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["read"], delivery_id))


async def bounced(connection: Connection, delivery_id: UUID, attempt: int) -> bool:
    return cast("bool", await connection.fetchval(SQL["bounced"], delivery_id, attempt))


async def fail(connection: Connection, delivery_id: UUID) -> list[Settled]:
    """Empty where nobody had been told by it in the first place."""
    return [Settled(*row) for row in await connection.fetch(SQL["fail"], delivery_id)]

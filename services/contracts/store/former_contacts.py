from typing import get_args
from uuid import UUID

from services.contracts.domain.former_contacts import May
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def rows(connection: Connection, subprocessor_id: UUID) -> dict[str, int] | None:
    """Where somebody is named, by category; null for an unknown party."""
    found: dict[str, int] | None = await connection.fetchval(SQL["rows"], subprocessor_id)
    return found


async def erase(connection: Connection, subprocessor_id: UUID) -> None:
    for category in get_args(May):
        await connection.execute(SQL[category], subprocessor_id)

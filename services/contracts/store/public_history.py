from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.public import Happened
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Event(NamedTuple):
    """``id`` is the change where one was announced or withdrawn, the postponement where one was put
    off, elsewhere the link."""

    kind: Happened
    id: UUID
    at: datetime


async def list_page(
    connection: Connection, after: str | None, limit: int
) -> tuple[list[Event], str | None]:
    """What became public of the provider's parties, the newest first."""
    place, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], place, last_id, limit + 1)
    here = [Event(row["kind"], row["id"], row["at"]) for row in rows[:limit]]
    more = page.encode(rows[limit - 1]["place"], here[-1].id) if len(rows) > limit else None
    return here, more

from datetime import date
from typing import NamedTuple
from uuid import UUID

from shared.database import Connection
from shared.events import SigningReminded
from shared.sql import load

SQL = load(__file__)


class Seen(NamedTuple):
    """How far the offers have been gone through."""

    day: date
    id: UUID


START = Seen(date.min, UUID(int=0))


async def remind(
    connection: Connection, after: Seen, most: int
) -> tuple[Seen | None, list[SigningReminded]]:
    """Write down a reminder for what lies unsigned among the next offers, and where those end; None
    when there were none."""
    row = await connection.fetchrow(SQL["remind"], after.day, after.id, most)
    if row is None:
        return None, []
    reminded = [SigningReminded.model_validate(one) for one in row["reminded"]]
    return Seen(row["day"], row["id"]), reminded

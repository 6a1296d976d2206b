from datetime import date, datetime

import asyncpg

from services.contracts.domain.clock import Clock
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)


async def read(connection: Connection) -> Clock:
    row = await connection.fetchrow(SQL["read"])
    return Clock.model_validate(dict(row or {}))


async def today(connection: Connection) -> date:
    """The legal day in the Netherlands."""
    day: date = await connection.fetchval(SQL["today"])
    return day


async def advance_to(connection: Connection, moment: datetime) -> None:
    """``Conflict`` outside demo mode, and for a moment that lies behind legal time."""
    try:
        await connection.execute(SQL["advance_to"], moment)
    except asyncpg.ObjectNotInPrerequisiteStateError as error:
        raise Conflict(
            "clock-refused", "The clock moves forward only, and only in demo mode.", field="to"
        ) from error

"""How often an address was filled in to follow somebody by mail."""

from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def add(connection: Connection, mark: bytes, per_day: int) -> bool:
    """False when this address was filled in ``per_day`` times in the last day already."""
    await connection.execute(SQL["lock_address"], mark)
    return bool(await connection.fetchval(SQL["add"], mark, per_day))


async def forget(connection: Connection) -> None:
    """After a day nobody counts them any more."""
    await connection.execute(SQL["forget"])

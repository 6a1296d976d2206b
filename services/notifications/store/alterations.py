"""How often a change was put off, and what told of it before, to clients and to the public."""

from collections.abc import Sequence
from typing import NamedTuple, cast
from uuid import UUID

from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
# More often than any change is put off.
EVERY = 2**31 - 1


class Before(NamedTuple):
    id: UUID
    announces: bool


async def hear(connection: Connection, change_id: UUID, number: int) -> None:
    """It has been put off so often. Again changes nothing."""
    await connection.execute(SQL["hear"], change_id, number)


async def since(connection: Connection, change_id: UUID, number: int) -> bool:
    """Whether it was put off once more since it had been put off so often."""
    return cast("bool", await connection.fetchval(SQL["since"], change_id, number))


async def telling(connection: Connection, change_id: UUID) -> list[UUID]:
    """The notices by which people are told of it, or that it is put off, the first first."""
    return [row["id"] for row in await connection.fetch(SQL["telling"], change_id)]


async def before(connection: Connection, change_id: UUID, number: int) -> list[Before]:
    """The notices that told a day that holds no more, the first first."""
    return [Before(*row) for row in await connection.fetch(SQL["before"], change_id, number)]


async def told(connection: Connection, deliveries: Sequence[UUID]) -> dict[UUID, bool]:
    """By recipient, whether one of these deliveries reached it or may have; no others."""
    rows = await connection.fetch(SQL["told"], deliveries)
    return {row["recipient_id"]: row["told"] for row in rows}


async def public(connection: Connection, change_id: UUID) -> list[UUID]:
    """The notices that told subscribers of it, or that it is put off, the first first."""
    return [row["id"] for row in await connection.fetch(SQL["public"], change_id)]


async def public_before(connection: Connection, change_id: UUID, number: int) -> list[UUID]:
    """Those that tell subscribers a day that holds no more once it has been put off so often."""
    return [row["id"] for row in await connection.fetch(SQL["public_before"], change_id, number)]


async def public_since(connection: Connection, change_id: UUID, number: int) -> bool:
    """Whether subscribers are told that it was put off more often than so often."""
    return cast("bool", await connection.fetchval(SQL["public_since"], change_id, number))

"""Many clients at once: each statement takes some thousands of rows."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from services.contracts.domain.contact import Duty
from services.contracts.domain.import_match import Standing
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
AT_ONCE = 5000

T = TypeVar("T")
Row = dict[str, Any]


def pieces(rows: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


async def write(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    """``insert_clients``, ``insert_contacts``, ``insert_agreements``, ``take_products``,
    ``edit_clients``, ``edit_contacts`` or ``move_clients``."""
    for piece in pieces(rows):
        await connection.execute(SQL[statement], list(piece))


async def lock(connection: Connection, clients: Sequence[UUID]) -> None:
    await connection.execute(SQL["lock"], list(clients))


async def place(connection: Connection, rows: Sequence[Row], placed_by: UUID | None) -> None:
    for piece in pieces(rows):
        await connection.execute(SQL["place_clients"], list(piece), placed_by)


async def ids(connection: Connection, count: int) -> list[UUID]:
    return [row["id"] for row in await connection.fetch(SQL["ids"], count)]


async def standing(connection: Connection, numbers: Sequence[str]) -> dict[str, Standing]:
    """The clients that are there, by their ``external_id``."""
    found = await connection.fetch(SQL["standing"], list(numbers))
    return {row["external_id"]: Standing.model_validate(dict(row)) for row in found}


async def resellers(connection: Connection, names: Sequence[str]) -> dict[str, UUID]:
    """By name in small letters."""
    rows = await connection.fetch(SQL["resellers"], [name.lower() for name in names])
    return {row["name_key"]: row["id"] for row in rows}


async def references(connection: Connection, count: int) -> list[str]:
    """The next ones of the legal year, without gaps; nobody else gets any until the end."""
    row = await connection.fetchrow(SQL["references"], count)
    assert row is not None
    return [f"VWO-{row['year']}-{row['last'] - count + 1 + n:04d}" for n in range(count)]


async def without(connection: Connection, clients: Sequence[UUID], duty: Duty) -> set[UUID]:
    return {row["id"] for row in await connection.fetch(SQL["without"], list(clients), duty)}


async def count_again(connection: Connection, added: int) -> None:
    """Let the planner know of so many clients more; a handful changes nothing."""
    if added > AT_ONCE // 5:
        await connection.execute(SQL["count_again"])

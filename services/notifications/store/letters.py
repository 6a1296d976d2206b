"""Letters to clients that no mail reached, and that they were posted."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from services.notifications.domain.letter import Letter
from services.notifications.store.gatherings import Unfinished
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Addressed(NamedTuple):
    """A letter that is asked for, and the delivery that failed."""

    notice_id: UUID
    client_id: UUID
    delivery_id: UUID


class Held(Letter):
    """Kept from anybody else until the transaction ends."""

    delivery_id: UUID
    recipient_id: UUID


class Open(NamedTuple):
    """What making it needs; ``told`` is null until it was frozen, ``day`` the one on it."""

    id: UUID
    notice_id: UUID
    client_id: UUID
    recipient_id: UUID
    told: dict[str, Any] | None
    document_id: UUID | None
    erased_at: datetime | None
    day: date


class Line(NamedTuple):
    """One line of the address sheet."""

    told: dict[str, Any]
    id: UUID
    requested_at: datetime
    posted_on: date | None


async def add(connection: Connection, wanted: Sequence[Addressed], by: UUID | None) -> list[UUID]:
    """Those that are new."""
    rows = await connection.fetch(SQL["add"], [_jsonable(one) for one in wanted], by)
    return [row["id"] for row in rows]


async def of(connection: Connection, pairs: Sequence[tuple[UUID, UUID]]) -> list[Letter]:
    """By (notice, client), those that were asked for."""
    wanted = [{"notice_id": str(n), "client_id": str(c)} for n, c in pairs]
    rows = await connection.fetch(SQL["of"], wanted)
    return [Letter.model_validate(dict(row)) for row in rows]


async def page(
    connection: Connection,
    client_id: UUID | None,
    posted: bool | None,
    after: UUID | None,
    limit: int,
) -> list[Letter]:
    """The newest first."""
    rows = await connection.fetch(SQL["page"], client_id, posted, after, limit)
    return [Letter.model_validate(dict(row)) for row in rows]


async def hold(connection: Connection, ids: Sequence[UUID]) -> list[Held]:
    """In the order of their notices, so that no two wait in a ring."""
    rows = await connection.fetch(SQL["hold"], list(ids))
    return [Held.model_validate(dict(row)) for row in rows]


async def sheet(connection: Connection, posted: bool | None) -> AsyncIterator[Line]:
    async for row in connection.cursor(SQL["sheet"], posted, prefetch=500):
        yield Line(*row)


async def open_letter(connection: Connection, letter_id: UUID) -> Open | None:
    row = await connection.fetchrow(SQL["open"], letter_id)
    return row and Open(*row)


async def freeze(connection: Connection, letter_id: UUID, told: dict[str, Any]) -> None:
    """What it prints, once."""
    await connection.execute(SQL["freeze"], letter_id, told)


async def state_problem(connection: Connection, letter_id: UUID, problem: dict[str, Any]) -> None:
    await connection.execute(SQL["state_problem"], letter_id, problem)


async def made(connection: Connection, letter_id: UUID, document_id: UUID, digest: str) -> None:
    await connection.execute(SQL["made"], letter_id, document_id, digest)


async def post(
    connection: Connection, ids: Sequence[UUID], posted_on: date, by: UUID | None
) -> None:
    await connection.execute(SQL["post"], list(ids), posted_on, by)


async def erase(connection: Connection, client_id: UUID) -> None:
    """What they print; that there were letters stays."""
    await connection.execute(SQL["erase"], client_id)


async def unfinished(connection: Connection) -> list[Unfinished]:
    """Letters of every tenant that nobody has had made yet, identifiers only."""
    return [Unfinished(*row) for row in await connection.fetch(SQL["unfinished"])]


async def today(connection: Connection) -> date:
    return cast("date", await connection.fetchval(SQL["today"]))


def _jsonable(one: Addressed) -> dict[str, str]:
    return {name: str(value) for name, value in one._asdict().items()}

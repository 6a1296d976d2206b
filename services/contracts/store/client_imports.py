from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.client_import import (
    ClientImport,
    Finding,
    FindingPage,
    ImportPage,
    ImportWish,
    OnExisting,
    Outcome,
    Stage,
    Tally,
)
from shared.database import Connection
from shared.errors import Invalid
from shared.sql import load

SQL = load(__file__)


class Due(NamedTuple):
    """``stale``: the file of a dry run that nobody confirmed."""

    tenant_id: UUID
    import_id: UUID
    stale: bool


class Claim(NamedTuple):
    dry_run: bool
    on_existing: OnExisting
    requested_by: UUID | None
    content: bytes


async def insert(connection: Connection, wish: ImportWish, content: bytes, by: UUID | None) -> UUID:
    import_id: UUID = await connection.fetchval(SQL["insert"], wish, content, by)
    return import_id


async def confirm(connection: Connection, import_id: UUID, by: UUID | None) -> UUID | None:
    """The import that a dry run becomes; null when it found something, or its file is gone."""
    made: UUID | None = await connection.fetchval(SQL["confirm"], import_id, by)
    return made


async def read(connection: Connection, import_id: UUID) -> ClientImport | None:
    row = await connection.fetchrow(SQL["list_page"], import_id, None, 1)
    return ClientImport.model_validate(dict(row)) if row else None


async def list_page(connection: Connection, after: str | None, limit: int) -> ImportPage:
    """The newest first."""
    last = page.decode(after)[1] if after else None
    rows = await connection.fetch(SQL["list_page"], None, last, limit + 1)
    items = tuple(ClientImport.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ImportPage(items=items, next=page.encode("", items[-1].id) if more else None)


async def findings(
    connection: Connection, import_id: UUID, after: str | None, limit: int
) -> FindingPage:
    """In the order of the file."""
    place = page.decode(after)[0] if after else "-1"
    if not place.removeprefix("-").isdecimal():
        raise Invalid("page-unknown", "Give `after` exactly as `next` came.", field="after")
    rows = await connection.fetch(SQL["findings"], import_id, int(place), limit + 1)
    items = tuple(Finding.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    last = rows[limit - 1]["place"] if more else 0
    return FindingPage(items=items, next=page.encode(str(last), import_id) if more else None)


async def due(connection: Connection) -> list[Due]:
    return [Due(*row) for row in await connection.fetch(SQL["due"])]


async def claim(connection: Connection, import_id: UUID) -> Claim | None:
    """Null when it has ended, or another worker is at it."""
    row = await connection.fetchrow(SQL["claim"], import_id)
    return Claim(**dict(row)) if row else None


async def begin(connection: Connection, import_id: UUID) -> int:
    """The number of times that it was begun."""
    attempts: int = await connection.fetchval(SQL["begin"], import_id)
    return attempts


async def note(
    connection: Connection, import_id: UUID, stage: Stage, done: int, total: int
) -> None:
    await connection.execute(SQL["note"], import_id, stage, done, total)


async def end(
    connection: Connection,
    import_id: UUID,
    outcome: Outcome,
    tally: Tally,
    found: Sequence[Finding] = (),
) -> None:
    """The file goes with it, except after a dry run that may be confirmed."""
    rows = [one.model_dump() | {"place": place} for place, one in enumerate(found)]
    await connection.execute(SQL["add_findings"], import_id, rows)
    await connection.execute(SQL["end"], import_id, outcome, tally)
    if outcome != "checked":
        await forget(connection, import_id)


async def forget(connection: Connection, import_id: UUID) -> None:
    await connection.execute(SQL["forget"], import_id)

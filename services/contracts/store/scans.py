from typing import NamedTuple
from uuid import UUID

from services.contracts.domain.scan import (
    Reading,
    Scan,
    ScanLine,
    ScanPage,
    ScanSummary,
)
from services.contracts.domain.scanner.catalogue import OwnParty
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Accepted(NamedTuple):
    """What became of a line: a link at once, or a change of which clients are told first."""

    scan_id: UUID
    number: int
    subprocessor_id: UUID
    link_id: UUID | None
    change_id: UUID | None
    accepted_by: UUID | None


async def parties(connection: Connection) -> list[OwnParty]:
    """Every name under which the record knows a party."""
    return [OwnParty.model_validate(dict(row)) for row in await connection.fetch(SQL["parties"])]


async def insert(
    connection: Connection, title: str | None, reading: Reading, by: UUID | None
) -> UUID:
    """With a line for each party, numbered from 1 in the order of the text."""
    new_id: UUID = await connection.fetchval(
        SQL["insert"], title, reading.text, list(reading.warnings), by, list(reading.parties)
    )
    return new_id


async def read(connection: Connection, scan_id: UUID) -> Scan | None:
    row = await connection.fetchrow(SQL["read"], scan_id)
    return Scan.model_validate(dict(row)) if row else None


async def text(connection: Connection, scan_id: UUID) -> str | None:
    found: str | None = await connection.fetchval(SQL["text"], scan_id)
    return found


async def line(connection: Connection, scan_id: UUID, number: int) -> ScanLine | None:
    found = await connection.fetchval(SQL["line"], scan_id, number)
    return ScanLine.model_validate(found) if found else None


async def list_page(connection: Connection, after: UUID | None, limit: int) -> ScanPage:
    """The newest first; ``next`` is the last scan of this page."""
    rows = await connection.fetch(SQL["list_page"], after, limit + 1)
    items = tuple(ScanSummary.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ScanPage(items=items, next=str(items[-1].id) if more else None)


async def accept(connection: Connection, accepted: Accepted) -> None:
    await connection.execute(SQL["accept"], accepted._asdict())


async def dismiss(
    connection: Connection, scan_id: UUID, number: int, reason: str, by: UUID | None
) -> None:
    """Nothing when it was dismissed before: the first reason stays."""
    await connection.execute(SQL["dismiss"], scan_id, number, reason, by)


async def named(connection: Connection, name: str) -> UUID | None:
    """The party of exactly this name."""
    found: UUID | None = await connection.fetchval(SQL["named"], name)
    return found

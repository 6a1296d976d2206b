from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain.adequacy import Ending, EndingDraft, EndingPage
from services.contracts.domain.finding_texts import Finding, Mechanism
from services.contracts.domain.page import FIRST
from services.contracts.domain.transfer import Law
from services.contracts.domain.transfer_finding import CheckedLink, TouchedAgreement, TouchedPage
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
LAST = UUID(int=(1 << 128) - 1)

Key = tuple[UUID | None, str]


class Seen(NamedTuple):
    first: date
    last: date


async def law(connection: Connection, on: date) -> Law:
    row = await connection.fetchrow(SQL["law"])
    return Law(on=on, **dict(row or {}))


async def basis(connection: Connection) -> Mechanism | None:
    """The mechanism that the provider promises in general."""
    mechanism: Mechanism | None = await connection.fetchval(SQL["basis"])
    return mechanism


async def established(connection: Connection, subprocessor_id: UUID) -> str | None:
    country: str | None = await connection.fetchval(SQL["established"], subprocessor_id)
    return country


async def on_day(
    connection: Connection,
    on: date,
    after: UUID | None = None,
    limit: int = 500,
    only: Sequence[UUID] | None = None,
) -> list[CheckedLink]:
    """Links that hold for somebody on a day, or may by then, in the order of their ids."""
    ids = None if only is None else list(only)
    rows = await connection.fetch(SQL["on_day"], on, after or FIRST, ids, limit)
    return [CheckedLink.model_validate(dict(row)) for row in rows]


async def open_round(connection: Connection) -> None:
    """A new provider, whose first check is due."""
    await connection.execute(SQL["open_round"])


async def begin_round(connection: Connection) -> date | None:
    """The day of the round before this one; null when this legal day has had its round."""
    day: date | None = await connection.fetchval(SQL["begin_round"])
    return day


async def last_round(connection: Connection) -> date | None:
    day: date | None = await connection.fetchval(SQL["last_round"])
    return day


async def record(
    connection: Connection, found: Sequence[tuple[UUID | None, Finding]], since: date | None
) -> None:
    """What was found now; what was found on or after ``since`` too is the same finding still."""
    rows: list[dict[str, Any]] = [
        {"link_id": link_id, "code": one.code, "refused": one.refused} for link_id, one in found
    ]
    if rows:
        await connection.execute(SQL["record"], rows, since)


async def seen(connection: Connection, links: Sequence[UUID], on: date) -> dict[Key, Seen]:
    """Between which checks each finding was met, the last time that it was there."""
    rows = await connection.fetch(SQL["seen"], list(links), on)
    return {
        (row["link_id"], row["code"]): Seen(row["first_seen"], row["last_seen"]) for row in rows
    }


async def count_touched(connection: Connection, links: Sequence[UUID], on: date) -> dict[UUID, int]:
    rows = await connection.fetch(SQL["count_touched"], list(links), on)
    return {row["id"]: row["agreements"] for row in rows}


async def touched(
    connection: Connection, links: Sequence[UUID], on: date, after: UUID | None, limit: int
) -> TouchedPage:
    """The agreements for which any of these links holds, in the order of their making."""
    rows = await connection.fetch(SQL["touched"], list(links), on, after or FIRST, limit + 1)
    items = tuple(TouchedAgreement.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return TouchedPage(on=on, items=items, next=str(items[-1].agreement_id) if more else None)


async def add_ending(connection: Connection, draft: EndingDraft, by: UUID | None) -> UUID:
    made: UUID = await connection.fetchval(SQL["add_ending"], draft, by)
    return made


async def list_endings(connection: Connection, after: UUID | None, limit: int) -> EndingPage:
    """The newest first."""
    rows = await connection.fetch(SQL["list_endings"], after or LAST, limit + 1)
    items = tuple(Ending.model_validate(dict(row)) for row in rows[:limit])
    return EndingPage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


async def due(connection: Connection) -> list[UUID]:
    """Providers whose transfers nobody has checked on this legal day, at most 20."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["due"])]

"""The audit trail, to be read; every service adds to it (see shared/trail.py)."""

from typing import Any

from services.contracts.domain.act import Act, ActDetail, ActPage, Sealed
from shared.act import Deed
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
LAST = 2**63 - 1


async def list_page(
    connection: Connection, asked: dict[str, Any], after: int | None, limit: int
) -> ActPage:
    """The newest first; ``next`` is the number of the last act of this page."""
    rows = await connection.fetch(
        SQL["list_page"], asked, LAST if after is None else after, limit + 1
    )
    items = tuple(Act.model_validate(dict(row)) for row in rows[:limit])
    return ActPage(items=items, next=items[-1].number if len(rows) > limit else None)


async def read(connection: Connection, number: int) -> ActDetail | None:
    row = await connection.fetchrow(SQL["read"], number)
    return ActDetail.model_validate(dict(row)) if row else None


async def chain(connection: Connection, after: int, limit: int) -> list[Sealed]:
    """What comes after this number, the oldest first."""
    return [
        Sealed(
            row["number"],
            row["at"],
            row["service"],
            Deed.model_validate(dict(row)),
            row["commitment"],
            row["digest"],
            row["salt"],
            row["personal"],
        )
        for row in await connection.fetch(SQL["chain"], after, limit)
    ]


async def head(connection: Connection) -> tuple[int, bytes] | None:
    row = await connection.fetchrow(SQL["head"])
    return (row["number"], row["digest"]) if row else None

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.domain.link import Link, LinkDraft
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, drafts: Sequence[LinkDraft], change_id: UUID | None = None
) -> list[UUID]:
    """In the order given. With a change they hold nowhere until it goes live.

    ``Conflict`` when the same party already has such a link in that range.
    """
    try:
        rows = await connection.fetch(SQL["insert"], list(drafts), change_id)
    except asyncpg.ExclusionViolationError as error:
        raise overlap(field="subprocessor_id") from error
    return [row["id"] for row in rows]


def overlap(**more: Any) -> Conflict:
    return Conflict(
        "link-overlaps",
        "This party already has a link of that capacity with that product in that period;"
        " end it with a change first.",
        **more,
    )


async def list_on(
    connection: Connection, on: date, only: Sequence[UUID] | None = None
) -> list[Link]:
    """Of all products and of the own administration, with what a published change announces."""
    rows = await connection.fetch(SQL["list_on"], on, None if only is None else list(only))
    return [Link.model_validate(dict(row)) for row in rows]


async def read_many(connection: Connection, ids: Sequence[UUID]) -> list[Link]:
    rows = await connection.fetch(SQL["read_many"], list(ids))
    return [Link.model_validate(dict(row)) for row in rows]


async def of_client(connection: Connection, client_id: UUID, on: date) -> list[Link]:
    """Every party that receives this client's data on a day, whatever its capacity."""
    rows = await connection.fetch(SQL["of_client"], client_id, on)
    return [Link.model_validate(dict(row)) for row in rows]


async def hold(connection: Connection) -> None:
    """Until the end of the transaction no change is published and none goes live."""
    await connection.execute(SQL["hold"])


async def lock(connection: Connection) -> None:
    """Until the end of the transaction nobody else takes on clients or changes links."""
    await connection.execute(SQL["change"])

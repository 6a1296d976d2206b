from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from services.contracts.domain import page
from services.contracts.domain.link import (
    Link,
    LinkDraft,
    LinkEdit,
    LinkFilter,
    LinkPage,
    OpenLinkDraft,
)
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)


class Bypass(NamedTuple):
    """``taken``: clients take the product while the link holds; ``began`` before today, or
    ``coming`` after it."""

    taken: bool
    began: bool
    coming: bool


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


async def list_page(
    connection: Connection, on: date, wanted: LinkFilter, after: str | None, limit: int
) -> LinkPage:
    """As ``list_on``, a page at a time."""
    place, last_id = page.decode(after)
    rows = await connection.fetch(SQL["ids_page"], wanted, on, place, last_id, limit + 1)
    here = [row["id"] for row in rows[:limit]]
    more = page.encode(rows[limit - 1]["place"], here[-1]) if len(rows) > limit else None
    return LinkPage(items=tuple(await list_on(connection, on, here)), next=more)


async def read(connection: Connection, link_id: UUID) -> Link | None:
    return next(iter(await read_many(connection, [link_id])), None)


async def of_party(connection: Connection, subprocessor_id: UUID) -> list[UUID]:
    return [row["id"] for row in await connection.fetch(SQL["of_party"], subprocessor_id)]


async def bypasses_notice(connection: Connection, draft: OpenLinkDraft) -> Bypass:
    row = await connection.fetchrow(
        SQL["bypasses"], draft.product_id, draft.valid_from, draft.valid_until
    )
    assert row is not None
    return Bypass(*row)


async def correct(connection: Connection, link_id: UUID, reason: str, by: UUID | None) -> None:
    """Keep why the record was wrong, and who says so."""
    await connection.execute(SQL["correct"], link_id, reason, by)


async def lock_one(connection: Connection, link_id: UUID) -> None:
    await connection.execute(SQL["lock_one"], link_id)


async def update(connection: Connection, link_id: UUID, edit: LinkEdit) -> None:
    await connection.execute(SQL["update"], link_id, edit.given())


async def read_many(connection: Connection, ids: Sequence[UUID]) -> list[Link]:
    rows = await connection.fetch(SQL["read_many"], list(ids))
    return [Link.model_validate(dict(row)) for row in rows]


async def hold(connection: Connection) -> None:
    """Until the end of the transaction no change is published and none goes live."""
    await connection.execute(SQL["hold"])


async def lock(connection: Connection) -> None:
    """Until the end of the transaction nobody else takes on clients or changes links."""
    await connection.execute(SQL["change"])

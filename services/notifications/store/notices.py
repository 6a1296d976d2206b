"""Notices and whether they still stand."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from services.notifications.domain import evidence
from services.notifications.domain.delivery import Frozen
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.wording import PLAIN, Dress
from services.notifications.store import wordings
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Notice(Frozen):
    """``facts`` is null until the first recipients have been read."""

    id: UUID
    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    facts: NoticeFacts | None
    created_at: datetime
    dress: Dress = PLAIN


class NoticeSummary(Frozen):
    id: UUID
    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    created_at: datetime
    problem: dict[str, Any] | None
    deliveries: dict[str, int]


async def add(
    connection: Connection,
    notice_id: UUID,
    kind: Kind,
    subject_id: UUID,
    change_id: UUID | None = None,
    facts: NoticeFacts | None = None,
) -> None:
    """The notice and the beginning of its chain; again changes nothing."""
    told = facts and facts.model_dump(mode="json")
    await connection.execute(SQL["add"], notice_id, kind, subject_id, change_id, told)
    await connection.execute(SQL["begin_chain"], notice_id, evidence.genesis(notice_id).digest)


async def announce_anew(
    connection: Connection, notice_id: UUID, change_id: UUID, alteration: int
) -> None:
    """Another announcement, of the day that holds since a change was put off so often; again
    changes nothing."""
    await connection.execute(SQL["add_announcement"], notice_id, change_id, alteration)
    await connection.execute(SQL["begin_chain"], notice_id, evidence.genesis(notice_id).digest)


async def get(connection: Connection, notice_id: UUID) -> Notice:
    """Raise ``Missing`` when this tenant has no such notice."""
    row = await connection.fetchrow(SQL["get"], notice_id)
    if row is None:
        raise Missing("notice-missing", "There is no such notice.")
    return Notice.model_validate(dict(row))


async def dressed(connection: Connection, notice_id: UUID) -> Notice:
    """As ``get``, with the words and looks in which it is told."""
    notice = await get(connection, notice_id)
    dress = await wordings.dress(connection, notice_id)
    test = notice.kind == "message_test"
    return notice.model_copy(update={"dress": dress.model_copy(update={"test": test})})


async def state_facts(connection: Connection, notice_id: UUID, facts: NoticeFacts) -> bool:
    """The first facts stay: everybody is told the same. Whether these were the first."""
    told = facts.model_dump(mode="json")
    return await connection.fetchval(SQL["state_facts"], notice_id, told) is not None


async def page(
    connection: Connection, subject_id: UUID | None, after: UUID | None, limit: int
) -> list[NoticeSummary]:
    rows = await connection.fetch(SQL["page"], subject_id, after, limit)
    counted = await counts(connection, [row["id"] for row in rows])
    return [
        NoticeSummary.model_validate({**row, "deliveries": counted.get(row["id"], {})})
        for row in rows
    ]


async def counts(connection: Connection, notices: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Deliveries per state of each notice."""
    found: dict[UUID, dict[str, int]] = {}
    for row in await connection.fetch(SQL["counts"], notices):
        found.setdefault(row["notice_id"], {})[row["state"]] = row["deliveries"]
    return found


async def withdraw(connection: Connection, change_id: UUID) -> None:
    await connection.execute(SQL["withdraw"], change_id)


async def is_withdrawn(connection: Connection, change_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["is_withdrawn"], change_id))


async def sign(connection: Connection, version_id: UUID) -> None:
    """Nobody is reminded of it any more."""
    await connection.execute(SQL["sign"], version_id)


async def is_signed(connection: Connection, version_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["is_signed"], version_id))


async def exists(connection: Connection, notice_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["exists"], notice_id))

"""Who hears of the public list of a provider by mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.notifications.domain.subscription import Counted, Subscriber
from shared.database import Connection
from shared.sql import load
from shared.text import Language

SQL = load(__file__)


class Asked(NamedTuple):
    """``standing``: this address was confirmed before."""

    subscriber: Subscriber
    standing: bool


class Page(NamedTuple):
    """``hopeless`` are those to whom nothing arrives; ``last`` is where the next page begins."""

    items: list[Subscriber]
    hopeless: list[UUID]
    last: UUID | None


async def ask(connection: Connection, address: str, language: Language) -> Asked:
    row = await connection.fetchrow(SQL["ask"], address, language)
    assert row is not None
    return Asked(Subscriber.model_validate(dict(row)), row["standing"])


async def confirm(connection: Connection, subscriber_id: UUID) -> bool:
    """False for who left, or asked longer ago than 48 hours; again changes nothing."""
    return bool(await connection.fetchval(SQL["confirm"], subscriber_id))


async def known(connection: Connection, subscriber_id: UUID) -> bool:
    return bool(await connection.fetchval(SQL["known"], subscriber_id))


async def any_confirmed(connection: Connection) -> bool:
    return bool(await connection.fetchval(SQL["any_confirmed"]))


async def page(
    connection: Connection, confirmed_by: datetime, after: UUID | None, limit: int
) -> Page:
    """In order; nobody on the page can leave before the transaction ends."""
    return _page(await connection.fetch(SQL["page"], confirmed_by, after, limit), limit)


async def told(
    connection: Connection, notice_ids: Sequence[UUID], after: UUID | None, limit: int
) -> Page:
    """As ``page``: those whom one of these reached, or may have, and who are still there."""
    return _page(await connection.fetch(SQL["told"], notice_ids, after, limit), limit)


def _page(rows: Sequence[Mapping[str, Any]], limit: int) -> Page:
    found = [dict(row) for row in rows]
    return Page(
        [Subscriber.model_validate(row) for row in found if not row["hopeless"]],
        [row["id"] for row in found if row["hopeless"]],
        found[-1]["id"] if len(found) == limit else None,
    )


async def leave(connection: Connection, subscriber_id: UUID) -> None:
    await connection.execute(SQL["leave"], subscriber_id)


async def waiting(connection: Connection, subscriber_id: UUID) -> list[UUID]:
    """Notices of which something has yet to leave to this person."""
    return [row["notice_id"] for row in await connection.fetch(SQL["waiting"], subscriber_id)]


async def stop(
    connection: Connection, notice_id: UUID, subscriber_id: UUID
) -> list[tuple[UUID, int]]:
    """What had not left yet, with the attempts made."""
    await connection.fetch(SQL["hold_chunks"], notice_id, subscriber_id)
    rows = await connection.fetch(SQL["stop"], notice_id, subscriber_id)
    return [(row["id"], row["attempts"]) for row in rows]


async def forget(connection: Connection, subscriber_id: UUID) -> None:
    """The personal part of the evidence, of who left; not while a mail is on its way."""
    await connection.execute(SQL["forget"], subscriber_id)


async def forgettable(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and subscriber, of every tenant: who left, and who did not confirm in time."""
    rows = await connection.fetch(SQL["forgettable"], most)
    return [(row["tenant_id"], row["subscriber_id"]) for row in rows]


async def count(connection: Connection) -> Counted:
    row = await connection.fetchrow(SQL["count"])
    assert row is not None
    return Counted(**row)

"""Deliveries, the chunks in which they are claimed, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from services.notifications.domain.delivery import (
    Delivery,
    Frozen,
    NewDelivery,
    Person,
    State,
    Terms,
)
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Lease(NamedTuple):
    chunk_id: UUID
    notice_id: UUID
    fence: int


class Due(NamedTuple):
    """``delivery`` is None where the person has been erased: there is nobody to write to. Who has
    ``departed`` is written to no more."""

    id: UUID
    attempts: int
    delivery: Delivery | None
    secret_link: str | None
    departed: bool


class Settlement(NamedTuple):
    delivery_id: UUID
    attempt: int
    state: State
    wait: timedelta


class Settled(NamedTuple):
    delivery_id: UUID
    state: State
    recipient_id: UUID
    client_id: UUID | None


class Row(Frozen):
    """A delivery as staff sees it."""

    id: UUID
    contact_id: UUID
    recipient_id: UUID
    client_id: UUID | None
    terms: Terms
    person: Person | None
    state: State
    attempts: int
    due_at: datetime
    created_at: datetime
    last_kind: str | None
    last_at: datetime | None
    last_details: dict[str, Any] | None
    last_payload: dict[str, Any] | None
    seen_at: datetime | None


class Standing(NamedTuple):
    id: UUID
    notice_id: UUID
    chunk_id: UUID
    state: State
    attempts: int


async def add(
    connection: Connection,
    notice_id: UUID,
    chunk_id: UUID,
    new: Sequence[NewDelivery],
    channel: str = "mail",
) -> list[NewDelivery]:
    """Those that were not there yet, in one chunk."""
    await connection.execute(SQL["add_chunk"], chunk_id, notice_id)
    items = [item.model_dump(mode="json", exclude={"person"}) for item in new]
    rows = await connection.fetch(SQL["add"], notice_id, chunk_id, channel, items)
    added = {row["id"] for row in rows}
    return [item for item in new if item.id in added]


async def keep_secret(connection: Connection, delivery_id: UUID, link: str) -> None:
    await connection.execute(SQL["keep_secret"], delivery_id, link)


async def forget_secrets(connection: Connection, deliveries: list[UUID]) -> None:
    await connection.execute(SQL["forget_secrets"], deliveries)


async def claim(connection: Connection, chunk_id: UUID, lease: timedelta) -> Lease | None:
    """None while somebody else holds the chunk."""
    row = await connection.fetchrow(SQL["claim"], chunk_id, lease)
    return row and Lease(chunk_id, row["notice_id"], row["fence"])


async def renew(connection: Connection, lease: Lease, length: timedelta) -> bool:
    """False once somebody else has claimed the chunk."""
    return bool(await connection.fetchval(SQL["renew"], lease.chunk_id, lease.fence, length))


async def release(connection: Connection, lease: Lease) -> None:
    await connection.execute(SQL["release"], lease.chunk_id, lease.fence)


async def free_in(connection: Connection, chunk_id: UUID) -> timedelta:
    return cast("timedelta", await connection.fetchval(SQL["free_in"], chunk_id))


async def due(connection: Connection, chunk_id: UUID, limit: int) -> list[Due]:
    rows = await connection.fetch(SQL["due"], chunk_id, limit)
    return [
        Due(
            row["id"],
            row["attempts"],
            Delivery.model_validate(dict(row)) if row["person"] else None,
            row["secret_link"],
            row["departed"],
        )
        for row in rows
    ]


async def next_due_in(connection: Connection, chunk_id: UUID) -> timedelta | None:
    """None when nothing of the chunk is left to do."""
    return cast("timedelta | None", await connection.fetchval(SQL["next_due_in"], chunk_id))


async def open_attempts(
    connection: Connection, deliveries: list[UUID], lease: timedelta
) -> dict[UUID, int]:
    """The attempt that starts for each that may still be sent."""
    rows = await connection.fetch(SQL["open"], deliveries, lease)
    return {row["id"]: row["attempts"] for row in rows}


async def settle(connection: Connection, settlements: Sequence[Settlement]) -> list[Settled]:
    """Those whose state moved."""
    items = [
        {
            "id": item.delivery_id,
            "attempt": item.attempt,
            "state": item.state,
            "wait": item.wait.total_seconds(),
        }
        for item in settlements
    ]
    return [Settled(*row) for row in await connection.fetch(SQL["settle"], items)]


async def stop(connection: Connection, notice_id: UUID) -> list[tuple[UUID, int]]:
    """What had not left yet, with the attempts made."""
    return [(row["id"], row["attempts"]) for row in await connection.fetch(SQL["stop"], notice_id)]


async def any_sending(connection: Connection, notice_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["any_sending"], notice_id))


async def told(
    connection: Connection, notice_id: UUID, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """Contacts whom a notice reached, or may have reached, by contact."""
    return [dict(row) for row in await connection.fetch(SQL["told"], notice_id, after, limit)]


async def page(
    connection: Connection, notice_id: UUID, after: UUID | None, state: State | None, limit: int
) -> list[Row]:
    rows = await connection.fetch(SQL["page"], notice_id, after, state, limit)
    return [Row.model_validate(dict(row)) for row in rows]


async def get(connection: Connection, delivery_id: UUID) -> Standing:
    """Raise ``Missing`` when this tenant has no such delivery."""
    row = await connection.fetchrow(SQL["get"], delivery_id)
    if row is None:
        raise Missing("delivery-missing", "There is no such delivery.")
    return Standing(*row)

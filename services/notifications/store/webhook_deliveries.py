"""Messages, their delivery to each endpoint, and every attempt."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.notifications.domain.webhook_delivery import (
    ASKED_AGAIN,
    Answer,
    Attempt,
    Delivery,
    DeliveryPage,
    State,
)
from services.notifications.domain.webhook_event import News
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Added(NamedTuple):
    id: UUID
    endpoint_id: UUID
    state: State


class Due(NamedTuple):
    id: UUID
    message_id: UUID
    tries: int
    type: str
    occurred_at: datetime
    data: dict[str, Any]
    path: str | None


class Opened(NamedTuple):
    number: int
    tries: int


class Ended(NamedTuple):
    delivery_id: UUID
    number: int
    answer: Answer
    state: State
    wait: timedelta


class Kept(NamedTuple):
    """A delivery with what its message says."""

    delivery: Delivery
    data: dict[str, Any]
    path: str | None


async def add(
    connection: Connection,
    news: Sequence[News],
    occurred_at: datetime | None = None,
    endpoint_id: UUID | None = None,
) -> list[Added]:
    """What was not there yet. Without a moment it occurs now; ``endpoint_id``: to that one alone,
    whatever it wants to hear of."""
    items = [one._asdict() for one in news]
    rows = await connection.fetch(SQL["add"], items, occurred_at, endpoint_id)
    return [Added(*row) for row in rows]


async def due(connection: Connection, endpoint_id: UUID, limit: int) -> list[Due]:
    return [Due(*row) for row in await connection.fetch(SQL["due"], endpoint_id, limit)]


async def open_attempts(
    connection: Connection, deliveries: list[UUID], length: timedelta
) -> dict[UUID, Opened]:
    rows = await connection.fetch(SQL["open"], deliveries, length)
    return {row["id"]: Opened(row["attempts"], row["tries"]) for row in rows}


async def settle(connection: Connection, ended: Sequence[Ended]) -> None:
    items = [
        {
            "id": one.delivery_id,
            "number": one.number,
            **one.answer.model_dump(include={"outcome", "status", "response", "seconds"}),
            "state": one.state,
            "wait": one.wait.total_seconds(),
        }
        for one in ended
    ]
    await connection.execute(SQL["settle"], items)


async def put_back(connection: Connection, unbegun: Mapping[UUID, int]) -> None:
    """What was opened and not begun, by the number of its attempt: as if it had not been opened."""
    if unbegun:
        items = [{"id": one, "number": number} for one, number in unbegun.items()]
        await connection.execute(SQL["put_back"], items)


async def hold(connection: Connection, endpoint_id: UUID) -> None:
    """What has not left stays, until somebody asks for it again."""
    await connection.execute(SQL["hold"], endpoint_id)


async def ask_again(connection: Connection, delivery_id: UUID) -> bool:
    """False when it waits to be sent already."""
    return await connection.fetchval(SQL["ask_again"], delivery_id) is not None


async def ask_held_again(connection: Connection, endpoint_id: UUID) -> None:
    """What was not sent because nothing was sent."""
    await connection.execute(SQL["ask_held_again"], endpoint_id)


async def ask_all_again(connection: Connection, endpoint_id: UUID, since: datetime | None) -> int:
    done = await connection.execute(SQL["ask_all_again"], endpoint_id, ASKED_AGAIN, since)
    return int(done.rpartition(" ")[2])


async def list_page(
    connection: Connection,
    endpoint_id: UUID,
    after: UUID | None,
    only: tuple[State | None, str | None],
    limit: int,
) -> DeliveryPage:
    """The newest first; ``only``: of this state, of this type."""
    rows = await connection.fetch(SQL["page"], endpoint_id, after, *only, limit + 1)
    items = tuple(Delivery.model_validate(dict(row)) for row in rows[:limit])
    return DeliveryPage(items=items, next=items[-1].id if len(rows) > limit else None)


async def read(connection: Connection, delivery_id: UUID) -> Kept:
    """Raise ``Missing`` when this tenant has no such delivery."""
    row = await connection.fetchrow(SQL["read"], delivery_id)
    if row is None:
        raise Missing("webhook-delivery-unknown", "There is no such delivery.")
    return Kept(Delivery.model_validate(dict(row)), row["data"], row["path"])


async def log(connection: Connection, delivery_id: UUID) -> tuple[Attempt, ...]:
    rows = await connection.fetch(SQL["log"], delivery_id)
    return tuple(Attempt.model_validate(dict(row)) for row in rows)


async def forget(connection: Connection, most: int) -> int:
    """Of every tenant, what ended 90 days ago; how many."""
    return int(await connection.fetchval(SQL["forget"], most))

"""Deliveries, the chunks in which they are claimed, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec

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


_terms = msgspec.json.Decoder(list[Terms]).decode
_persons = msgspec.json.Decoder(list[Person]).decode


class Lease(NamedTuple):
    """``opened`` and ``settled`` are the marks as they were when it was claimed, of ``size``."""

    chunk_id: UUID
    notice_id: UUID
    fence: int
    opened: int
    settled: int
    size: int


class Marks(NamedTuple):
    """Up to which ordinal a chunk has settled what it sent, and up to which it may have sent."""

    settled: int
    opened: int


class Due(msgspec.Struct, frozen=True, gc=False):
    """``delivery`` is None where the person has been erased: there is nobody to write to. Who has
    ``departed`` is written to no more."""

    id: UUID
    ordinal: int
    recipient_id: UUID
    client_id: UUID | None
    delivery: Delivery | None
    secret_link: str | None
    departed: bool


class Settlement(NamedTuple):
    delivery_id: UUID
    attempt: int
    state: State
    wait: timedelta


class Settled(msgspec.Struct, frozen=True, gc=False):
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
    delivered_at: datetime | None
    acknowledged_at: datetime | None


class Standing(NamedTuple):
    id: UUID
    notice_id: UUID
    chunk_id: UUID
    state: State
    attempts: int
    recipient_id: UUID


async def unknown(connection: Connection, new: Sequence[NewDelivery]) -> list[NewDelivery]:
    """Those that are not there yet."""
    there = await known(connection, [item.id for item in new])
    return [item for item in new if item.id not in there]


async def known(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are there."""
    return {row["id"] for row in await connection.fetch(SQL["known"], ids)}


async def add(
    connection: Connection,
    notice_id: UUID,
    chunk_id: UUID,
    new: Sequence[NewDelivery],
    after: int,
) -> None:
    """One chunk of them; whom they are for stands in the chain at the places behind ``after``."""
    await connection.execute(SQL["add_chunk"], chunk_id, notice_id, len(new))
    items = [
        item.model_dump(mode="json", exclude={"person"}) | {"ordinal": ordinal}
        for ordinal, item in enumerate(new, 1)
    ]
    await connection.execute(SQL["add"], notice_id, chunk_id, after, items)


async def keep_secret(connection: Connection, delivery_id: UUID, link: str) -> None:
    await connection.execute(SQL["keep_secret"], delivery_id, link)


async def forget_secrets(connection: Connection, deliveries: list[UUID]) -> None:
    await connection.execute(SQL["forget_secrets"], deliveries)


async def claim(connection: Connection, chunk_id: UUID, lease: timedelta) -> Lease | None:
    """None while somebody else holds the chunk."""
    row = await connection.fetchrow(SQL["claim"], chunk_id, lease)
    return row and Lease(chunk_id, *row)


async def renew(connection: Connection, lease: Lease, length: timedelta) -> bool:
    """False once somebody else has claimed the chunk."""
    return bool(await connection.fetchval(SQL["renew"], lease.chunk_id, lease.fence, length))


async def release(connection: Connection, lease: Lease) -> None:
    await connection.execute(SQL["release"], lease.chunk_id, lease.fence)


async def free_in(connection: Connection, chunk_id: UUID) -> timedelta:
    return cast("timedelta", await connection.fetchval(SQL["free_in"], chunk_id))


async def mark(
    connection: Connection, moves: Sequence[tuple[Lease, Marks]], length: timedelta
) -> set[UUID]:
    """The chunks whose marks moved; not one that somebody else has claimed."""
    rows = await connection.fetch(
        SQL["mark"],
        [lease.chunk_id for lease, _ in moves],
        [lease.fence for lease, _ in moves],
        [marks.settled for _, marks in moves],
        [marks.opened for _, marks in moves],
        length,
    )
    return {row["id"] for row in rows}


async def fresh(connection: Connection, lease: Lease) -> list[Due]:
    """What no window was opened for yet, in order."""
    found = await connection.fetchrow(SQL["fresh"], lease.chunk_id, lease.opened)
    return await _due(connection, lease, found)


async def stopped(connection: Connection, moves: Sequence[tuple[Lease, Marks]]) -> set[UUID]:
    """What of these windows is not to be sent after all."""
    rows = await connection.fetch(
        SQL["stopped"],
        [lease.chunk_id for lease, _ in moves],
        [marks.settled for _, marks in moves],
        [marks.opened for _, marks in moves],
    )
    return {row["id"] for row in rows}


async def due(connection: Connection, lease: Lease, limit: int) -> list[Due]:
    """What is to be tried once more."""
    found = await connection.fetchrow(SQL["due"], lease.chunk_id, limit)
    return await _due(connection, lease, found)


async def _due(connection: Connection, lease: Lease, found: Any) -> list[Due]:
    *columns, terms = found
    if terms is None:
        return []
    ids, _, contacts, _, _, _, positions = columns
    reach = (lease.notice_id, min(positions), max(positions))
    persons = _by_position(await connection.fetchrow(SQL["persons"], *reach))
    departed = {row[0] for row in await connection.fetch(SQL["departed"], contacts)}
    secrets = dict(await connection.fetch(SQL["secrets"], ids))
    read: list[Due] = []
    for identity, ordinal, contact, recipient, client, created_at, position, term in zip(
        *columns, _terms(terms), strict=True
    ):
        person, delivery = persons.get(position), None
        if person:
            known = (identity, lease.notice_id, contact, recipient, client)
            delivery = Delivery(*known, term, person, created_at)
        secret, gone = secrets.get(identity), contact in departed
        read.append(Due(identity, ordinal, recipient, client, delivery, secret, gone))
    return read


def _by_position(found: Any) -> dict[int, Person]:
    positions, payloads = found
    return dict(zip(positions, _persons(payloads), strict=True)) if positions else {}


async def interrupted(connection: Connection, lease: Lease) -> list[tuple[UUID, int]]:
    """What the holder before this one may have sent, with the attempt."""
    rows = await connection.fetch(SQL["interrupted"], lease.chunk_id, lease.settled, lease.opened)
    return [(row["id"], row["attempts"]) for row in rows]


async def next_due_in(connection: Connection, chunk_id: UUID) -> timedelta | None:
    """None when nothing of the chunk is left to do."""
    return cast("timedelta | None", await connection.fetchval(SQL["next_due_in"], chunk_id))


async def open_attempts(
    connection: Connection, deliveries: list[UUID], lease: timedelta
) -> dict[UUID, int]:
    """The attempt that starts for each that may be sent once more."""
    rows = await connection.fetch(SQL["open"], deliveries, lease)
    return {row["id"]: row["attempts"] for row in rows}


async def settle(connection: Connection, settlements: Sequence[Settlement]) -> list[Settled]:
    """Those whose state moved."""
    rows = await connection.fetch(SQL["settle"], [_item(one) for one in settlements])
    return [Settled(*row) for row in rows]


async def set_apart(connection: Connection, settlements: Sequence[Settlement]) -> list[Settled]:
    """As ``settle``, of a window that the caller holds: none of it has a state of its own yet."""
    rows = await connection.fetch(SQL["set_apart"], [_item(one) for one in settlements])
    return [Settled(*row) for row in rows]


def _item(item: Settlement) -> dict[str, Any]:
    return {
        "id": item.delivery_id,
        "attempt": item.attempt,
        "state": item.state,
        "wait": item.wait.total_seconds(),
    }


async def stop(connection: Connection, notice_id: UUID) -> list[tuple[UUID, int]]:
    """What had not left yet, with the attempts made. Holds the chunks until the end."""
    await connection.fetch(SQL["hold_chunks"], notice_id)
    return [(row["id"], row["attempts"]) for row in await connection.fetch(SQL["stop"], notice_id)]


async def any_sending(connection: Connection, notice_id: UUID) -> bool:
    return cast("bool", await connection.fetchval(SQL["any_sending"], notice_id))


async def told(
    connection: Connection, notices: Sequence[UUID], after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """Deliveries by which one of these notices reached somebody, or may have, by their id; whom two
    of them reached is there twice."""
    return [dict(row) for row in await connection.fetch(SQL["told"], notices, after, limit)]


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


async def hold(connection: Connection, delivery_id: UUID) -> None:
    """Until the transaction ends; always before its chain, so that no two wait in a ring."""
    await connection.execute(SQL["hold"], delivery_id)

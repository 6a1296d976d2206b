"""The evidence of a notice: appended under the lock of its chain, never changed."""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.notifications.domain.evidence import Disclosure, Fact, Head, Link, extend
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Locked(NamedTuple):
    """The chain of one notice, held until the transaction ends; ``at`` is legal time."""

    notice_id: UUID
    head: Head
    at: datetime


async def lock(connection: Connection, notice_id: UUID) -> Locked:
    row = await connection.fetchrow(SQL["lock"], notice_id)
    assert row is not None, "every notice has a chain"
    return Locked(notice_id, Head(length=row["length"], digest=row["digest"]), row["at"])


async def append(connection: Connection, chain: Locked, facts: Sequence[Fact]) -> None:
    """What is already there is not written twice: (delivery, attempt, kind) happens once."""
    known = await _known(connection, facts)
    fresh = [f for f in facts if (f.delivery_id, f.attempt, f.kind) not in known]
    if not fresh:
        return
    salts = [os.urandom(32) for _ in fresh]
    head, links, disclosures = extend(chain.head, chain.at, fresh, salts)
    rows = [_row(*pair) for pair in zip(links, disclosures, strict=True)]
    await connection.execute(SQL["append"], chain.notice_id, rows, chain.at)
    await connection.execute(SQL["move_head"], chain.notice_id, head.length, head.digest)


async def _known(connection: Connection, facts: Sequence[Fact]) -> set[tuple[UUID, int, str]]:
    rows = await connection.fetch(SQL["known"], [fact.delivery_id for fact in facts])
    return {(row["delivery_id"], row["attempt"], row["kind"]) for row in rows}


def _row(link: Link, disclosure: Disclosure) -> dict[str, object]:
    return {
        "position": link.position,
        "delivery_id": link.delivery_id,
        "attempt": link.attempt,
        "kind": link.kind,
        "details": link.details,
        "commitment": link.commitment.hex(),
        "digest": link.digest.hex(),
        "salt": disclosure.salt.hex(),
        "payload": disclosure.payload,
    }


async def head(connection: Connection, notice_id: UUID) -> Head:
    row = await connection.fetchrow(SQL["head"], notice_id)
    assert row is not None, "every notice has a chain"
    return Head(length=row["length"], digest=row["digest"])


async def chain(
    connection: Connection, notice_id: UUID
) -> AsyncIterator[tuple[Link, Disclosure | None]]:
    """Every row in order, streamed; ``None`` where the personal part was erased."""
    async for row in connection.cursor(SQL["chain"], notice_id, prefetch=500):
        values = dict(row)
        salt, payload = values.pop("salt"), values.pop("payload")
        opened = salt and Disclosure(position=row["position"], salt=salt, payload=payload)
        yield Link.model_validate(values), opened or None

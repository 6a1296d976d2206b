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


async def append(
    connection: Connection, chain: Locked, facts: Sequence[Fact], *, new: bool = False
) -> list[Fact]:
    """What was not there yet: (delivery, attempt, kind) happens once.

    ``new``: the caller knows of none that is there; where one is, ``UniqueViolationError``.
    """
    if not new:
        known = await _known(connection, facts)
        facts = [f for f in facts if (f.delivery_id, f.attempt, f.kind) not in known]
    if facts:
        salts = os.urandom(32 * len(facts))
        each = (salts[start : start + 32] for start in range(0, len(salts), 32))
        head, rows = extend(chain.head, chain.at, facts, each)
        written = (chain.notice_id, chain.at, rows, head.length, head.digest)
        await connection.execute(SQL["append"], *written)
        if not new:
            reach = (chain.notice_id, chain.head.length, head.length)
            await connection.execute(SQL["leave_unnamed"], *reach)
    return list(facts)


async def _known(connection: Connection, facts: Sequence[Fact]) -> set[tuple[UUID, int, str]]:
    rows = await connection.fetch(SQL["known"], [fact.delivery_id for fact in facts])
    return {(row["delivery_id"], row["attempt"], row["kind"]) for row in rows}


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

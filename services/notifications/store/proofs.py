"""What a check and a report of evidence read beside the chains themselves."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

import msgspec

from services.notifications.domain.delivery import State, Terms
from services.notifications.domain.telling import Telling
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Provable(NamedTuple):
    tenant_id: UUID
    notice_id: UUID


class Wording(NamedTuple):
    """One form in which a notice was told, to how many, and the terms of one of them."""

    recipients: int
    terms: Terms


async def recipients(connection: Connection, notice_id: UUID) -> AsyncIterator[UUID]:
    """What contracts knows those by whom a notice is for, in order, streamed."""
    async for row in connection.cursor(SQL["recipients"], notice_id, prefetch=1000):
        # Of a class of the driver's own, which is slower to compare.
        yield UUID(int=row["recipient_id"].int)


async def provable(
    connection: Connection, wanted: UUID | None, after: UUID | None, most: int
) -> list[Provable]:
    """Notices of every tenant, identifiers only, in order: of this change, or this one alone."""
    rows = await connection.fetch(SQL["provable"], wanted, after, most)
    return [Provable(*row) for row in rows]


async def of_change(connection: Connection, change_id: UUID) -> list[UUID]:
    """The notices of a change and of the objections to it, the first one first."""
    return [row["id"] for row in await connection.fetch(SQL["of_change"], change_id)]


async def wordings(connection: Connection, notice_id: UUID) -> list[Wording]:
    """What most were told first."""
    rows = await connection.fetch(SQL["wordings"], notice_id)
    return [Wording(row["recipients"], msgspec.convert(row["terms"], Terms)) for row in rows]


async def tellings(
    connection: Connection,
    notice_id: UUID,
    after: UUID | None,
    limit: int,
    states: Sequence[State] | None = None,
) -> list[Telling]:
    """A page of everybody whom a notice is for, with all that happened."""
    wanted = None if states is None else list(states)
    rows = await connection.fetch(SQL["tellings"], notice_id, after, wanted, limit)
    return [Telling.model_validate(dict(row)) for row in rows]


async def now(connection: Connection) -> datetime:
    """Legal time, as ``snapshot`` sees it."""
    return cast("datetime", await connection.fetchval(SQL["now"]))

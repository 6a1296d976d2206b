from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain.deadline import CALENDAR, last_day
from services.contracts.domain.gate import Outcome, RecipientLine, RecipientPage
from shared.database import Connection
from shared.events import Settled
from shared.sql import load

SQL = load(__file__)


class Waiting(NamedTuple):
    """Which agreements of a change: those of these terms, behind ``after``, so many at most."""

    terms: list[dict[str, Any]]
    after: UUID | None
    limit: int


async def list_page(
    connection: Connection,
    change_id: UUID,
    after: UUID | None,
    limit: int,
    recipient_id: UUID | None = None,
) -> RecipientPage:
    """In the order in which they were added; ``next`` is the last recipient of this page."""
    rows = await connection.fetch(SQL["list_page"], change_id, after, recipient_id, limit + 1)
    items = tuple(RecipientLine.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return RecipientPage(items=items, next=str(items[-1].recipient_id) if more else None)


async def lock(connection: Connection, change_id: UUID, recipients: Sequence[UUID]) -> list[UUID]:
    """The agreements of these recipients, kept from anybody else's outcomes until the end."""
    rows = await connection.fetch(SQL["lock"], change_id, list(recipients))
    return [row["agreement_id"] for row in rows]


async def record(
    connection: Connection,
    change_id: UUID,
    outcome: Outcome,
    notice_id: UUID,
    settled: Sequence[Settled],
) -> None:
    """An outcome that was recorded before is left as it is."""
    await connection.execute(SQL["record"], change_id, outcome, notice_id, list(settled))


async def recompute(connection: Connection, change_id: UUID, agreements: Sequence[UUID]) -> None:
    """Who is reached, when the clock started and until when it runs, from all outcomes so far."""
    touched = list(agreements)
    await connection.execute(SQL["recompute"], change_id, touched)
    undated = await connection.fetch(SQL["undated"], change_id, touched)
    deadlines = [
        dict(row) | {"deadline": last_day(row["start"], row["days"], row["day_kind"])}
        for row in undated
    ]
    await connection.execute(SQL["set_deadlines"], change_id, touched, deadlines, CALENDAR)
    await connection.execute(SQL["weigh"], change_id, touched)


async def late_terms(
    connection: Connection, change_id: UUID, today: date, days: int
) -> list[dict[str, Any]]:
    """Of those who were not reached, the terms whose last day, had they been told at once, is no
    more than ``days`` away."""
    rows = await connection.fetch(SQL["late_terms"], change_id)
    return [
        dict(row)
        for row in rows
        if last_day(row["start"], row["days"], row["day_kind"]) - timedelta(days=days) <= today
    ]


async def lock_late(connection: Connection, change_id: UUID, waiting: Waiting) -> list[UUID]:
    """Agreements of these terms of which nobody was reached, kept from anybody else's outcomes."""
    rows = await connection.fetch(SQL["lock_late"], change_id, *waiting)
    return [row["agreement_id"] for row in rows]


async def escalate(
    connection: Connection, change_id: UUID, agreements: Sequence[UUID], *, unheard: bool = False
) -> list[UUID]:
    """The recipients that were added: notice, privacy, signatory and breach contacts in turn.
    ``unheard``: also where who was written to 20 hours ago or more has not been heard of."""
    rows = await connection.fetch(SQL["escalate"], change_id, list(agreements), unheard)
    return [row["id"] for row in rows]


async def lock_unreached(connection: Connection, client_id: UUID) -> list[tuple[UUID, UUID]]:
    """(change, agreement) of what this client was not told of, kept from anybody else's outcomes
    until the end."""
    rows = await connection.fetch(SQL["lock_unreached"], client_id)
    return [(row["change_id"], row["agreement_id"]) for row in rows]

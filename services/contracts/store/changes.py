from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.change import (
    ChangeDraft,
    ChangeLine,
    ChangePage,
    ChangeState,
    ChangeSummary,
    pair,
)
from services.contracts.domain.deadline import CALENDAR, DayKind, last_days
from services.contracts.domain.notice import NoticeRecipient
from services.contracts.domain.terms import Authorisation
from services.contracts.store import links
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
# Seconds: a publication that touches a million agreements takes minutes.
LARGE = 1800


class TouchedTerms(NamedTuple):
    """How many agreements stand under the same term; ``emergency`` with a clause for that."""

    days: int
    day_kind: DayKind
    authorisation: Authorisation
    emergency: bool
    agreements: int


class Told(NamedTuple):
    """How many people a change would be told to, how many agreements have nobody to tell, and how
    many clients of how many resellers that is."""

    recipients: int
    without_recipient: int
    clients: int
    resellers: int


class Frozen(NamedTuple):
    """``added``: the recipients, told apart only when clients join a running change."""

    agreements: int
    recipients: int
    added: list[UUID]


async def insert(connection: Connection, draft: ChangeDraft, by: UUID | None) -> UUID:
    """Its links included; those that begin hold nowhere yet."""
    change_id: UUID = await connection.fetchval(SQL["insert"], draft, by, list(draft.ends))
    await links.insert(connection, draft.begins, change_id)
    return change_id


async def lock_draft(connection: Connection, change_id: UUID) -> None:
    """One editor of a draft at a time."""
    await connection.execute(SQL["lock_draft"], change_id)


async def edit(
    connection: Connection, change_id: UUID, draft: ChangeDraft, fields: set[str], by: UUID | None
) -> None:
    """Put the draft in the place of what stands; its links only where they are among the fields."""
    await connection.execute(SQL["edit"], change_id, draft, sorted(fields), by)
    if "ends" in fields:
        await connection.execute(SQL["drop_ends"], change_id)
        await connection.execute(SQL["add_ends"], change_id, list(draft.ends))
    if "begins" in fields:
        await connection.execute(SQL["drop_begins"], change_id)
        await links.insert(connection, draft.begins, change_id)


async def editors(connection: Connection, change_id: UUID) -> set[UUID]:
    """Everybody who drafted or edited it."""
    return {row["id"] for row in await connection.fetch(SQL["editors"], change_id)}


async def affects(connection: Connection, change_id: UUID, agreement_id: UUID) -> UUID | None:
    """The agreement, where the change touches it."""
    touched: UUID | None = await connection.fetchval(SQL["affects"], change_id, agreement_id)
    return touched


async def discard(connection: Connection, change_id: UUID, by: UUID | None) -> None:
    await connection.execute(SQL["discard"], change_id, by)


async def read(connection: Connection, change_id: UUID) -> ChangeSummary | None:
    row = await connection.fetchrow(SQL["read"], change_id)
    return ChangeSummary.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection,
    after: str | None,
    limit: int,
    client_id: UUID | None = None,
    state: ChangeState | None = None,
) -> ChangePage:
    """The newest first; with a client only what was announced to it."""
    last_id = page.decode(after)[1] if after else None
    rows = await connection.fetch(SQL["list_page"], last_id, client_id, state, limit + 1)
    items = tuple(ChangeSummary.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ChangePage(items=items, next=page.encode("", items[-1].id) if more else None)


async def list_announced(connection: Connection) -> list[UUID]:
    """Published and not over, the first to take effect first."""
    return [row["id"] for row in await connection.fetch(SQL["list_announced"])]


async def list_waiting(connection: Connection, agreements: Sequence[UUID]) -> list[UUID]:
    """Published, effective for nobody yet, and not announced to all of these agreements."""
    rows = await connection.fetch(SQL["list_waiting"], agreements)
    return [row["change_id"] for row in rows]


async def lines(connection: Connection, change_id: UUID) -> tuple[ChangeLine, ...]:
    rows = await connection.fetch(SQL["link_ids"], change_id)
    held = {
        link.link_id: link
        for link in await links.read_many(connection, [row["id"] for row in rows])
    }
    return pair(
        [held[row["id"]] for row in rows if row["ends"]],
        [held[row["id"]] for row in rows if not row["ends"]],
    )


async def endable(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these links hold, or will, with no end in sight."""
    return {row["id"] for row in await connection.fetch(SQL["endable"], list(ids))}


async def claimed(connection: Connection, ids: Sequence[UUID], by_other_than: UUID) -> set[UUID]:
    """Which of these links another published change is about to end."""
    rows = await connection.fetch(SQL["claimed"], list(ids), by_other_than)
    return {row["link_id"] for row in rows}


async def overlapping(connection: Connection, change_id: UUID) -> set[UUID]:
    """Which of its new links can't begin, because the same party has such a link already."""
    return {row["id"] for row in await connection.fetch(SQL["overlapping"], change_id)}


async def _products(connection: Connection, change_id: UUID) -> list[UUID]:
    """Those of its links that enter an annex."""
    found: list[UUID] = await connection.fetchval(SQL["products_of"], change_id)
    return found


async def touched_terms(connection: Connection, change_id: UUID) -> list[TouchedTerms]:
    rows = await connection.fetch(SQL["touched_terms"], await _products(connection, change_id))
    return [TouchedTerms(*row) for row in rows]


async def told(connection: Connection, change_id: UUID) -> Told:
    row = await connection.fetchrow(SQL["told"], await _products(connection, change_id))
    return Told(*(row or (0, 0, 0, 0)))


async def samples(connection: Connection, change_id: UUID) -> tuple[NoticeRecipient, ...]:
    """One of the people who would be told, per language and kind of terms."""
    rows = await connection.fetch(SQL["samples"], await _products(connection, change_id))
    return tuple(NoticeRecipient.model_validate(dict(row)) for row in rows)


async def publish(connection: Connection, change_id: UUID, by: UUID | None) -> bool:
    """False when it was published before."""
    return await connection.fetchval(SQL["publish"], change_id, by) is not None


async def withdraw(connection: Connection, change_id: UUID, by: UUID | None) -> bool:
    """False when it was withdrawn before."""
    return await connection.fetchval(SQL["withdraw"], change_id, by) is not None


async def freeze(connection: Connection, change_id: UUID, today: date) -> Frozen:
    """Recipients and terms of everybody touched."""
    asked = change_id, _last_days(today), CALENDAR, await _products(connection, change_id)
    row = await connection.fetchrow(SQL["freeze"], *asked, timeout=LARGE)
    await connection.execute(SQL["mark_leaving"], change_id)
    return Frozen(*(row or (0, 0, [])))


async def freeze_joining(
    connection: Connection, change_id: UUID, today: date, agreements: Sequence[UUID]
) -> Frozen:
    """Recipients and terms of those among the agreements that a running change touches as well."""
    asked = (
        change_id,
        _last_days(today),
        CALENDAR,
        await _products(connection, change_id),
        agreements,
    )
    row = await connection.fetchrow(SQL["freeze_joining"], *asked, timeout=LARGE)
    await connection.execute(SQL["mark_concerned"], agreements)
    return Frozen(*(row or (0, 0, [])))


def _last_days(today: date) -> dict[str, date]:
    return {f"{kind} {days}": day for days, kind, day in last_days(today)}

"""Deliveries in doubt are settled by what the mail server itself wrote down, never by a guess."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.commands.record_outcomes import settle
from services.notifications.commands.settle_delivery import release_as, send_released
from services.notifications.domain.evidence import STATE_AFTER, Fact, Occurrence
from services.notifications.domain.mail_log import Doubt, MailLog
from services.notifications.store import doubts, notices
from services.notifications.store.deliveries import Settlement, Standing
from services.notifications.store.doubts import InDoubt
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, system_transaction, tenant_transaction

_PAGE = 1000


class Given(NamedTuple):
    """What was handed in. ``server_waits``: for how long the server waits for the rest of a message
    whose sender has gone (Postfix: ``smtpd_timeout``)."""

    lines: Iterable[str]
    zone: tzinfo | None
    server_waits: timedelta


class Reconciled(BaseModel):
    """``confirmed`` were taken, ``released`` were not and are sent again, ``stopped`` were not and
    have been withdrawn since. Still in doubt: ``unfinished`` have a trace and no end, of
    ``uncovered`` the log doesn't show the whole time, for ``incomplete`` it lacks what was taken
    for certain, of ``gone`` the link to sign in was kept once only."""

    confirmed: int = 0
    released: int = 0
    stopped: int = 0
    unfinished: int = 0
    uncovered: int = 0
    incomplete: int = 0
    gone: int = 0


class Reading(NamedTuple):
    log: MailLog
    server_waits: timedelta
    by: dict[str, str]


async def reconcile_all(pool: Pool, return_path: ReturnPath, given: Given) -> Reconciled:
    """For every tenant; each notice is settled in transactions of its own."""
    found: dict[UUID, list[InDoubt]] = {}
    async with system_transaction(pool) as connection:
        tenants = await doubts.tenants(connection)
    for tenant_id in tenants:
        async with tenant_transaction(pool, tenant_id) as connection:
            found[tenant_id] = await _in_doubt(connection)
    everything = [one for items in found.values() for one in items]
    reading = await asyncio.to_thread(_read, return_path, everything, given, {})
    counted: Counter[str] = Counter()
    for tenant_id, items in found.items():
        for doubted in _by_notice(items):
            async with tenant_transaction(pool, tenant_id) as connection:
                counted += await _settle(connection, tenant_id, doubted, reading)
    return Reconciled(**counted)


async def reconcile(
    connection: Connection, tenant_id: UUID, by: UUID | None, return_path: ReturnPath, given: Given
) -> Reconciled:
    """For one tenant, on the word of its staff."""
    items = await _in_doubt(connection)
    # In a thread: a long log keeps nobody else waiting.
    reading = await asyncio.to_thread(_read, return_path, items, given, {"by": str(by)})
    counted: Counter[str] = Counter()
    for doubted in _by_notice(items):
        counted += await _settle(connection, tenant_id, doubted, reading)
    return Reconciled(**counted)


async def _in_doubt(connection: Connection) -> list[InDoubt]:
    found: list[InDoubt] = []
    after = None
    while page := await doubts.page(connection, after, _PAGE):
        found += page
        after = page[-1].doubt.delivery_id
    return found


def _read(
    return_path: ReturnPath, items: Sequence[InDoubt], given: Given, by: dict[str, str]
) -> Reading:
    known = {item.doubt.delivery_id for item in items}
    known.update(who for item in items for who, _ in item.doubt.witnesses)
    names = {name.lower(): who for who in known for name in return_path.names(who)}
    log = MailLog(names, datetime.now(UTC), given.zone)
    log.read(given.lines)
    return Reading(log, given.server_waits, by)


def _by_notice(items: Sequence[InDoubt]) -> list[list[Doubt]]:
    found: defaultdict[UUID, list[Doubt]] = defaultdict(list)
    for item in items:
        found[item.notice_id].append(item.doubt)
    return [found[notice_id] for notice_id in sorted(found)]


async def _settle(
    connection: Connection, tenant_id: UUID, doubted: Sequence[Doubt], reading: Reading
) -> Counter[str]:
    counted: Counter[str] = Counter()
    verdicts = {doubt.delivery_id: reading.log.of(doubt, reading.server_waits) for doubt in doubted}
    standing = await doubts.hold(connection, list(verdicts))
    if not standing:
        return counted
    notice = await notices.get(connection, standing[0].notice_id)
    release = await release_as(connection, notice)
    decided: list[tuple[Standing, Occurrence]] = []
    for item in standing:
        verdict = verdicts[item.id]
        kind = "confirmed" if verdict == "taken" else release if verdict == "absent" else None
        counted[kind or ("gone" if verdict == "absent" else verdict)] += 1
        if kind:
            decided.append((item, kind))
    await _write(connection, tenant_id, notice, decided, reading)
    return counted


async def _write(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    decided: Sequence[tuple[Standing, Occurrence]],
    reading: Reading,
) -> None:
    facts = [_fact(item, kind, reading) for item, kind in decided]
    settlements = [
        Settlement(item.id, item.attempts, STATE_AFTER[kind], timedelta(0))
        for item, kind in decided
    ]
    if facts:
        await settle(connection, tenant_id, notice, facts, settlements)
    chunks = {item.chunk_id for item, kind in decided if kind == "released"}
    await send_released(connection, tenant_id, notice, chunks)


def _fact(item: Standing, kind: Occurrence, reading: Reading) -> Fact:
    """The line stands apart from the chain: a mail server may write anything there."""
    taken = reading.log.taken.get(item.id)
    if taken is None:
        return Fact(item.id, item.attempts, kind, {"reason": "not-in-mail-log"}, reading.by)
    details = {"reason": "in-mail-log", "queue_id": taken.queue_id}
    return Fact(item.id, item.attempts, kind, details, reading.by | {"line": taken.line[:1000]})

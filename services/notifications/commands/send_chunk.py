"""Sends what is due of one chunk: a window opened on record, its messages sent, their outcomes
recorded together with the opening of the next.

What a worker that died may have sent is in doubt (RFC 1047: SMTP has no way to ask) until the mail
server's log or staff settles it. It is not sent again by itself: nobody is told twice.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from services.notifications.commands.ask_links import Links, ask_links
from services.notifications.commands.jobs import Again
from services.notifications.commands.lease import Hold, hold
from services.notifications.commands.record_outcomes import Ended, record_outcomes, settle
from services.notifications.commands.send_window import Channel, Prepared, Window
from services.notifications.commands.turn_windows import Clerk
from services.notifications.domain.delivery import State
from services.notifications.domain.evidence import Fact
from services.notifications.domain.facts import Kind
from services.notifications.domain.outcome import Outcome
from services.notifications.store import deliveries, evidence, notices
from services.notifications.store.deliveries import Due, Marks, Settlement
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import Unavailable
from shared.http import Peer

# How much a crash may leave in doubt, of each chunk that was being sent.
WINDOW = 250
_ordinal = attrgetter("ordinal")
_CHANNEL_DOWN = timedelta(seconds=3)
# Nothing of an agreement hangs on these: twice is better than never.
_REPEATABLE: frozenset[Kind] = frozenset(
    {"sign_in", "subscription_asked", "webhook_halted", "upstream_expiring", "message_test"}
)


@dataclass(frozen=True)
class Desk:
    """What sending needs; ``stopping`` is set when the process has to end."""

    pool: Pool
    channel: Channel
    portal: Peer
    lease: timedelta
    stopping: asyncio.Event
    clerk: Clerk = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clerk", Clerk(self.pool))


class Run(NamedTuple):
    """One chunk in one pair of hands."""

    desk: Desk
    tenant_id: UUID
    notice: Notice
    held: Hold
    first: bool

    def may_start(self) -> bool:
        return self.held.good and not self.desk.stopping.is_set()


async def send_chunk(
    desk: Desk, tenant_id: UUID, chunk_id: UUID, *, first: bool = False
) -> Again | None:
    """``first``: before all other mail that waits for a connection."""
    async with hold(desk.pool, tenant_id, chunk_id, desk.lease) as held:
        if held is None:
            async with tenant_transaction(desk.pool, tenant_id) as connection:
                free_in = await deliveries.free_in(connection, chunk_id)
            return Again(free_in + timedelta(seconds=0.2))
        async with tenant_transaction(desk.pool, tenant_id) as connection:
            notice = await notices.dressed(connection, held.lease.notice_id)
            await _take_over(connection, tenant_id, notice, held)
            fresh = await deliveries.fresh(connection, held.lease)
        run = Run(desk, tenant_id, notice, held, first)
        again = await _send_fresh(run, fresh) or await _send_again(run)
    if again:
        return again
    async with tenant_transaction(desk.pool, tenant_id) as connection:
        left = await deliveries.next_due_in(connection, chunk_id)
    return None if left is None else Again(left)


async def _take_over(connection: Connection, tenant_id: UUID, notice: Notice, held: Hold) -> None:
    """Whoever held the chunk before and left no word may have sent all that it opened."""
    lease = held.lease
    lost = await deliveries.interrupted(connection, lease)
    if lost:
        state: State = "queued" if notice.kind in _REPEATABLE else "in_doubt"
        facts = [Fact(i, n, "interrupted", {"reason": "worker-lost"}) for i, n in lost]
        settlements = [Settlement(i, n, state, timedelta(0)) for i, n in lost]
        await settle(connection, tenant_id, notice, facts, settlements)
    if lease.settled < lease.opened:
        marks = Marks(lease.opened, lease.opened)
        await deliveries.mark(connection, [(lease, marks)], held.length)


async def _send_fresh(run: Run, fresh: Sequence[Due]) -> Again | None:
    """Window by window; each is recorded in the transaction that opens the next."""
    at, last = run.held.lease.opened, run.held.lease.size
    if at == last:
        return None
    links = await _ready(run, fresh)
    if links is None:
        return Again(_CHANNEL_DOWN)
    turn = partial(run.desk.clerk.turn, run.tenant_id, run.notice, run.held)
    ended: list[Ended] = []
    while run.may_start() or ended:
        opened = min(at + WINDOW, last) if run.may_start() else at
        marks = Marks(at, opened)
        stopped = await turn(marks, ended)
        ended = []
        if stopped is None or opened == at:
            break
        start, end = (bisect_right(fresh, mark, key=_ordinal) for mark in (at, opened))
        todo = [d for d in fresh[start:end] if d.id not in stopped]
        window = Window(run.desk.channel, run.notice, todo, links)

        async def note(done: list[Ended], marks: Marks = marks) -> None:
            await turn(marks, done)

        attempts = {item.id: 1 for item in todo}
        await window.send(attempts, run.may_start, note, first=run.first)
        at, ended = opened, window.ended
    return None


async def _send_again(run: Run) -> Again | None:
    """What stands apart and is due, each attempt on record before it starts."""
    while run.may_start():
        async with tenant_transaction(run.desk.pool, run.tenant_id) as connection:
            due = await deliveries.due(connection, run.held.lease, WINDOW)
        if not due:
            return None
        links = await _ready(run, due)
        if links is None:
            return Again(_CHANNEL_DOWN)
        window = Window(run.desk.channel, run.notice, due, links)
        attempts = await _open(run, window)

        async def note(done: list[Ended]) -> None:
            await record_outcomes(run.desk.pool, run.tenant_id, run.notice, done)

        await window.send(attempts, run.may_start, note, first=run.first)
        if window.ended:
            await note(window.ended)
    return None


async def _open(run: Run, window: Window) -> dict[UUID, int]:
    """The attempts that may start, each on record before it does; none when the chunk is lost."""
    async with tenant_transaction(run.desk.pool, run.tenant_id) as connection:
        if not await deliveries.renew(connection, run.held.lease, run.held.length):
            run.held.lost()
            return {}
        wanted = [item.id for item in window.due]
        attempts = await deliveries.open_attempts(connection, wanted, run.held.length)
        chain = await evidence.lock(connection, run.notice.id)
        facts = [
            _opened(item.id, attempts[item.id], window.make(item))
            for item in window.due
            if item.id in attempts
        ]
        await evidence.append(connection, chain, facts)
    return attempts


def _opened(delivery_id: UUID, attempt: int, made: Prepared | Outcome) -> Fact:
    if isinstance(made, Outcome):
        return Fact(delivery_id, attempt, "opened")
    return Fact(delivery_id, attempt, "opened", made.details, made.payload)


async def _ready(run: Run, due: Sequence[Due]) -> Links | None:
    """The links that the messages need; None while the portal or the other side is down."""
    try:
        links = await ask_links(run.desk.portal, run.tenant_id, run.notice, due)
    except Unavailable:
        return None
    return links if await run.desk.channel.ready() else None

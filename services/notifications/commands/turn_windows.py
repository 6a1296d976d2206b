"""The windows of one notice, turned together: what ended is written down in the transaction that
opens what comes next.

Only one at a time can extend a chain. Windows that wait for it are taken together by the one that
has it, so that the more of them there are, the fewer transactions each costs.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.notifications.commands.lease import Hold
from services.notifications.commands.record_outcomes import (
    PASSING,
    Ended,
    Patience,
    record_outcomes,
    record_window,
)
from services.notifications.store import deliveries
from services.notifications.store.deliveries import Marks
from services.notifications.store.notices import Notice
from shared.database import Pool, tenant_transaction

_MOST = 8


class Turn(NamedTuple):
    """``done`` tells what of the window that is open now has been stopped; None: the chunk is
    somebody else's."""

    held: Hold
    marks: Marks
    ended: Sequence[Ended]
    done: "asyncio.Future[set[UUID] | None]"


class Clerk:
    """Writes for all who send in this process, one transaction at a time for each notice."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: dict[UUID, list[Turn]] = {}
        self._working: set[asyncio.Task[None]] = set()

    async def turn(
        self, tenant_id: UUID, notice: Notice, held: Hold, marks: Marks, ended: Sequence[Ended]
    ) -> set[UUID] | None:
        """Move the marks and write down what ended, however long it takes; what of the window that
        is open now has been stopped. None once somebody else has the chunk."""
        turn = Turn(held, marks, ended, asyncio.get_running_loop().create_future())
        if notice.id in self._waiting:
            self._waiting[notice.id].append(turn)
        else:
            self._waiting[notice.id] = [turn]
            task = asyncio.create_task(self._work(tenant_id, notice))
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await turn.done

    async def _work(self, tenant_id: UUID, notice: Notice) -> None:
        waiting = self._waiting[notice.id]
        while waiting:
            turns, waiting[:] = waiting[:_MOST], waiting[_MOST:]
            try:
                await self._write(tenant_id, notice, turns)
            except Exception as error:  # each hears of it and leaves its chunk as it stands
                for turn in turns:
                    if not turn.done.done():
                        turn.done.set_exception(error)
        del self._waiting[notice.id]

    async def _write(self, tenant_id: UUID, notice: Notice, turns: Sequence[Turn]) -> None:
        patience, new = Patience(notice), True
        while True:
            since = time.monotonic()
            try:
                ours, stopped = await self._together(tenant_id, notice, turns, new=new)
            except PASSING as error:
                new = False
                await patience.after(error)
            else:
                break
        for turn in turns:
            kept = turn.held.lease.chunk_id in ours
            if kept:
                turn.held.renewed(since)
            else:
                turn.held.lost()
                # True all the same, whoever works on its chunk now.
                await record_outcomes(self._pool, tenant_id, notice, turn.ended)
            if not turn.done.done():
                turn.done.set_result(stopped if kept else None)

    async def _together(
        self, tenant_id: UUID, notice: Notice, turns: Sequence[Turn], *, new: bool
    ) -> tuple[set[UUID], set[UUID]]:
        moves = [(turn.held.lease, turn.marks) for turn in turns]
        async with tenant_transaction(self._pool, tenant_id) as connection:
            ours = await deliveries.mark(connection, moves, turns[0].held.length)
            stopped = await deliveries.stopped(connection, moves)
            ended = [e for turn in turns if turn.held.lease.chunk_id in ours for e in turn.ended]
            if ended:
                await record_window(connection, tenant_id, notice, ended, new=new)
        return ours, stopped

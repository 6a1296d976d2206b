"""A step of a change outlasts the request in which it was asked, and what became of it is kept."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.portal.domain.long_steps import UNANSWERED
from services.portal.domain.problem import PartDown, Refused
from services.portal.domain.reader import Reader
from services.portal.store import long_steps
from shared.database import Pool, tenant_transaction

# Nobody looks longer at a page that does not come.
PATIENCE = timedelta(seconds=8)


class LongSteps:
    """Those that this process waits for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting = set[asyncio.Task[None]]()

    async def take(
        self, reader: Reader, change_id: UUID, step: str, asked: Coroutine[Any, Any, None]
    ) -> UUID | None:
        """Nothing when it was done at once, else under which number it goes on. ``Refused`` or
        ``PartDown`` when that was the answer at once."""
        answer = self._kept(asked)
        done, _ = await asyncio.wait({answer}, timeout=PATIENCE.total_seconds())
        if done:
            answer.result()
            return None
        async with tenant_transaction(self._pool, reader.tenant_id) as connection:
            step_id = await long_steps.add(connection, reader, change_id, step, PATIENCE)
        self._kept(self._follow(answer, reader.tenant_id, step_id))
        return step_id

    async def close(self) -> None:
        """Whoever looks is told that the answer was not waited for; the other part goes on."""
        waiting = list(self._waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def _kept(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        return task

    async def _follow(self, answer: asyncio.Task[None], tenant_id: UUID, step_id: UUID) -> None:
        refusal: str | None = UNANSWERED
        try:
            await answer
            refusal = None
        except Refused as error:
            refusal = error.refusal.code
        except PartDown:
            pass
        finally:
            async with tenant_transaction(self._pool, tenant_id) as connection:
                await long_steps.end(connection, step_id, refusal)

"""How far a notice is, while it goes out."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from pydantic import BaseModel

from services.notifications.routes.notices import READERS
from services.notifications.store import gatherings, notices, progress, proofs
from services.notifications.store.progress import Cause
from shared.database import snapshot
from shared.web import ActorRequest, only


class ProgressOut(BaseModel):
    """``gathering`` is true while recipients are still being read. ``per_second``: how many were
    settled a second just now. ``put_off``: how many of ``remaining`` the mail server wants later,
    the first of them at ``next_attempt_at``; ``ready_at``: when the others are done at this pace,
    null while nothing moves. ``causes``: why some were not reached, the most frequent first."""

    notice_id: UUID
    gathering: bool
    problem: dict[str, Any] | None
    total: int
    remaining: int
    counts: dict[str, int]
    per_second: float
    put_off: int
    next_attempt_at: datetime | None
    ready_at: datetime | None
    causes: list[Cause]


@get("/progress/{notice_id:uuid}", guards=[only(*READERS)])
async def read_progress(
    request: ActorRequest, state: State, notice_id: FromPath[UUID]
) -> ProgressOut:
    """How many are told, waiting, failed, in doubt; how fast it goes, until when, and why not."""
    async with snapshot(state.pool, request.user.tenant) as connection:
        notice = await notices.get(connection, notice_id)
        gathering = await gatherings.progress(connection, notice_id)
        counts = (await notices.counts(connection, [notice_id])).get(notice_id, {})
        pace = await progress.pace(connection, notice_id, notice.created_at)
        later = await progress.put_off(connection, notice_id)
        causes = await progress.causes(connection, notice_id)
        now = await proofs.now(connection)
    remaining = counts.get("queued", 0) + counts.get("sending", 0)
    left = max(remaining - later.deliveries, 0)
    return ProgressOut(
        notice_id=notice_id,
        gathering=gathering.open > 0,
        problem=gathering.problem,
        total=sum(counts.values()),
        remaining=remaining,
        counts=counts,
        per_second=round(pace, 1),
        put_off=later.deliveries,
        next_attempt_at=later.next_attempt_at,
        ready_at=now + timedelta(seconds=left / pace) if left and pace else None,
        causes=causes,
    )


HANDLERS = [read_progress]

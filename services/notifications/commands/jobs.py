"""What the queue is asked to do: one entrypoint per kind of work, one row of ours per job.

The queue only wakes us. What is done and what is not stands in our own tables, and a sweep asks
again for whatever a crash left without a job.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from services.notifications.domain.facts import Kind
from shared.database import Connection
from shared.queue import hurried, jobs

SCHEMA = "notifications"
Work = Literal["gather", "gather_first", "send", "send_first", "send_now", "post", "warn", "print"]


def gathering(kind: Kind) -> Work:
    """In which lane the recipients of a notice are read."""
    return "gather_first" if kind == "incident_notified" else "gather"


def sending(kind: Kind) -> Work:
    """In which lane its messages leave."""
    if kind in ("sign_in", "subscription_asked"):
        return "send_now"
    return "send_first" if kind == "incident_notified" else "send"


class Again(NamedTuple):
    """Not finished: come back after this long."""

    wait: timedelta


class Job(NamedTuple):
    tenant_id: UUID
    id: UUID

    def encode(self) -> bytes:
        return json.dumps([str(self.tenant_id), str(self.id)]).encode()

    @classmethod
    def decode(cls, payload: bytes | None) -> "Job":
        tenant, identity = json.loads(payload or b"[]")
        return cls(UUID(tenant), UUID(identity))


async def call(connection: Connection, work: Work, todo: Sequence[Job]) -> None:
    """As ``enqueue``, for work that finds what is due by itself and is asked for often: a job that
    waits for its time need wait no more, and behind one that runs, and may have looked already,
    comes one other."""
    keys = [key for job in todo for key in (_key(work, job), _next(work, job))]
    waiting = await hurried(connection, SCHEMA, keys)
    wanted = [job for job in todo if waiting.isdisjoint((_key(work, job), _next(work, job)))]
    running = await _add(connection, work, wanted, [_key(work, job) for job in wanted])
    await _add(connection, work, running, [_next(work, job) for job in running])


async def enqueue(
    connection: Connection, work: Work, todo: Sequence[Job], *, besides: bool = False
) -> None:
    """In the caller's transaction; a job that is queued or running already is enough, unless the
    new work may have come too late for it: then another one goes ``besides``."""
    await _add(connection, work, todo, [None if besides else _key(work, job) for job in todo])


def _key(work: Work, job: Job) -> str:
    return f"{work}:{job.id}"


def _next(work: Work, job: Job) -> str:
    return f"{work}:{job.id}:next"


async def _add(
    connection: Connection, work: Work, todo: Sequence[Job], keys: Sequence[str | None]
) -> list[Job]:
    """Those of which there was one already."""
    if not todo:
        return []
    added = await jobs(connection, SCHEMA).enqueue(
        [work] * len(todo),
        [job.encode() for job in todo],
        [0] * len(todo),
        None,
        list(keys),
        on_conflict="skip",
    )
    return [job for job, new in zip(todo, added, strict=True) if new is None]

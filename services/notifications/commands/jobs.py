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
from shared.queue import jobs

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


async def enqueue(
    connection: Connection, work: Work, todo: Sequence[Job], *, besides: bool = False
) -> None:
    """In the caller's transaction; a job that is queued or running already is enough, unless the
    new work may have come too late for it: then another one goes ``besides``."""
    if todo:
        await jobs(connection, SCHEMA).enqueue(
            [work] * len(todo),
            [job.encode() for job in todo],
            [0] * len(todo),
            None,
            [None if besides else f"{work}:{job.id}" for job in todo],
            on_conflict="skip",
        )

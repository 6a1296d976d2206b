"""The queue of renderings. Its key keeps a rendering from waiting twice; it proves nothing more."""

import json
from collections.abc import Sequence
from enum import IntEnum
from uuid import UUID

from shared.database import Connection
from shared.queue import jobs
from shared.sql import load

ENTRYPOINT = "render"
SQL = load(__file__)


class Urgency(IntEnum):
    """What is made first: what somebody asked for, what somebody waits for, all the rest."""

    BULK = 0
    AWAITED = 50
    ASKED = 100


async def enqueue(
    connection: Connection,
    tenant_id: UUID,
    rendering_id: UUID,
    urgency: Urgency = Urgency.BULK,
) -> None:
    """In the caller's transaction; nothing happens when it is waiting or being made already."""
    await enqueue_many(connection, tenant_id, [rendering_id], urgency)


async def enqueue_many(
    connection: Connection, tenant_id: UUID, renderings: Sequence[UUID], urgency: Urgency
) -> None:
    """As ``enqueue`` for each."""
    told = [{"tenant_id": str(tenant_id), "rendering_id": str(one)} for one in renderings]
    await jobs(connection, "documents").enqueue(
        [ENTRYPOINT] * len(told),
        [json.dumps(one).encode() for one in told],
        [urgency] * len(told),
        dedupe_key=[one["rendering_id"] for one in told],
        on_conflict="skip",
    )


async def hurry(connection: Connection, tenant_id: UUID, rendering_id: UUID) -> None:
    """Make it now, before all that nobody asked for; one that is being made goes on."""
    await enqueue(connection, tenant_id, rendering_id, Urgency.ASKED)
    await connection.execute(SQL["hurry"], str(rendering_id), Urgency.ASKED)


def read(payload: bytes | None) -> tuple[UUID, UUID]:
    """Tenant and rendering of a job."""
    told = json.loads(payload or b"{}")
    return UUID(told["tenant_id"]), UUID(told["rendering_id"])

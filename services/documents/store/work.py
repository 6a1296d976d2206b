"""The queue of renderings. Its key keeps a rendering from waiting twice; it proves nothing more."""

import json
from uuid import UUID

from shared.database import Connection
from shared.queue import jobs

ENTRYPOINT = "render"


async def enqueue(connection: Connection, tenant_id: UUID, rendering_id: UUID) -> None:
    """In the caller's transaction; nothing happens when it is waiting or being made already."""
    payload = json.dumps({"tenant_id": str(tenant_id), "rendering_id": str(rendering_id)})
    await jobs(connection, "documents").enqueue(
        ENTRYPOINT, payload.encode(), dedupe_key=str(rendering_id), on_conflict="skip"
    )


def read(payload: bytes | None) -> tuple[UUID, UUID]:
    """Tenant and rendering of a job."""
    told = json.loads(payload or b"{}")
    return UUID(told["tenant_id"]), UUID(told["rendering_id"])

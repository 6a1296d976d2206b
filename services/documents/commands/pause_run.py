"""Stop a run of renderings for a while, and go on."""

from uuid import UUID

from services.documents.domain.run import Run
from services.documents.store import runs
from shared.database import Connection
from shared.errors import Conflict


async def pause_run(connection: Connection, run_id: UUID, by: UUID | None) -> Run:
    """What is being made at this moment is still made. ``Conflict`` when it is paused already."""
    await runs.read(connection, run_id)
    if not await runs.pause(connection, run_id, by):
        raise Conflict("run-paused", "This run is paused already.")
    return await runs.read(connection, run_id)


async def resume_run(connection: Connection, run_id: UUID, by: UUID | None) -> Run:
    """``Conflict`` when it is not paused."""
    await runs.read(connection, run_id)
    if not await runs.resume(connection, run_id, by):
        raise Conflict("run-not-paused", "This run is not paused.")
    return await runs.read(connection, run_id)

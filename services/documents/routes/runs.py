"""What a change froze at once: how far the printing of it is, and stopping it for a while."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel, Field

from services.documents.commands.pause_run import pause_run, resume_run
from services.documents.domain.run import Run
from services.documents.store import runs
from shared.database import tenant_transaction
from shared.identity import STAFF, WRITERS
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=50)]


class RunsOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[Run]
    next: UUID | None = Field(examples=[None])


@get("/rendering-runs", guards=[only(*STAFF)])
async def list_rendering_runs(
    request: ActorRequest, state: State, after: FromQuery[UUID | None] = None, limit: Limit = 10
) -> RunsOut:
    """What changes and mended annexes made to be printed at once, the newest first."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        items = await runs.page(connection, after, limit)
    return RunsOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/rendering-runs/{run_id:uuid}", guards=[only(*STAFF)])
async def read_rendering_run(request: ActorRequest, state: State, run_id: FromPath[UUID]) -> Run:
    """How far one run is, what stands in its way, and when the last document is there."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return await runs.read(connection, run_id)


@post("/rendering-runs/{run_id:uuid}/pauses", guards=[only(*WRITERS)])
async def halt_rendering_run(request: ActorRequest, run_id: FromPath[UUID]) -> Run:
    """Nothing more of it is printed until it is resumed; what is being made is still made."""
    async with within(request) as connection:
        return made(await pause_run(connection, run_id, request.user.id))


@post("/rendering-runs/{run_id:uuid}/resumptions", guards=[only(*WRITERS)])
async def resume_rendering_run(request: ActorRequest, run_id: FromPath[UUID]) -> Run:
    """It goes on where it was."""
    async with within(request) as connection:
        return made(await resume_run(connection, run_id, request.user.id))


HANDLERS = [list_rendering_runs, read_rendering_run, halt_rendering_run, resume_rendering_run]

"""How far documents are: those of a version, and all that are being made."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel, Field

from services.documents.commands.retry_rendering import retry_rendering
from services.documents.domain.progress import Progress as Totals
from services.documents.domain.rendering import Rendering, Variant
from services.documents.domain.rendering import State as Progress
from services.documents.routes.access import READERS, client_of
from services.documents.store import progress, renderings
from shared.database import tenant_transaction
from shared.identity import STAFF, WRITERS
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=500)]


class RenderingOut(BaseModel):
    """`problem` is a stable code, `detail` a sentence; both null unless the last attempt failed."""

    id: UUID
    version_id: UUID
    client_id: UUID
    agreement_id: UUID
    variant: Variant
    state: Progress
    requested_at: datetime
    announced_at: datetime | None
    completed_at: datetime | None
    attempts: int
    problem: str | None
    detail: str | None


class RenderingsOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[RenderingOut]
    next: UUID | None = Field(examples=[None])


@get("/renderings", guards=[only(*READERS)])
async def list_renderings(
    request: ActorRequest, state: State, version_id: FromQuery[UUID]
) -> list[RenderingOut]:
    """Of one version, the oldest first; a contact, or a reseller, sees those of its own client."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await renderings.of_version(connection, version_id, client_of(actor))
    return [_out(one) for one in found]


@get("/renderings/unfinished", guards=[only(*STAFF)])
async def list_unfinished_renderings(
    request: ActorRequest,
    state: State,
    *,
    problem: FromQuery[str | None] = None,
    failed: FromQuery[bool] = False,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> RenderingsOut:
    """All that is not complete yet, the oldest first, with what its last attempt failed on."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        page = await renderings.unfinished_page(
            connection, after, problem, failed=failed, limit=limit
        )
    items = [_out(one) for one in page]
    return RenderingsOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/renderings/progress", guards=[only(*STAFF)])
async def read_rendering_progress(request: ActorRequest, state: State) -> Totals:
    """How many documents wait, have failed and were made of late, and when all are there."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return await progress.read(connection)


@post("/renderings/{rendering_id:uuid}/attempts", guards=[only(*WRITERS)])
async def add_rendering_attempt(
    request: ActorRequest, rendering_id: FromPath[UUID]
) -> RenderingOut:
    """Try again now, before everything that nobody asked for."""
    async with within(request) as connection:
        return made(_out(await retry_rendering(connection, request.user.tenant, rendering_id)))


def _out(rendering: Rendering) -> RenderingOut:
    return RenderingOut(
        **rendering.model_dump(include=set(RenderingOut.model_fields)), state=rendering.state
    )


HANDLERS = [
    list_renderings,
    list_unfinished_renderings,
    read_rendering_progress,
    add_rendering_attempt,
]

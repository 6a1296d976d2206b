"""How far the documents of a version are."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromQuery
from pydantic import BaseModel

from services.documents.domain.rendering import Rendering, Variant
from services.documents.domain.rendering import State as Progress
from services.documents.routes.access import READERS, client_of
from services.documents.store import renderings
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


class RenderingOut(BaseModel):
    """`problem` is a stable code, `detail` a sentence; both null unless the last attempt failed."""

    id: UUID
    version_id: UUID
    variant: Variant
    state: Progress
    requested_at: datetime
    announced_at: datetime | None
    completed_at: datetime | None
    attempts: int
    problem: str | None
    detail: str | None


@get("/renderings", guards=[only(*READERS)])
async def list_renderings(
    request: ActorRequest, state: State, version_id: FromQuery[UUID]
) -> list[RenderingOut]:
    """Of one version, the oldest first; a contact, or a reseller, sees those of its own client."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await renderings.of_version(connection, version_id, client_of(actor))
    return [_out(one) for one in found]


def _out(rendering: Rendering) -> RenderingOut:
    return RenderingOut(
        **rendering.model_dump(include=set(RenderingOut.model_fields)), state=rendering.state
    )

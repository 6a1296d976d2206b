"""What proves that a client was told, for the whole file that documents makes of it."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel

from services.notifications.store import dossiers
from services.notifications.store.dossiers import Proven
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


class ProvenOut(BaseModel):
    items: list[Proven]
    next: UUID | None


@get("/clients/{client_id:uuid}/evidence", guards=[only("documents")])
async def list_client_evidence(
    request: ActorRequest,
    state: State,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> ProvenOut:
    """Every delivery to one client with its rows of evidence; none for an unknown client."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        items = await dossiers.page(connection, client_id, after, limit)
    return ProvenOut(items=items, next=items[-1].id if len(items) == limit else None)

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter

from services.contracts.domain.dossier import DossierPage
from services.contracts.domain.found import found
from services.contracts.routes.access import within
from services.contracts.store import clients, dossiers
from shared.web import ActorRequest, only


@get("/clients/{client_id:uuid}/dossier", guards=[only("documents")])
async def list_dossier(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> DossierPage:
    """Everything that the record holds of a client and the client may have, row by row, for the
    whole file that documents makes of it."""
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await dossiers.list_page(connection, client_id, after, limit)


HANDLERS = [list_dossier]

"""The provider's own signature under what its clients signed."""

from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody

from services.documents.commands.countersign import countersign_by_hand
from services.documents.domain.countersignature import Countersignature, CountersignatureDraft
from services.documents.domain.rendering import verify
from services.documents.domain.seal import provider_of
from services.documents.peers.contracts import read_version
from services.documents.routes.access import READERS, client_of
from services.documents.routes.mandates import person
from services.documents.store import countersignatures
from shared.database import tenant_transaction
from shared.identity import WRITERS
from shared.trail import made, within
from shared.web import ActorRequest, only


@get("/countersignatures", guards=[only(*READERS)])
async def list_countersignatures(
    request: ActorRequest, state: State, version_id: FromQuery[UUID]
) -> list[Countersignature]:
    """Of one version, at most one; a contact, or a reseller, sees that of its own client."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await countersignatures.of_version(connection, version_id, client_of(actor))
    return [found] if found else []


@post("/countersignatures", guards=[only(*WRITERS)])
async def add_countersignature(
    request: ActorRequest, state: State, data: JSONBody[CountersignatureDraft]
) -> Countersignature:
    """Countersign by hand what a client signed; its document follows."""
    person(request.user)
    tenant_id = request.user.tenant
    version = await read_version(state.sealing.contracts, tenant_id, data.version_id)
    verify(version, "countersigned")
    held = await state.sealing.held(state.pool, tenant_id, provider_of(version))
    async with within(request) as connection:
        return made(
            await countersign_by_hand(connection, request.user, data, version, held.certificate)
        )


HANDLERS = [list_countersignatures, add_countersignature]

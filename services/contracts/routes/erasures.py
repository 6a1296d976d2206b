from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from services.contracts.commands.erase_client import erase_client, plan_erasure
from services.contracts.domain.erasure import ErasurePlan
from services.contracts.routes.access import owner_decides, staff_reads, within
from shared.trail import made
from shared.web import ActorRequest


@get("/clients/{client_id:uuid}/erasure", guards=[staff_reads])
async def read_erasure(request: ActorRequest, client_id: FromPath[UUID]) -> ErasurePlan:
    """What is held of a client that left, in every service: what may go now, what stays until when,
    and why."""
    async with within(request) as connection:
        return await plan_erasure(connection, client_id)


@post("/clients/{client_id:uuid}/erasures", guards=[owner_decides])
async def erase_client_data(request: ActorRequest, client_id: FromPath[UUID]) -> ErasurePlan:
    """Erase now what may go; the rest goes by itself when claims have lapsed."""
    async with within(request) as connection:
        return made(await erase_client(connection, request.user.tenant, client_id, request.user.id))


HANDLERS = [read_erasure, erase_client_data]

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.hold_client import end_hold, hold_client
from services.contracts.domain.found import found
from services.contracts.domain.legal_hold import (
    LegalHold,
    LegalHoldDraft,
    LegalHoldEndDraft,
    LegalHoldPage,
)
from services.contracts.routes.access import owner_decides, staff_reads, staff_writes, within
from services.contracts.store import clients, legal_holds
from shared.trail import made
from shared.web import ActorRequest


@get("/clients/{client_id:uuid}/holds", guards=[staff_reads])
async def list_holds(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> LegalHoldPage:
    """Why nothing of this client may be erased, or might not, the newest hold first."""
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await legal_holds.list_page(connection, client_id, after, limit)


@post("/clients/{client_id:uuid}/holds", guards=[staff_writes])
async def place_hold(
    request: ActorRequest, client_id: FromPath[UUID], data: JSONBody[LegalHoldDraft]
) -> LegalHold:
    """Keep everything of this client until a day, whatever was ordered to be erased."""
    async with within(request) as connection:
        return made(await hold_client(connection, client_id, data, request.user.id))


@post("/clients/{client_id:uuid}/holds/{hold_id:uuid}/ends", guards=[owner_decides])
async def withdraw_hold(
    request: ActorRequest,
    client_id: FromPath[UUID],
    hold_id: FromPath[UUID],
    data: JSONBody[LegalHoldEndDraft],
) -> LegalHold:
    """End a hold before its last day; what was ordered and is due goes by itself."""
    async with within(request) as connection:
        return made(await end_hold(connection, client_id, hold_id, data, request.user.id))


HANDLERS = [list_holds, place_hold, withdraw_hold]

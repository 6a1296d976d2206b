"""Mandates under which the seal countersigns."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.documents.domain.mandate import (
    Mandate,
    MandateDraft,
    MandatePage,
    require_future,
)
from services.documents.store import mandates
from shared.database import tenant_transaction
from shared.errors import Forbidden
from shared.identity import STAFF, Actor
from shared.trail import made, within
from shared.web import ActorRequest, only


@get("/mandates", guards=[only(*STAFF)])
async def list_mandates(
    request: ActorRequest,
    state: State,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> MandatePage:
    """Who let the seal countersign, the newest first; also what was withdrawn or is over."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return await mandates.list_page(connection, after, limit)


@post("/mandates", guards=[only("owner")])
async def add_mandate(request: ActorRequest, data: JSONBody[MandateDraft]) -> Mandate:
    """Let the seal countersign from now on what clients sign; the newest mandate counts."""
    async with within(request) as connection:
        require_future(data, await mandates.today(connection))
        return made(await mandates.give(connection, data, person(request.user)))


@post("/mandates/{mandate_id:uuid}/withdrawals", guards=[only("owner")])
async def withdraw_mandate(request: ActorRequest, mandate_id: FromPath[UUID]) -> Mandate:
    """Nothing is countersigned under it any more; what was, stays."""
    async with within(request) as connection:
        return made(await mandates.withdraw(connection, mandate_id, person(request.user)))


def person(actor: Actor) -> UUID:
    """``Forbidden`` for who is nobody: a mandate is given by somebody."""
    if actor.kind != "staff" or actor.id is None:
        raise Forbidden("person-needed", "This is for a member of staff, who signs in.")
    return actor.id


HANDLERS = [list_mandates, add_mandate, withdraw_mandate]

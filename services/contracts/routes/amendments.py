from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.amend_agreement import (
    amend_agreement,
    preview_amendment,
    withdraw_amendment,
)
from services.contracts.domain.amendment import (
    Amendment,
    AmendmentDraft,
    AmendmentPage,
    Preview,
)
from services.contracts.domain.found import found
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import agreements, amendments
from shared.etag import IfMatch
from shared.trail import made
from shared.web import ActorRequest


@get("/agreements/{agreement_id:uuid}/amendments", guards=[staff_reads])
async def list_amendments(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> AmendmentPage:
    """What was proposed to change in it, and what came of that; the first proposed first."""
    async with within(request) as connection:
        found(await agreements.exists(connection, agreement_id), "agreement")
        return await amendments.list_page(connection, agreement_id, after, limit)


@post(
    "/agreements/{agreement_id:uuid}/amendments",
    guards=[staff_writes],
    operation_id="amend_agreement",
)
async def amend(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    data: JSONBody[AmendmentDraft],
    if_match: IfMatch = None,
) -> Amendment:
    """Propose new terms, which hold once the client has accepted them, or let products begin and
    end on a day."""
    async with within(request) as connection:
        return made(await amend_agreement(connection, request.user, agreement_id, data, if_match))


@post(
    "/agreements/{agreement_id:uuid}/amendment-previews",
    guards=[staff_writes],
    status_code=200,
    operation_id="preview_amendment",
)
async def preview_amended(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[AmendmentDraft]
) -> Preview:
    """What the new version would say, beside the one that counts now; nothing is recorded."""
    async with within(request) as connection:
        return made(await preview_amendment(connection, request.user, agreement_id, data))


@post(
    "/agreements/{agreement_id:uuid}/amendments/{amendment_id:uuid}/withdrawals",
    guards=[staff_writes],
    operation_id="withdraw_amendment",
)
async def take_proposal_back(
    request: ActorRequest, agreement_id: FromPath[UUID], amendment_id: FromPath[UUID]
) -> Amendment:
    """Take a proposal back before the client has accepted it."""
    async with within(request) as connection:
        return made(await withdraw_amendment(connection, request.user, agreement_id, amendment_id))


HANDLERS = [list_amendments, amend, preview_amended, take_proposal_back]

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.end_agreement import end_agreement, withdraw_termination
from services.contracts.commands.tell_notices import tell_termination
from services.contracts.domain.found import found
from services.contracts.domain.notice import NoticePage, TerminationKind
from services.contracts.domain.termination import (
    Termination,
    TerminationDraft,
    TerminationPage,
    TerminationWithdrawalDraft,
)
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import agreements, terminations
from shared.etag import IfMatch
from shared.trail import made
from shared.web import ActorRequest, only


@get("/agreements/{agreement_id:uuid}/terminations", guards=[staff_reads])
async def list_terminations(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> TerminationPage:
    """When it was ended, and by whom; also what was taken back."""
    async with within(request) as connection:
        found(await agreements.exists(connection, agreement_id), "agreement")
        return await terminations.list_page(connection, agreement_id, after, limit)


@post("/agreements/{agreement_id:uuid}/terminations", guards=[staff_writes])
async def terminate_agreement(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    data: JSONBody[TerminationDraft],
    if_match: IfMatch = None,
) -> Termination:
    """End it on a day: from then on its products are taken no more and nothing is processed."""
    async with within(request) as connection:
        return made(await end_agreement(connection, request.user, agreement_id, data, if_match))


@post(
    "/agreements/{agreement_id:uuid}/terminations/{termination_id:uuid}/withdrawals",
    guards=[staff_writes],
    operation_id="withdraw_termination",
)
async def take_end_back(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    termination_id: FromPath[UUID],
    data: JSONBody[TerminationWithdrawalDraft],
) -> Termination:
    """Take the end back before its day; its products run on as they would have."""
    async with within(request) as connection:
        return made(
            await withdraw_termination(connection, request.user, agreement_id, termination_id, data)
        )


@get("/terminations/{termination_id:uuid}/recipients", guards=[only("notifications")])
async def list_termination_recipients(
    request: ActorRequest, termination_id: FromPath[UUID], kind: FromQuery[TerminationKind]
) -> NoticePage:
    """Who is told that an agreement ends, or that it doesn't after all, and what."""
    async with within(request) as connection:
        return await tell_termination(connection, termination_id, kind)


HANDLERS = [list_terminations, terminate_agreement, take_end_back, list_termination_recipients]

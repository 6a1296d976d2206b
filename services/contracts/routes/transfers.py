from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands import check_transfers
from services.contracts.domain.adequacy import (
    DecisionPage,
    EndingDraft,
    EndingPage,
    decisions_on,
)
from services.contracts.domain.form import Made
from services.contracts.domain.transfer_finding import FindingPage, TouchedPage
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import clock, transfers
from shared.trail import made
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@get("/transfer-findings", guards=[staff_reads])
async def list_transfer_findings(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    code: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> FindingPage:
    """What is wrong with transfers on a day that was, is, or will be, and what to do instead."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await check_transfers.list_findings(connection, day, code, after, limit)


@get("/transfer-findings/{finding_id:str}/touched", guards=[staff_reads])
async def list_touched_by_finding(
    request: ActorRequest,
    finding_id: FromPath[str],
    on: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> TouchedPage:
    """The clients, agreements and annexes that one finding touches on a day."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await check_transfers.touched_by_finding(connection, finding_id, day, after, limit)


@get("/adequacy-decisions", guards=[staff_reads])
async def list_adequacy_decisions(
    request: ActorRequest, on: FromQuery[date | None] = None
) -> DecisionPage:
    """The adequacy decisions (Art. 45 GDPR) that the check knows, and which hold on a day."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return decisions_on(day, (await transfers.law(connection, day)).endings)


@get("/adequacy-decisions/{territory:str}/touched", guards=[staff_reads])
async def list_touched_by_decision(
    request: ActorRequest,
    territory: FromPath[str],
    on: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> TouchedPage:
    """The clients, agreements and annexes that rest on an adequacy decision on a day."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await check_transfers.touched_by_decision(connection, territory, day, after, limit)


@get("/adequacy-endings", guards=[staff_reads])
async def list_adequacy_endings(
    request: ActorRequest, after: FromQuery[UUID | None] = None, limit: Limit = 50
) -> EndingPage:
    """What this provider recorded of decisions that end, the newest entry first."""
    async with within(request) as connection:
        return await transfers.list_endings(connection, after, limit)


@post("/adequacy-endings", guards=[staff_writes])
async def add_adequacy_ending(request: ActorRequest, data: JSONBody[EndingDraft]) -> Made:
    """Record that an adequacy decision ends, before a new release of Schakel says so."""
    async with within(request) as connection:
        by = request.user.id
        return made(Made(id=await check_transfers.end_adequacy(connection, data, by)))


HANDLERS = [
    list_transfer_findings,
    list_touched_by_finding,
    list_adequacy_decisions,
    list_touched_by_decision,
    list_adequacy_endings,
    add_adequacy_ending,
]

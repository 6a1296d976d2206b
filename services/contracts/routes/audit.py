from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter

from services.contracts.commands.check_acts import check_acts
from services.contracts.domain.act import ActCheck, ActDetail, ActPage
from services.contracts.domain.found import found
from services.contracts.routes.access import auditor_reads, within
from services.contracts.store import acts
from shared.web import ActorRequest

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Number = Annotated[int | None, QueryParameter(ge=1, le=2**62)]
Limit = Annotated[int, QueryParameter(ge=1, le=500)]
Named = Annotated[str | None, QueryParameter(max_length=100)]
Status = Annotated[int | None, QueryParameter(ge=200, le=599)]


@get("/audit", guards=[auditor_reads])
async def list_acts(
    request: ActorRequest,
    after: Number = None,
    limit: Limit = 100,
    actor_id: FromQuery[UUID | None] = None,
    operation: Named = None,
    target_id: FromQuery[UUID | None] = None,
    since: Annotated[date | None, QueryParameter(name="from")] = None,
    until: FromQuery[date | None] = None,
    status: Status = None,
) -> ActPage:
    """Who did what, the newest first; ``from`` and ``until`` are days, both included."""
    asked = {
        "actor_id": actor_id,
        "operation": operation,
        "target_id": target_id,
        "since": _begin(since),
        "before": _begin(until, days=1),
        "status": status,
    }
    async with within(request) as connection:
        return await acts.list_page(connection, asked, after, limit)


@get("/audit/check", guards=[auditor_reads], operation_id="check_acts")
async def check_audit(request: ActorRequest) -> ActCheck:
    """Whether the audit trail is whole, from its first act to its last."""
    async with within(request) as connection:
        return await check_acts(connection, request.user.tenant)


@get("/audit/{number:int}", guards=[auditor_reads])
async def read_act(request: ActorRequest, number: FromPath[int]) -> ActDetail:
    """One act, with what was sent."""
    async with within(request) as connection:
        return found(await acts.read(connection, number), "act")


def _begin(day: date | None, *, days: int = 0) -> datetime | None:
    """The moment at which a day begins in the Netherlands."""
    if day is None:
        return None
    ordinal = min(day.toordinal() + days, date.max.toordinal())
    return datetime.combine(date.fromordinal(ordinal), time(), AMSTERDAM)


HANDLERS = [list_acts, check_audit, read_act]

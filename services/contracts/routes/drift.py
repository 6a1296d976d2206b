from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.mend_drift import mend_drift, start_mending
from services.contracts.domain.drift import DriftPage, Mending, MendingDraft, MendingPage
from services.contracts.domain.form import Made
from services.contracts.domain.found import found
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import drift
from shared.trail import made
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@get("/drift", guards=[staff_reads])
async def list_drift(
    request: ActorRequest,
    product_id: FromQuery[UUID | None] = None,
    reseller_id: FromQuery[UUID | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> DriftPage:
    """Agreements of which the last annex no longer says what holds today: its links, who the
    parties are, what is processed, or the terms."""
    wanted = MendingDraft(product_id=product_id, reseller_id=reseller_id)
    async with within(request) as connection:
        return await drift.list_page(connection, wanted, after, limit)


@post("/agreements/{agreement_id:uuid}/annexes", guards=[staff_writes])
async def add_annex(request: ActorRequest, agreement_id: FromPath[UUID]) -> Made:
    """A new version with what holds today, where that differs from the last annex."""
    async with within(request) as connection:
        return made(Made(id=await mend_drift(connection, request.user.tenant, agreement_id)))


@post("/drift/mendings", guards=[staff_writes], status_code=202)
async def add_mending(request: ActorRequest, data: JSONBody[MendingDraft]) -> Mending:
    """A new annex for every agreement that drifts, or for those of a product or a reseller; it is
    done piece by piece, and this answer's id tells how far it is."""
    async with within(request) as connection:
        return made(await start_mending(connection, request.user, data))


@get("/drift/mendings", guards=[staff_reads])
async def list_mendings(
    request: ActorRequest, after: FromQuery[str | None] = None, limit: Limit = 50
) -> MendingPage:
    """What was mended in bulk, the newest first."""
    async with within(request) as connection:
        return await drift.list_mendings(connection, after, limit)


@get("/drift/mendings/{mending_id:uuid}", guards=[staff_reads])
async def read_mending(request: ActorRequest, mending_id: FromPath[UUID]) -> Mending:
    """How far a mending is."""
    async with within(request) as connection:
        return found(await drift.read(connection, mending_id), "mending")


HANDLERS = [list_drift, add_annex, add_mending, list_mendings, read_mending]

"""What becomes of the data of a client that left: the plan, the order, how far every part is."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.erasures import Plan
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import gettext
from services.portal.pages.access import Editor, Owner, Staff, ThePeers, ThePool
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import contracts, erasures
from services.portal.peers.call import Peers
from services.portal.session import PageRequest
from services.portal.store import sessions
from shared.database import Pool, tenant_transaction


@get("/clients/{client_id:uuid}/erasure")
async def show_erasure(
    client_id: FromPath[UUID], staff: Staff, peers: ThePeers, pool: ThePool
) -> Template:
    return await _page(peers, pool, staff, client_id)


@get("/clients/{client_id:uuid}/erasure/progress")
async def show_progress(
    client_id: FromPath[UUID], staff: Staff, peers: ThePeers, pool: ThePool
) -> Template:
    """How far every part is, asked again by the page while one has still to say so."""
    plan = await _plan(peers, pool, staff, client_id)
    return page("parts/erasure_plan.html", plan=plan, client_id=client_id)


@post("/clients/{client_id:uuid}/erasures")
async def erase(
    request: PageRequest, client_id: FromPath[UUID], owner: Owner, peers: ThePeers, pool: ThePool
) -> Template | Redirect:
    if dict(await posted(request)).get("sure") != "yes":
        text = gettext("Tick this first: what goes does not come back.")
        return await _page(
            peers, pool, owner, client_id, trouble=Trouble(400, text, {"sure": text})
        )
    try:
        await erasures.erase(peers.as_reader("contracts", owner), client_id)
    except Refused as error:
        return await _page(peers, pool, owner, client_id, trouble=trouble_of(error))
    return redirect(f"/clients/{client_id}/erasure")


@post("/clients/{client_id:uuid}/holds")
async def place_hold(
    request: PageRequest, client_id: FromPath[UUID], editor: Editor, peers: ThePeers, pool: ThePool
) -> Template | Redirect:
    form = dict(await posted(request))
    values = {name: form.get(name, "").strip() for name in ("reason", "until")}
    try:
        await erasures.hold(peers.as_reader("contracts", editor), client_id, values)
    except Refused as error:
        trouble = trouble_of(error)
        return await _page(peers, pool, editor, client_id, trouble=trouble, values=values)
    return redirect(f"/clients/{client_id}/erasure")


@post("/clients/{client_id:uuid}/holds/{hold_id:uuid}/ends")
async def end_hold(
    request: PageRequest,
    client_id: FromPath[UUID],
    hold_id: FromPath[UUID],
    owner: Owner,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    why = dict(await posted(request)).get("reason", "").strip()
    part = peers.as_reader("contracts", owner)
    try:
        await erasures.end_hold(part, client_id, hold_id, why)
    except Refused as error:
        return await _page(peers, pool, owner, client_id, trouble=trouble_of(error))
    return redirect(f"/clients/{client_id}/erasure")


async def _page(
    peers: Peers,
    pool: Pool,
    staff: Reader,
    client_id: UUID,
    trouble: Trouble | None = None,
    values: dict[str, Any] | None = None,
) -> Template:
    part = peers.as_reader("contracts", staff)
    return page(
        "staff/erasure.html",
        trouble.status if trouble else 200,
        client=await contracts.client(part, client_id),
        client_id=client_id,
        plan=await _plan(peers, pool, staff, client_id),
        today=await contracts.today(part),
        trouble=trouble,
        values=values or {},
    )


async def _plan(peers: Peers, pool: Pool, staff: Reader, client_id: UUID) -> Plan:
    """What contracts says, and what each of the others holds; unknown while that one is down."""
    plan = await erasures.plan(peers.as_reader("contracts", staff), client_id)
    held: dict[str, int | None] = {}
    for name in ("documents", "notifications"):
        part = peers.as_reader(name, staff)
        held |= await if_up(erasures.holdings(part, client_id)) or {}
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        held["sign_in"] = await sessions.of_client(connection, client_id)
    return plan.with_rows(held)


HANDLERS = [show_erasure, show_progress, erase, place_hold, end_hold]

"""What becomes of the data of a client that left."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.pages.access import Owner, Staff, ThePeers
from services.portal.pages.reply import page, redirect, trouble_of
from services.portal.peers import contracts, erasures


@get("/clients/{client_id:uuid}/erasure")
async def show_erasure(client_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", staff)
    client = await contracts.client(part, client_id)
    return page("staff/erasure.html", client=client, plan=await erasures.plan(part, client_id))


@post("/clients/{client_id:uuid}/erasures")
async def erase(client_id: FromPath[UUID], owner: Owner, peers: ThePeers) -> Template | Redirect:
    part = peers.as_reader("contracts", owner)
    try:
        await erasures.erase(part, client_id)
    except Refused as error:
        client = await contracts.client(part, client_id)
        plan = await erasures.plan(part, client_id)
        trouble = trouble_of(error)
        return page("staff/erasure.html", trouble.status, client=client, plan=plan, trouble=trouble)
    return redirect(f"/clients/{client_id}/erasure")


HANDLERS = [show_erasure, erase]

"""What a client answers to a change: an objection, or the approval that it needs."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Contact, ThePeers
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import changes, contracts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest


async def _form(
    name: str, peers: Peers, contact: Reader, change_id: UUID, **more: object
) -> Template:
    part = peers.as_reader("contracts", contact)
    concern = await contracts.concern(part, change_id)
    trouble = more.get("trouble")
    status = getattr(trouble, "status", 200)
    return page(name, status, concern=concern, change=concern.change, **more)


@get("/changes/{change_id:uuid}/object")
async def ask_objection(change_id: FromPath[UUID], contact: Contact, peers: ThePeers) -> Template:
    return await _form("client/object.html", peers, contact, change_id, grounds="")


@post("/changes/{change_id:uuid}/object")
async def object_to(
    request: PageRequest, change_id: FromPath[UUID], contact: Contact, peers: ThePeers
) -> Template | Redirect:
    grounds = dict(await posted(request)).get("grounds", "").strip()
    part = peers.as_reader("contracts", contact)
    try:
        await contracts.object_to(part, change_id, {"grounds": grounds})
    except Refused as error:
        trouble = trouble_of(error)
        return await _form(
            "client/object.html", peers, contact, change_id, grounds=grounds, trouble=trouble
        )
    return redirect("/home#changes")


@get("/changes/{change_id:uuid}/approve")
async def ask_approval(change_id: FromPath[UUID], contact: Contact, peers: ThePeers) -> Template:
    return await _form("client/approve.html", peers, contact, change_id)


@post("/changes/{change_id:uuid}/approve")
async def approve(
    change_id: FromPath[UUID], contact: Contact, peers: ThePeers
) -> Template | Redirect:
    try:
        await contracts.approve(peers.as_reader("contracts", contact), change_id, {})
    except Refused as error:
        trouble = trouble_of(error)
        return await _form("client/approve.html", peers, contact, change_id, trouble=trouble)
    return redirect("/home#changes")


@get("/changes/{change_id:uuid}/leave")
async def ask_leave(change_id: FromPath[UUID], contact: Contact, peers: ThePeers) -> Template:
    return await _form("client/leave.html", peers, contact, change_id, reason="")


@post("/changes/{change_id:uuid}/leave")
async def leave(
    request: PageRequest, change_id: FromPath[UUID], contact: Contact, peers: ThePeers
) -> Template | Redirect:
    """The signatory ends the agreement over this change."""
    reason = dict(await posted(request)).get("reason", "").strip()
    try:
        await changes.leave(peers.as_reader("contracts", contact), change_id, {"reason": reason})
    except Refused as error:
        trouble = trouble_of(error)
        return await _form(
            "client/leave.html", peers, contact, change_id, reason=reason, trouble=trouble
        )
    return redirect("/home#changes")


HANDLERS = [ask_objection, object_to, ask_approval, approve, ask_leave, leave]

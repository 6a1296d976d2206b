"""A client's objection and the provider's answer."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import contracts
from services.portal.session import PageRequest

DECISIONS = (
    "alternative_offered",
    "measure_taken",
    "client_held_back",
    "agreement_ended",
    "objection_withdrawn",
)


@get("/objections/{objection_id:uuid}")
async def show(objection_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    objection = await contracts.objection(peers.as_reader("contracts", staff), objection_id)
    return page("staff/objection.html", objection=objection, decisions=DECISIONS, values={})


@post("/objections/{objection_id:uuid}/decisions")
async def decide(
    request: PageRequest, objection_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    form = dict(await posted(request))
    values = {name: form.get(name, "").strip() for name in ("decision", "reason")}
    part = peers.as_reader("contracts", editor)
    objection = await contracts.objection(part, objection_id)
    try:
        await contracts.decide(part, objection_id, values)
    except Refused as error:
        trouble = trouble_of(error)
        return page(
            "staff/objection.html",
            trouble.status,
            objection=objection,
            decisions=DECISIONS,
            values=values,
            trouble=trouble,
        )
    return redirect(f"/changes/{objection.change_id}")


HANDLERS = [show, decide]

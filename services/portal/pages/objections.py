"""A client's objection and the provider's answer."""

from dataclasses import replace
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import changes, contracts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

DECISIONS = (
    "alternative_offered",
    "measure_taken",
    "client_held_back",
    "agreement_ended",
    "objection_withdrawn",
)
# The field of the service's record in which the words of a client stand.
SAID = ("grounds", "note")


SHOWN = {
    "open": {"undecided": "true"},
    "late": {"late": "true"},
    "decided": {"undecided": "false"},
    "all": {},
}


@get("/objections")
async def list_objections(
    staff: Staff, peers: ThePeers, show: FromQuery[str] = "open", after: FromQuery[str] = ""
) -> Template:
    """Those that wait for a decision, unless others are chosen."""
    wanted = show if show in SHOWN else "open"
    found = await changes.objections(peers.as_reader("contracts", staff), SHOWN[wanted], after)
    return page("staff/objections.html", objections=found, show=wanted)


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


@get("/changes/{change_id:uuid}/answer")
async def ask_answer(
    change_id: FromPath[UUID], editor: Editor, peers: ThePeers, agreement: FromQuery[UUID]
) -> Template:
    return await _answer_form(peers, editor, change_id, agreement, {"kind": "objections"})


async def _answer_form(
    peers: Peers,
    editor: Reader,
    change_id: UUID,
    agreement_id: UUID,
    values: dict[str, str],
    trouble: Trouble | None = None,
) -> Template:
    part = peers.as_reader("contracts", editor)
    return page(
        "staff/answer.html",
        trouble.status if trouble else 200,
        change=await contracts.change(part, change_id),
        agreement=await contracts.agreement(part, agreement_id),
        values=values,
        trouble=trouble,
    )


@post("/changes/{change_id:uuid}/answer")
async def record_answer(
    request: PageRequest, change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    """What a client said by letter or telephone: its objection, or its approval."""
    form = dict(await posted(request))
    values = {name: form.get(name, "").strip() for name in ("kind", "words", "agreement_id")}
    part, agreement = peers.as_reader("contracts", editor), UUID(values["agreement_id"])
    own = {"agreement_id": str(agreement)}
    try:
        if values["kind"] == "approvals":
            await contracts.approve(part, change_id, own | {"note": values["words"]})
        else:
            await contracts.object_to(part, change_id, own | {"grounds": values["words"]})
    except Refused as error:
        trouble = trouble_of(error)
        said = next((text for name, text in trouble.fields.items() if name in SAID), "")
        again = replace(trouble, fields=trouble.fields | ({"words": said} if said else {}))
        return await _answer_form(peers, editor, change_id, agreement, values, again)
    return redirect(f"/changes/{change_id}")


HANDLERS = [list_objections, show, decide, ask_answer, record_answer]

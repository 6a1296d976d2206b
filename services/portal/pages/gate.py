"""Who is still protected by a change, and the owner's word that it holds all the same."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Editor, Staff, ThePeers, TheSteps
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import changes, contracts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

REASONS = (
    "unreached",
    "approval_missing",
    "objection_open",
    "objection_upheld",
    "notice_running",
    "may_leave",
    "before_effective_date",
)


@get("/changes/{change_id:uuid}/held")
async def list_held(
    change_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    reason: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("contracts", staff)
    wanted = reason if reason in REASONS else ""
    return page(
        "staff/held.html",
        change=await contracts.change(part, change_id),
        held=await changes.held(part, change_id, wanted, after),
        reasons=REASONS,
        reason=wanted,
    )


@get("/changes/{change_id:uuid}/override")
async def ask(
    change_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    agreement: FromQuery[UUID | None] = None,
) -> Template:
    values = {"agreement_id": str(agreement or ""), "person": editor.name}
    return await _form(peers, editor, change_id, values)


async def _form(
    peers: Peers, editor: Reader, change_id: UUID, values: dict[str, str], **more: object
) -> Template:
    part = peers.as_reader("contracts", editor)
    agreement = values.get("agreement_id")
    return page(
        "staff/override.html",
        getattr(more.get("trouble"), "status", 200),
        change=await contracts.change(part, change_id),
        agreement=await contracts.agreement(part, UUID(agreement)) if agreement else None,
        values=values,
        **more,
    )


@post("/changes/{change_id:uuid}/override")
async def override(
    request: PageRequest,
    change_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    steps: TheSteps,
) -> Template | Redirect:
    form = dict(await posted(request))
    values = {name: form.get(name, "").strip() for name in ("person", "reason", "agreement_id")}
    body = {name: value for name, value in values.items() if value or name != "agreement_id"}
    asked = changes.override(peers.as_reader("contracts", editor), change_id, body)
    try:
        going_on = await steps.take(editor, change_id, "overrides", asked)
    except Refused as error:
        return await _form(peers, editor, change_id, values, trouble=trouble_of(error))
    path = f"/changes/{change_id}"
    return redirect(f"{path}/steps/{going_on}" if going_on else f"{path}#going")


HANDLERS = [list_held, ask, override]

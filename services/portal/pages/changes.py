"""Changes of sub-processors: the list, a new one, and its way from draft to effect."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from services.portal.domain import change_form
from services.portal.domain.changes import Change, Held
from services.portal.domain.papers import Notice
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import AnyReader, Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import contracts, notifications
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest


@get("/changes")
async def list_changes(staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", staff)
    return page("staff/changes.html", changes=await contracts.changes(part))


@get("/changes/new")
async def ask(editor: Editor, peers: ThePeers, replace: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", editor)
    choices = await _choices(part)
    chosen = next((link for link in choices["links"] if str(link.link_id) == replace), None)
    form = change_form.replacing(chosen) if chosen else {"ends": [], "begins": []}
    return page("staff/change_new.html", form=form, extra=0, **choices)


@get("/changes/new/link")
async def begin_row(editor: Editor, peers: ThePeers, index: FromQuery[int] = 0) -> Template:
    """One more sub-processor that begins, put under the others by the page."""
    choices = await _choices(peers.as_reader("contracts", editor))
    return page("staff/begin_added.html", index=min(max(index, 0), 99), row={}, **choices)


async def _choices(part: Part) -> dict[str, Any]:
    links = await contracts.links(part)
    return {
        "links": [link for link in links if link.capacity == "subprocessor"],
        "products": await contracts.products(part),
        "parties": await contracts.parties(part),
        "today": await contracts.today(part),
    }


@post("/changes/new")
async def create(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    form = change_form.read(await posted(request))
    part = peers.as_reader("contracts", editor)
    if form.get("more"):
        return page("staff/change_new.html", form=form, extra=1, **await _choices(part))
    try:
        change = await contracts.draft_change(part, change_form.body(form))
    except Refused as error:
        trouble = trouble_of(error)
        choices = await _choices(part)
        return page(
            "staff/change_new.html", trouble.status, form=form, extra=0, trouble=trouble, **choices
        )
    return redirect(f"/changes/{change.id}")


@get("/changes/{change_id:uuid}")
async def one_change(
    change_id: FromPath[UUID], reader: AnyReader, peers: ThePeers, after: FromQuery[str] = ""
) -> Template | Redirect:
    """Staff see everything; a client sees on its own page what concerns it."""
    if not reader.is_staff:
        return redirect("/home#changes")
    change = await contracts.change(peers.as_reader("contracts", reader), change_id)
    return await _change_page(peers, reader, change, after)


async def _change_page(
    peers: Peers,
    staff: Reader,
    change: Change,
    after: str = "",
    trouble: Trouble | None = None,
    held: list[Held] | None = None,
) -> Template:
    part = peers.as_reader("contracts", staff)
    draft = change.is_draft
    return page(
        "staff/change.html",
        trouble.status if trouble else 200,
        change=change,
        impact=await contracts.impact(part, change.id) if draft else None,
        recipients=None if draft else await contracts.recipients(part, change.id, after),
        objections=[] if draft else await contracts.objections(part, change.id),
        notices=[] if draft else await _notices(peers, staff, change.id),
        held=held,
        trouble=trouble,
    )


async def _notices(peers: Peers, staff: Reader, change_id: UUID) -> list[Notice] | None:
    part = peers.as_reader("notifications", staff)
    return await if_up(notifications.notices(part, change_id))


async def _step(peers: Peers, editor: Reader, change_id: UUID, step: Any) -> Template | Redirect:
    """Do one step and show the change; a refusal is shown on the same page, with who is held."""
    part = peers.as_reader("contracts", editor)
    try:
        await step(part, change_id)
    except Refused as error:
        change = await contracts.change(part, change_id)
        held = [Held.model_validate(one) for one in error.refusal.more("held") or []]
        return await _change_page(peers, editor, change, trouble=trouble_of(error), held=held)
    return redirect(f"/changes/{change_id}")


@post("/changes/{change_id:uuid}/publications")
async def publish(
    change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    return await _step(peers, editor, change_id, contracts.publish)


@post("/changes/{change_id:uuid}/discards")
async def discard(
    change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    return await _step(peers, editor, change_id, contracts.discard)


@post("/changes/{change_id:uuid}/withdrawals")
async def withdraw(
    change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    return await _step(peers, editor, change_id, contracts.withdraw)


@post("/changes/{change_id:uuid}/activations")
async def activate(
    change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    return await _step(peers, editor, change_id, contracts.activate)


@get(["/notices/{notice_id:uuid}/evidence.json", "/notices/{notice_id:uuid}/evidence.csv"])
async def evidence(
    request: PageRequest, notice_id: FromPath[UUID], staff: Staff, peers: ThePeers
) -> Response[bytes]:
    """The report of a notice as a file."""
    suffix = request.url.path.rpartition(".")[2]
    part = peers.as_reader("notifications", staff)
    report = await notifications.evidence(part, notice_id, ".csv" if suffix == "csv" else "")
    return Response(
        report.content,
        media_type=report.headers.get("content-type", "application/json"),
        headers={"Content-Disposition": f'attachment; filename="evidence-{notice_id}.{suffix}"'},
    )


HANDLERS = [
    list_changes,
    ask,
    begin_row,
    create,
    one_change,
    publish,
    discard,
    withdraw,
    activate,
    evidence,
]

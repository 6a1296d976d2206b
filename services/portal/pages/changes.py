"""Changes of sub-processors: the list, a new one, and its way from draft to effect."""

from typing import Any, cast, get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain import change_form
from services.portal.domain.changes import Change, Held, Preview, Step
from services.portal.domain.papers import Notice
from services.portal.domain.people import Staff as Member
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import AnyReader, Editor, Staff, ThePeers, ThePool, TheSteps
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import changes as asked
from services.portal.peers import contracts, notifications
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest
from services.portal.store import long_steps, people
from shared.database import Pool, tenant_transaction


@get("/changes")
async def list_changes(staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", staff)
    return page("staff/changes.html", changes=await contracts.changes(part))


@get("/changes/new")
async def ask(editor: Editor, peers: ThePeers, replace: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", editor)
    choices = await choices_of(part)
    chosen = next((link for link in choices["links"] if str(link.link_id) == replace), None)
    form = change_form.replacing(chosen) if chosen else {"ends": [], "begins": []}
    return page("staff/change_new.html", form=form, extra=0, draft=None, **choices)


@get("/changes/new/link")
async def begin_row(editor: Editor, peers: ThePeers, index: FromQuery[int] = 0) -> Template:
    """One more sub-processor that begins, put under the others by the page."""
    choices = await choices_of(peers.as_reader("contracts", editor))
    return page("staff/begin_added.html", index=min(max(index, 0), 99), row={}, **choices)


async def choices_of(part: Part) -> dict[str, Any]:
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
        return page(
            "staff/change_new.html", form=form, extra=1, draft=None, **await choices_of(part)
        )
    try:
        change = await contracts.draft_change(part, change_form.body(form))
    except Refused as error:
        trouble = trouble_of(error)
        choices = await choices_of(part)
        more = {"form": form, "extra": 0, "draft": None, "trouble": trouble}
        return page("staff/change_new.html", trouble.status, **more, **choices)
    return redirect(f"/changes/{change.id}")


@get("/changes/{change_id:uuid}")
async def one_change(
    change_id: FromPath[UUID],
    reader: AnyReader,
    peers: ThePeers,
    pool: ThePool,
    after: FromQuery[str] = "",
) -> Template | Redirect:
    """Staff see everything; a client sees on its own page what concerns it."""
    if not reader.is_staff:
        return redirect("/home#changes")
    return await _change_page(peers, pool, reader, change_id, after=after)


async def _change_page(
    peers: Peers, pool: Pool, staff: Reader, change_id: UUID, **more: Any
) -> Template:
    part = peers.as_reader("contracts", staff)
    change, seen = await asked.seen(part, change_id)
    trouble: Trouble | None = more.pop("trouble", None)
    known = {"change": change, "seen": seen, "trouble": trouble, "held": more.pop("held", None)}
    after = more.pop("after", "")
    draft = change.is_draft
    shown = _draft(peers, pool, staff, change) if draft else _told(peers, staff, change, after)
    return page(
        "staff/draft.html" if draft else "staff/change.html",
        trouble.status if trouble else 200,
        **known,
        going_on=await _going_on(pool, staff, change_id),
        **await shown,
    )


async def _going_on(pool: Pool, staff: Reader, change_id: UUID) -> UUID | None:
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        return await long_steps.going_on(connection, change_id)


async def _draft(peers: Peers, pool: Pool, staff: Reader, change: Change) -> dict[str, Any]:
    part = peers.as_reader("contracts", staff)
    previews, missing = await _previews(peers, staff, change.id)
    tenant = await contracts.tenant(part)
    return {
        "impact": await contracts.impact(part, change.id),
        "previews": previews,
        "missing": missing,
        "own": staff.id in change.editors,
        "unreviewed": tenant.four_eyes and not change.reviewed_as_it_stands,
        "reviewers": await _reviewers(pool, staff, change),
        "too_late": change.effective_on < await contracts.today(part),
    }


async def _reviewers(pool: Pool, staff: Reader, change: Change) -> list[Member]:
    """Who may write and didn't draft or edit it."""
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        members = await people.members(connection)
    return [one for one in members if one.may_write and one.id not in change.editors]


async def _previews(
    peers: Peers, staff: Reader, change_id: UUID
) -> tuple[list[Preview] | None, Trouble | None]:
    """What will be sent; nothing while that part is down; or the fact that is missing for it."""
    notice = await asked.notice(peers.as_reader("contracts", staff), change_id)
    if not notice["items"]:
        return [], None
    try:
        sent = peers.as_reader("notifications", staff)
        return await if_up(asked.previews(sent, notice)), None
    except Refused as error:
        return [], trouble_of(error)


async def _told(peers: Peers, staff: Reader, change: Change, after: str) -> dict[str, Any]:
    part = peers.as_reader("contracts", staff)
    return {
        "gate": await asked.gate(part, change.id),
        "recipients": await contracts.recipients(part, change.id, after),
        "objections": await contracts.objections(part, change.id),
        "notices": await _notices(peers, staff, change.id),
    }


async def _notices(peers: Peers, staff: Reader, change_id: UUID) -> list[Notice] | None:
    part = peers.as_reader("notifications", staff)
    return await if_up(notifications.notices(part, change_id))


@post([f"/changes/{{change_id:uuid}}/{step}" for step in get_args(Step)])
async def take_step(
    request: PageRequest,
    change_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
    steps: TheSteps,
) -> Template | Redirect:
    """Do one step of what was seen, and show the change, or how far it is where that takes long; a
    refusal is shown on the same page, with who is held."""
    step = cast("Step", request.url.path.rpartition("/")[2])
    seen = dict(await posted(request)).get("seen", "")
    going_on = await _going_on(pool, editor, change_id)
    if going_on:
        return redirect(f"/changes/{change_id}/steps/{going_on}")
    taken = asked.take(peers.as_reader("contracts", editor), change_id, step, seen)
    try:
        going_on = await steps.take(editor, change_id, step, taken)
    except Refused as error:
        held = [Held.model_validate(one) for one in error.refusal.more("held") or []]
        trouble = trouble_of(error)
        return await _change_page(peers, pool, editor, change_id, trouble=trouble, held=held)
    path = f"/changes/{change_id}"
    return redirect(f"{path}/steps/{going_on}" if going_on else path)


HANDLERS = [
    list_changes,
    ask,
    begin_row,
    create,
    one_change,
    take_step,
]

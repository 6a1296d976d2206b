"""A draft of a change, edited: of two people who do so at once neither loses what they typed."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain import change_form
from services.portal.domain.problem import Refused
from services.portal.pages.access import Editor, ThePeers
from services.portal.pages.changes import choices_of
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import changes
from services.portal.peers.call import Part
from services.portal.session import PageRequest


@get("/changes/{change_id:uuid}/edit")
async def ask(change_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    change, seen = await changes.seen(part, change_id)
    if not change.is_draft:
        return redirect(f"/changes/{change_id}")
    form = change_form.standing(change) | {"seen": seen}
    return await _form(part, change_id, form)


async def _form(part: Part, change_id: UUID, form: dict[str, Any], **more: Any) -> Template:
    trouble = more.get("trouble")
    known = {"form": form, "extra": 0, "draft": change_id, **await choices_of(part)}
    return page("staff/change_new.html", getattr(trouble, "status", 200), **{**known, **more})


@post("/changes/{change_id:uuid}/edit")
async def edit(
    request: PageRequest, change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    form = change_form.read(await posted(request))
    part = peers.as_reader("contracts", editor)
    if form.get("more"):
        return await _form(part, change_id, form, extra=1)
    change, newest = await changes.seen(part, change_id)
    try:
        wanted = change_form.altered(form, change)
        await changes.edit(part, change_id, wanted, form.get("seen", ""))
    except Refused as error:
        trouble = trouble_of(error)
        if error.refusal.status != 412:
            return await _form(part, change_id, form, trouble=trouble)
        # Whoever saves again has seen the other's state beside their own.
        again = form | {"seen": newest}
        return await _form(part, change_id, again, trouble=trouble, change=change)
    return redirect(f"/changes/{change_id}")


HANDLERS = [ask, edit]

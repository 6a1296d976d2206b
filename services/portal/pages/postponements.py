"""An announced change is put off: the later day and why, what will be told, and then it is told."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain import postponements
from services.portal.domain.changes import Change, Preview
from services.portal.domain.people import Staff as Member
from services.portal.domain.postponements import Postponement
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Editor, ThePeers, ThePool
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import changes, contracts
from services.portal.peers import postponements as asked
from services.portal.peers.call import Peers
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction

PATH = "/changes/{change_id:uuid}/postponement"


@get(PATH)
async def ask(change_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    return await _form(peers, editor, change_id, postponements.read({}))


async def _form(
    peers: Peers,
    editor: Reader,
    change_id: UUID,
    values: dict[str, str],
    trouble: Trouble | None = None,
) -> Template:
    change, seen = await changes.seen(peers.as_reader("contracts", editor), change_id)
    return page(
        "staff/postponement_new.html",
        trouble.status if trouble else 200,
        change=change,
        seen=seen,
        values=values,
        trouble=trouble,
    )


@post(PATH)
async def propose(
    request: PageRequest, change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    form = dict(await posted(request))
    values = postponements.read(form)
    part = peers.as_reader("contracts", editor)
    try:
        made = await asked.propose(
            part, change_id, postponements.body(values), form.get("seen", "")
        )
    except Refused as error:
        return await _form(peers, editor, change_id, values, trouble_of(error))
    return redirect(f"/changes/{change_id}/postponement/{made.id}")


@get(PATH + "/{postponement_id:uuid}")
async def look(
    change_id: FromPath[UUID],
    postponement_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template:
    return await _page(peers, pool, editor, change_id, postponement_id)


async def _page(
    peers: Peers,
    pool: Pool,
    editor: Reader,
    change_id: UUID,
    postponement_id: UUID,
    trouble: Trouble | None = None,
) -> Template:
    """What will be told, and to how many, before anybody is."""
    part = peers.as_reader("contracts", editor)
    change, seen = await changes.seen(part, change_id)
    wanted = _of(change, postponement_id)
    previews, missing = await _previews(peers, editor, postponement_id)
    four_eyes = (await contracts.tenant(part)).four_eyes
    own = four_eyes and wanted.postponed_by == editor.id
    return page(
        "staff/postponement.html",
        trouble.status if trouble else 200,
        change=change,
        seen=seen,
        wanted=wanted,
        previews=previews,
        missing=missing,
        others=await _others(pool, editor) if own else None,
        trouble=trouble,
    )


def _of(change: Change, postponement_id: UUID) -> Postponement:
    for one in change.postponements:
        if one.id == postponement_id:
            return one
    raise NotFoundException


async def _others(pool: Pool, editor: Reader) -> list[Member]:
    """Whom this person can ask to confirm it."""
    async with tenant_transaction(pool, editor.tenant_id) as connection:
        members = await people.members(connection)
    return [one for one in members if one.may_write and one.id != editor.id]


async def _previews(
    peers: Peers, editor: Reader, postponement_id: UUID
) -> tuple[list[Preview] | None, Trouble | None]:
    notice = await asked.notice(peers.as_reader("contracts", editor), postponement_id)
    if not notice["items"]:
        return [], None
    try:
        sent = peers.as_reader("notifications", editor)
        return await if_up(changes.previews(sent, notice)), None
    except Refused as error:
        return [], trouble_of(error)


@post(PATH + "/{postponement_id:uuid}")
async def confirm(
    request: PageRequest,
    change_id: FromPath[UUID],
    postponement_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    seen: Any = dict(await posted(request)).get("seen", "")
    try:
        await asked.confirm(peers.as_reader("contracts", editor), postponement_id, seen)
    except Refused as error:
        return await _page(peers, pool, editor, change_id, postponement_id, trouble_of(error))
    return redirect(f"/changes/{change_id}#postponements")


HANDLERS = [ask, propose, look, confirm]

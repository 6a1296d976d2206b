"""Versions of the provider's own privacy statement, of which exactly one is in force."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.labels import label
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.register_entries import as_table
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.pages.upload import LARGEST_FORM, kept_file, reference
from services.portal.peers import registers
from services.portal.peers.call import Part
from services.portal.session import PageRequest

PATH = "/registers/statements"
TOLD_BY = ("", "email", "site", "both")


@get(PATH)
async def list_statements(staff: Staff, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    found = await registers.statements(peers.as_reader("contracts", staff), after)
    return page("staff/statements.html", found=found, after=after)


@get(f"{PATH}/table.csv")
async def download(staff: Staff, peers: ThePeers) -> Response[bytes]:
    part = peers.as_reader("contracts", staff)
    return as_table("statements", await registers.table(part, "/statements", current()))


@get(f"{PATH}/new")
async def ask(editor: Editor, peers: ThePeers, corrects: FromQuery[UUID | None] = None) -> Template:
    values = {}
    if corrects:
        wrong = await registers.statement(peers.as_reader("contracts", editor), corrects)
        values = {
            "corrects_id": str(wrong.id),
            "label": wrong.label,
            "effective_on": wrong.effective_on.isoformat(),
            "text": wrong.text or "",
            "changes": wrong.changes or "",
            "told_by": wrong.told_by or "",
        }
    return _form(values)


@post(f"{PATH}/new", request_max_body_size=LARGEST_FORM)
async def add(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    values = dict(await posted(request))
    names = ("label", "effective_on", "text", "changes", "told_by", "corrects_id")
    try:
        values |= await kept_file(request, peers.as_reader("documents", editor))
        told = {name: values[name].strip() for name in names if values.get(name, "").strip()}
        body: dict[str, Any] = told | ({"file": file} if (file := reference(values)) else {})
        made = await registers.add_statement(peers.as_reader("contracts", editor), body)
    except Refused as error:
        return _form(values, trouble_of(error))
    return redirect(f"{PATH}/{made.id}")


@get(f"{PATH}/{{statement_id:uuid}}")
async def show(statement_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _page(peers.as_reader("contracts", staff), statement_id)


@post(f"{PATH}/{{statement_id:uuid}}/withdrawals")
async def withdraw(
    request: PageRequest, statement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    reason = dict(await posted(request)).get("reason", "").strip()
    try:
        await registers.withdraw_statement(part, statement_id, reason)
    except Refused as error:
        return await _page(part, statement_id, trouble_of(error))
    return redirect(f"{PATH}/{statement_id}")


def _form(values: dict[str, str], trouble: Trouble | None = None) -> Template:
    status = trouble.status if trouble else 200
    ways = [(one, label(one, "told_by") if one else "–") for one in TOLD_BY]
    return page("staff/statement_new.html", status, values=values, trouble=trouble, told_by=ways)


async def _page(part: Part, statement_id: UUID, trouble: Trouble | None = None) -> Template:
    statement = await registers.statement(part, statement_id)
    status = trouble.status if trouble else 200
    return page("staff/statement.html", status, statement=statement, trouble=trouble)


HANDLERS = [list_statements, download, ask, add, show, withdraw]

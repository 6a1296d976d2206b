"""The record of processing and the Data Pro Statement as documents: made, followed, downloaded."""

from typing import Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.record_documents import form_of, told_in
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.processing_record import PATH as RECORD
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import contracts, record_documents
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

STATEMENT = "/registers/data-pro-statement"
MADE = "/registers/documents"
Kind = Literal["processing-record", "data-pro-statement"]


@post(f"{RECORD}/documents")
async def make_record(request: PageRequest, editor: Editor, peers: ThePeers) -> Redirect:
    """A day that has not come is never offered by the page: then that of today is made."""
    values = dict(await posted(request))
    day = chosen_day(values.get("on", ""))
    draft: dict[str, Any] = {"kind": "processing-record", "language": _language(values)}
    if day and day <= await contracts.today(peers.as_reader("contracts", editor)):
        draft["on"] = day.isoformat()
    await record_documents.make(peers.as_reader("documents", editor), draft)
    return redirect(f"{RECORD}?on={day.isoformat()}#made" if day else f"{RECORD}#made")


@get(STATEMENT)
async def show_statement(
    staff: Staff, peers: ThePeers, on: FromQuery[str] = "", language: FromQuery[str] = ""
) -> Template | Redirect:
    today = await contracts.today(peers.as_reader("contracts", staff))
    day = chosen_day(on) or today
    if day > today:
        return redirect(STATEMENT)
    return await _statement(peers, staff, {"on": day.isoformat(), "language": language})


@post(STATEMENT)
async def make_statement(
    request: PageRequest, editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = dict(await posted(request))
    draft = {
        "kind": "data-pro-statement",
        "language": _language(values),
        "told": told_in(values),
    }
    if day := chosen_day(values.get("on", "")):
        draft["on"] = day.isoformat()
    try:
        await record_documents.make(peers.as_reader("documents", editor), draft)
    except Refused as error:
        return await _statement(peers, editor, values, _trouble(error))
    return redirect(f"{STATEMENT}?on={values.get('on', '')}&language={_language(values)}#made")


@get(f"{MADE}/{{kind:str}}")
async def list_made(kind: FromPath[Kind], staff: Staff, peers: ThePeers) -> Template:
    """The list alone, for a page that follows how far it is."""
    made = await if_up(record_documents.newest(peers.as_reader("documents", staff), kind))
    return page("parts/record_documents.html", made=made, kind=kind)


@get(f"{MADE}/{{document_id:uuid}}/{{file_format:str}}")
async def download(
    document_id: FromPath[UUID],
    file_format: FromPath[Literal["docx", "pdf"]],
    staff: Staff,
    peers: ThePeers,
) -> Redirect:
    part = peers.as_reader("documents", staff)
    return redirect(await record_documents.link(part, document_id, file_format))


async def _statement(
    peers: Peers, reader: Reader, values: dict[str, str], trouble: Trouble | None = None
) -> Template:
    """With what is known on that day, what is missing, and the words that were said last."""
    part, language = peers.as_reader("documents", reader), _language(values)
    today = await contracts.today(peers.as_reader("contracts", reader))
    day = chosen_day(values.get("on", "")) or today
    made = await if_up(record_documents.newest(part, "data-pro-statement"))
    last = next((one for one in made or [] if one.language == language), None)
    said = form_of(last.told) if last else {}
    return page(
        "staff/data_pro_statement.html",
        trouble.status if trouble else 200,
        known=await if_up(record_documents.content(part, "data-pro-statement", language, day)),
        made=made,
        kind="data-pro-statement",
        values={**said, **values, "on": day.isoformat(), "language": language},
        day=day,
        today=today,
        trouble=trouble,
    )


def _trouble(error: Refused) -> Trouble:
    """With the names that the fields have in the form."""
    told = trouble_of(error)
    fields = {name.removeprefix("told."): text for name, text in told.fields.items()}
    return Trouble(told.status, told.message, fields)


def _language(values: dict[str, str]) -> str:
    chosen = values.get("language")
    return chosen if chosen in ("nl", "en") else current()


HANDLERS = [make_record, show_statement, make_statement, list_made, download]

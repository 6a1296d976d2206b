"""Who was not reached, of every notice, and the letters that go there instead."""

from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.register_entries import as_table
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import contracts
from services.portal.peers import unreached as asked
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

PATH = "/unreached"
LETTERS = f"{PATH}/letters"
MOST = 50


@get(PATH)
async def list_unreached(
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
    client: FromQuery[UUID | None] = None,
) -> Template:
    """``client``: of this one alone."""
    return await _list(peers, staff, after, client=client)


@post(LETTERS)
async def ask_letters(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    chosen = [value.partition(".") for name, value in await posted(request) if name == "item"]
    if not chosen:
        return redirect(PATH)
    items = [{"notice_id": notice, "client_id": client} for notice, _, client in chosen]
    try:
        await asked.ask_letters(peers.as_reader("notifications", editor), items)
    except Refused as error:
        return await _list(peers, editor, "", trouble_of(error))
    return redirect(LETTERS)


@get(LETTERS)
async def list_letters(
    staff: Staff, peers: ThePeers, show: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    return await _letters(peers, staff, show, after)


@get(f"{LETTERS}/addresses.csv")
async def download(staff: Staff, peers: ThePeers) -> Response[bytes]:
    part = peers.as_reader("notifications", staff)
    return as_table("addresses", await asked.addresses(part, current()))


@post(f"{LETTERS}/postings")
async def record_posting(
    request: PageRequest, editor: Editor, peers: ThePeers
) -> Template | Redirect:
    fields = await posted(request)
    chosen = [value for name, value in fields if name == "letter"]
    if not chosen:
        return redirect(LETTERS)
    day = dict(fields).get("posted_on", "")
    try:
        await asked.record_posting(peers.as_reader("notifications", editor), chosen, day)
    except Refused as error:
        return await _letters(peers, editor, "", "", trouble_of(error))
    return redirect(LETTERS)


@get(f"{LETTERS}/{{document_id:uuid}}/{{file_format:str}}")
async def fetch(
    document_id: FromPath[UUID],
    file_format: FromPath[Literal["docx", "pdf"]],
    staff: Staff,
    peers: ThePeers,
) -> Redirect:
    part = peers.as_reader("documents", staff)
    return redirect(await asked.link(part, document_id, file_format))


async def _list(
    peers: Peers,
    reader: Reader,
    after: str,
    trouble: Trouble | None = None,
    client: UUID | None = None,
) -> Template:
    part = peers.as_reader("notifications", reader)
    return page(
        "staff/unreached.html",
        trouble.status if trouble else 200,
        found=await asked.listed(part, after=after, limit=MOST, client_id=client),
        of_client=client,
        trouble=trouble,
    )


async def _letters(
    peers: Peers, reader: Reader, show: str, after: str, trouble: Trouble | None = None
) -> Template:
    part = peers.as_reader("notifications", reader)
    wanted = {"posted": "true"} if show == "posted" else {"posted": "false"}
    return page(
        "staff/letters.html",
        trouble.status if trouble else 200,
        found=await asked.letters(part, after=after, limit=MOST, **wanted),
        today=await contracts.today(peers.as_reader("contracts", reader)),
        show=show,
        trouble=trouble,
    )


HANDLERS = [list_unreached, ask_letters, list_letters, download, record_posting, fetch]

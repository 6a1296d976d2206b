"""Links that stand already, the days on which they were checked, and exceptions for a client."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.catalogue import CHECKED_LINK, EXCEPTION, NEW_LINK
from services.portal.domain.clients import Link
from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Shown, body, made, shown, typed
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import catalogue, contracts
from services.portal.peers.call import Part
from services.portal.session import PageRequest


@get("/links/new")
async def ask(
    editor: Editor, peers: ThePeers, product: FromQuery[str] = "", party: FromQuery[str] = ""
) -> Template:
    chosen = {"capacity": "subprocessor", "product_id": product, "subprocessor_id": party}
    return await _form(peers.as_reader("contracts", editor), shown(chosen, NEW_LINK))


async def _form(part: Part, form: Shown, trouble: Trouble | None = None) -> Template:
    return page(
        "staff/link_form.html",
        trouble.status if trouble else 200,
        form=form,
        trouble=trouble,
        products=await contracts.products(part),
        parties=await contracts.parties(part),
    )


@post("/links/new")
async def create(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    values = typed(await posted(request), NEW_LINK)
    part = peers.as_reader("contracts", editor)
    try:
        await catalogue.add_link(part, made(values, NEW_LINK))
    except Refused as error:
        return await _form(part, values, trouble_of(error))
    product = values["product_id"]
    return redirect(f"/products/{product}" if product else "/subprocessors")


@get("/links/{link_id:uuid}")
async def one_link(link_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", staff)
    return _link_page(await opened(part, f"/links/{link_id}", CHECKED_LINK))


def _link_page(form: Open) -> Template:
    status = form.trouble.status if form.trouble else 200
    link = Link.model_validate(form.record)
    return page("staff/link.html", status, link=link, **form.context())


@post("/links/{link_id:uuid}")
async def check(
    request: PageRequest, link_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    again = await saved(part, f"/links/{link_id}", CHECKED_LINK, await posted(request))
    return _link_page(again) if again else redirect(f"/links/{link_id}")


@get("/clients/{client_id:uuid}/exceptions")
async def list_exceptions(
    client_id: FromPath[UUID], staff: Staff, peers: ThePeers, after: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    return await _exceptions(part, client_id, {"link_id": "", **shown({}, EXCEPTION)}, None, after)


async def _exceptions(
    part: Part, client_id: UUID, form: Shown, trouble: Trouble | None = None, after: str = ""
) -> Template:
    held = await contracts.processors(part, client_id)
    return page(
        "staff/exceptions.html",
        trouble.status if trouble else 200,
        client=await contracts.client(part, client_id),
        found=await catalogue.exceptions(part, client_id, after),
        links=held.processors,
        form=form,
        trouble=trouble,
    )


@post("/clients/{client_id:uuid}/exceptions")
async def add_exception(
    request: PageRequest, client_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    pairs = await posted(request)
    chosen = _id(dict(pairs).get("link_id", ""))
    values = typed(pairs, EXCEPTION)
    part = peers.as_reader("contracts", editor)
    if chosen is None:
        return await _exceptions(part, client_id, {"link_id": "", **values})
    wanted = {"client_id": str(client_id), **body(values, EXCEPTION)}
    try:
        await catalogue.except_client(part, chosen, wanted)
    except Refused as error:
        form = {"link_id": str(chosen), **values}
        return await _exceptions(part, client_id, form, trouble_of(error))
    return redirect(f"/clients/{client_id}/exceptions")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


HANDLERS = [ask, create, one_link, check, list_exceptions, add_exception]

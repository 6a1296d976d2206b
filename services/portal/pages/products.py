"""What the provider sells, and what is done with personal data for it."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.catalogue import (
    NEW_PROCESSING,
    NEW_PRODUCT,
    PROCESSING,
    PRODUCT,
    Processing,
)
from services.portal.domain.problem import Refused
from services.portal.domain.record_form import made, shown, typed
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import catalogue, contracts
from services.portal.peers.call import Part
from services.portal.session import PageRequest


def _empty(form: dict[str, str]) -> Open:
    return Open(form, form, "", None)


def _status(form: Open) -> int:
    return form.trouble.status if form.trouble else 200


@get("/products")
async def list_products(
    staff: Staff, peers: ThePeers, q: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    found = await catalogue.products(part, q=q, after=after)
    return page("staff/products.html", found=found, q=q, after=after)


@get("/products/new")
async def ask(editor: Editor) -> Template:
    return _product_form(_empty(shown({}, NEW_PRODUCT)))


def _product_form(form: Open, product_id: UUID | None = None) -> Template:
    return page("staff/product_form.html", _status(form), product_id=product_id, **form.context())


@post("/products/new")
async def create(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    values = typed(await posted(request), NEW_PRODUCT)
    part = peers.as_reader("contracts", editor)
    try:
        product = await catalogue.add_product(part, made(values, NEW_PRODUCT))
    except Refused as error:
        return _product_form(_empty(values)._replace(trouble=trouble_of(error)))
    return redirect(f"/products/{product.id}")


@get("/products/{product_id:uuid}")
async def one_product(
    product_id: FromPath[UUID], staff: Staff, peers: ThePeers, on: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    product = await catalogue.product(part, product_id, day)
    links = await catalogue.links(part, product_id=product_id, on=day)
    return page("staff/product.html", product=product, links=links, day=day, today=today)


@get("/products/{product_id:uuid}/edit")
async def edit(product_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return _product_form(await opened(part, f"/products/{product_id}", PRODUCT), product_id)


@post("/products/{product_id:uuid}/edit")
async def save(
    request: PageRequest, product_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    again = await saved(part, f"/products/{product_id}", PRODUCT, await posted(request))
    return _product_form(again, product_id) if again else redirect(f"/products/{product_id}")


@get("/products/{product_id:uuid}/processings/new")
async def ask_processing(product_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return await _processing_form(part, product_id, _empty(shown({}, NEW_PROCESSING)))


async def _processing_form(
    part: Part, product_id: UUID, form: Open, processing_id: UUID | None = None
) -> Template:
    product = await catalogue.product(part, product_id)
    return page(
        "staff/processing_form.html",
        _status(form),
        product=product,
        processing_id=processing_id,
        **form.context(),
    )


@post("/products/{product_id:uuid}/processings/new")
async def create_processing(
    request: PageRequest, product_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = typed(await posted(request), NEW_PROCESSING)
    part = peers.as_reader("contracts", editor)
    try:
        await catalogue.add_processing(part, product_id, made(values, NEW_PROCESSING))
    except Refused as error:
        form = _empty(values)._replace(trouble=trouble_of(error))
        return await _processing_form(part, product_id, form)
    return redirect(f"/products/{product_id}")


@get("/processings/{processing_id:uuid}")
async def edit_processing(
    processing_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template:
    part = peers.as_reader("contracts", editor)
    form = await opened(part, f"/processings/{processing_id}", PROCESSING)
    return await _processing_form(part, _product_of(form), form, processing_id)


def _product_of(form: Open) -> UUID:
    product_id = Processing.model_validate(form.record).product_id
    assert product_id is not None
    return product_id


@post("/processings/{processing_id:uuid}")
async def save_processing(
    request: PageRequest, processing_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    path = f"/processings/{processing_id}"
    again = await saved(part, path, PROCESSING, await posted(request))
    if again:
        return await _processing_form(part, _product_of(again), again, processing_id)
    return redirect(f"/products/{_product_of(await opened(part, path, PROCESSING))}")


HANDLERS = [
    list_products,
    ask,
    create,
    one_product,
    edit,
    save,
    ask_processing,
    create_processing,
    edit_processing,
    save_processing,
]

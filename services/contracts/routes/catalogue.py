from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands import keep_catalogue
from services.contracts.domain.form import Made
from services.contracts.domain.found import found
from services.contracts.domain.link import Link, OpenLinkDraft
from services.contracts.domain.product import ProcessingDraft, Product, ProductDraft, ProductPage
from services.contracts.domain.subprocessor import Subprocessor, SubprocessorDraft
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import clock, links, products, subprocessors
from shared.web import ActorRequest


@get("/subprocessors", guards=[staff_reads])
async def list_subprocessors(request: ActorRequest) -> list[Subprocessor]:
    """Every party, with the processors above it."""
    async with within(request) as connection:
        return await subprocessors.list_all(connection)


@post("/subprocessors", guards=[staff_writes])
async def add_subprocessor(request: ActorRequest, data: JSONBody[SubprocessorDraft]) -> Made:
    """A party; leave out what nobody has confirmed."""
    async with within(request) as connection:
        return Made(id=await keep_catalogue.add_subprocessor(connection, data))


@get("/products", guards=[staff_reads])
async def list_products(request: ActorRequest) -> list[Product]:
    """What the provider sells."""
    async with within(request) as connection:
        return await products.list_all(connection)


@post("/products", guards=[staff_writes])
async def add_product(request: ActorRequest, data: JSONBody[ProductDraft]) -> Made:
    """A product; agreements for it need a processing and a link."""
    async with within(request) as connection:
        return Made(id=await keep_catalogue.add_product(connection, data))


@get("/products/{product_id:uuid}", guards=[staff_reads])
async def read_product(request: ActorRequest, product_id: FromPath[UUID]) -> ProductPage:
    """A product with its processings."""
    async with within(request) as connection:
        return found(await products.read(connection, product_id), "product")


@post("/products/{product_id:uuid}/processings", guards=[staff_writes])
async def add_processing(
    request: ActorRequest, product_id: FromPath[UUID], data: JSONBody[ProcessingDraft]
) -> Made:
    """What is done with personal data for a product (Art. 28(3) AVG)."""
    async with within(request) as connection:
        return Made(id=await keep_catalogue.add_processing(connection, product_id, data))


@get("/links", guards=[staff_reads])
async def list_links(request: ActorRequest, on: FromQuery[date | None] = None) -> list[Link]:
    """Who processes what on a day, today if none is given."""
    async with within(request) as connection:
        return await links.list_on(connection, on or await clock.today(connection))


@post("/links", guards=[staff_writes])
async def add_link(request: ActorRequest, data: JSONBody[OpenLinkDraft]) -> Made:
    """A link that stands already; what is intended goes through a change."""
    async with within(request) as connection:
        return Made(id=await keep_catalogue.add_link(connection, data))


HANDLERS = [
    list_subprocessors,
    add_subprocessor,
    list_products,
    add_product,
    read_product,
    add_processing,
    list_links,
    add_link,
]

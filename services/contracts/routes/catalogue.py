from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands import keep_catalogue, keep_processings
from services.contracts.domain.found import found
from services.contracts.domain.product import (
    Processing,
    ProcessingDraft,
    ProcessingEdit,
    ProductDraft,
    ProductEdit,
    ProductList,
    ProductPage,
)
from services.contracts.domain.subprocessor import (
    Subprocessor,
    SubprocessorDraft,
    SubprocessorEdit,
    SubprocessorFilter,
    SubprocessorPage,
)
from services.contracts.routes.access import (
    PageSize,
    reseller_or_documents,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import processings, products, subprocessors
from shared.etag import IfMatch, tagged
from shared.web import ActorRequest

Search = Annotated[str | None, QueryParameter(max_length=200)]
StaleDays = Annotated[int | None, QueryParameter(ge=0, le=3660)]


@get("/subprocessors", guards=[staff_reads])
async def list_subprocessors(
    request: ActorRequest,
    q: Search = None,
    parent_id: FromQuery[UUID | None] = None,
    country: FromQuery[str | None] = None,
    stale: StaleDays = None,
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 50,
) -> SubprocessorPage:
    """Parties in the order of their names, each with the processors above it; `stale=365` lists
    those whose facts are incomplete or were not verified in so many days."""
    wanted = SubprocessorFilter(q=q, parent_id=parent_id, country=country, stale=stale)
    async with within(request) as connection:
        return await subprocessors.list_page(connection, on, wanted, after, limit)


@post("/subprocessors", guards=[staff_writes])
async def add_subprocessor(
    request: ActorRequest, data: JSONBody[SubprocessorDraft]
) -> Response[Subprocessor]:
    """A party; leave out what nobody has confirmed."""
    async with within(request) as connection:
        return tagged(await keep_catalogue.add_subprocessor(connection, data))


@get("/subprocessors/{subprocessor_id:uuid}", guards=[staff_reads])
async def read_subprocessor(
    request: ActorRequest, subprocessor_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[Subprocessor]:
    """A party with the chain above it, as it stands or as it stood at the end of a day."""
    async with within(request) as connection:
        party = await subprocessors.read(connection, subprocessor_id, on)
        return tagged(found(party, "subprocessor"))


@patch("/subprocessors/{subprocessor_id:uuid}", guards=[staff_writes])
async def edit_subprocessor(
    request: ActorRequest,
    subprocessor_id: FromPath[UUID],
    data: JSONBody[SubprocessorEdit],
    if_match: IfMatch = None,
) -> Response[Subprocessor]:
    """Change facts of a party; agreements that name it show as drift until a new annex is sent."""
    async with within(request) as connection:
        return tagged(
            await keep_catalogue.edit_subprocessor(connection, subprocessor_id, data, if_match)
        )


@get("/products", guards=[reseller_or_documents])
async def list_products(
    request: ActorRequest,
    q: Search = None,
    complete: FromQuery[bool | None] = None,
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 50,
) -> ProductList:
    """What the provider sells, by key, with what is still unsaid of its processings."""
    async with within(request) as connection:
        wanted = {"q": q, "complete": complete}
        return await products.list_page(connection, on, wanted, after, limit)


@post("/products", guards=[staff_writes])
async def add_product(request: ActorRequest, data: JSONBody[ProductDraft]) -> Response[ProductPage]:
    """A product; agreements for it need a complete processing and a link."""
    async with within(request) as connection:
        return tagged(await keep_catalogue.add_product(connection, data))


@get("/products/{product_id:uuid}", guards=[staff_reads])
async def read_product(
    request: ActorRequest, product_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[ProductPage]:
    """A product with the processings of today, or of another day."""
    async with within(request) as connection:
        return tagged(found(await products.read(connection, product_id, on), "product"))


@patch("/products/{product_id:uuid}", guards=[staff_writes])
async def edit_product(
    request: ActorRequest,
    product_id: FromPath[UUID],
    data: JSONBody[ProductEdit],
    if_match: IfMatch = None,
) -> Response[ProductPage]:
    """Change what a product is called or how it is described."""
    async with within(request) as connection:
        return tagged(await keep_catalogue.edit_product(connection, product_id, data, if_match))


@post("/products/{product_id:uuid}/processings", guards=[staff_writes])
async def add_processing(
    request: ActorRequest, product_id: FromPath[UUID], data: JSONBody[ProcessingDraft]
) -> Response[Processing]:
    """What is done with personal data for a product (Art. 28(3) AVG); it may be incomplete as long
    as nobody takes the product."""
    async with within(request) as connection:
        return tagged(await keep_processings.add_processing(connection, product_id, data))


@get("/processings/{processing_id:uuid}", guards=[staff_reads])
async def read_processing(
    request: ActorRequest, processing_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[Processing]:
    """A processing and what it leaves unsaid, as it stands or as it stood at the end of a day."""
    async with within(request) as connection:
        return tagged(found(await processings.read(connection, processing_id, on), "processing"))


@patch("/processings/{processing_id:uuid}", guards=[staff_writes])
async def edit_processing(
    request: ActorRequest,
    processing_id: FromPath[UUID],
    data: JSONBody[ProcessingEdit],
    if_match: IfMatch = None,
) -> Response[Processing]:
    """Change a processing, or end it with `valid_until`; agreements on it show as drift."""
    async with within(request) as connection:
        return tagged(
            await keep_processings.edit_processing(connection, processing_id, data, if_match)
        )


HANDLERS = [
    list_subprocessors,
    add_subprocessor,
    read_subprocessor,
    edit_subprocessor,
    list_products,
    add_product,
    read_product,
    edit_product,
    add_processing,
    read_processing,
    edit_processing,
]

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from services.contracts.domain.found import found
from services.contracts.domain.link import Processors
from services.contracts.domain.processors import (
    ByCategory,
    ProductLinks,
    ToldPage,
    lines,
    overview,
)
from services.contracts.routes.access import anybody_concerned, own, staff_reads, within
from services.contracts.store import clients, clock, processors
from shared.database import Connection
from shared.tables import BOM, csv_lines
from shared.text import Language
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@get("/clients/{client_id:uuid}/processors", guards=[anybody_concerned])
async def list_processors(
    request: ActorRequest, client_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Processors:
    """Who processes this client's data on a day that was, is, or will be."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        day = on or await clock.today(connection)
        name = found(await clients.name_on(connection, client_id, day), "client")
        held = await processors.of_client(connection, client_id, day)
        return Processors(
            on=day,
            client=name,
            client_id=client_id,
            processors=tuple(link for link in held if link.capacity == "subprocessor"),
            controllers=tuple(link for link in held if link.capacity == "controller"),
        )


@get("/clients/{client_id:uuid}/processors/by-category", guards=[anybody_concerned])
async def list_processors_by_category(
    request: ActorRequest, client_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> ByCategory:
    """Which parties have which categories of a client's data on a day (Art. 15(1)(c) GDPR)."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        return await _by_category(connection, client_id, on)


@get(
    "/clients/{client_id:uuid}/processors/by-category.csv",
    guards=[anybody_concerned],
    media_type="text/csv",
)
async def download_processors_by_category(
    request: ActorRequest,
    client_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """The same as a table: one line for each category and party."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        told = await _by_category(connection, client_id, on)
    name = f"processors-{told.on.isoformat()}.csv"
    return Response(
        BOM + csv_lines(lines(told, language)),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _by_category(connection: Connection, client_id: UUID, on: date | None) -> ByCategory:
    day = on or await clock.today(connection)
    name = found(await clients.name_on(connection, client_id, day), "client")
    return overview(
        day,
        name,
        client_id,
        await processors.of_client(connection, client_id, day),
        await processors.administration(connection, day),
    )


@get("/products/{product_id:uuid}/links", guards=[staff_reads])
async def list_product_links(
    request: ActorRequest,
    product_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ProductLinks:
    """Who processes what for a product on a day, and whether for everybody who takes it."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        held = await processors.of_product(connection, product_id, day, after, limit)
        return found(held, "product")


@get("/products/{product_id:uuid}/recipients", guards=[staff_reads])
async def list_product_recipients(
    request: ActorRequest,
    product_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ToldPage:
    """Who would be told of a change of this product's sub-processors on a day."""
    async with within(request) as connection:
        found(await processors.is_product(connection, product_id) or None, "product")
        day = on or await clock.today(connection)
        return await processors.told(connection, product_id, day, after, limit)


@get("/links/{link_id:uuid}/recipients", guards=[staff_reads])
async def list_link_recipients(
    request: ActorRequest,
    link_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ToldPage:
    """Who would be told of a change of this link on a day; nobody where it enters no annex."""
    async with within(request) as connection:
        _, product_id = found(await processors.product_of_link(connection, link_id), "link")
        day = on or await clock.today(connection)
        if product_id is None:
            return ToldPage(on=day, items=(), next=None)
        return await processors.told(connection, product_id, day, after, limit)


HANDLERS = [
    list_processors,
    list_processors_by_category,
    download_processors_by_category,
    list_product_links,
    list_product_recipients,
    list_link_recipients,
]

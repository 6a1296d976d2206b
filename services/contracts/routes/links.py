from datetime import date
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands import keep_links
from services.contracts.commands.except_client import except_client
from services.contracts.domain.form import Made
from services.contracts.domain.found import found
from services.contracts.domain.link import Link, LinkEdit, LinkFilter, LinkPage, OpenLinkDraft
from services.contracts.domain.link_exception import (
    ExceptionDraft,
    ExceptionPage,
    LinkException,
)
from services.contracts.domain.transfer import Capacity
from services.contracts.routes.access import (
    PageSize,
    staff_or_documents,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import clients, clock, link_exceptions, links
from shared.etag import IfMatch, etag_of, tagged
from shared.trail import made
from shared.web import ActorRequest


@get("/links", guards=[staff_or_documents])
async def list_links(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    product_id: FromQuery[UUID | None] = None,
    subprocessor_id: FromQuery[UUID | None] = None,
    capacity: FromQuery[Capacity | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 50,
) -> LinkPage:
    """Who processes what on a day, today if none is given; by product, then by name."""
    wanted = LinkFilter(product_id=product_id, subprocessor_id=subprocessor_id, capacity=capacity)
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await links.list_page(connection, day, wanted, after, limit)


@post("/links", guards=[staff_writes])
async def add_link(request: ActorRequest, data: JSONBody[OpenLinkDraft]) -> Response[Made]:
    """A link that stands already; for a product that clients take, what begins goes through a
    change, and only a correction of the record is taken here."""
    async with within(request) as connection:
        link = await keep_links.add_link(connection, data, request.user.id)
        return tagged(Made(id=link.link_id), etag_of(link))


@get("/links/{link_id:uuid}", guards=[staff_reads])
async def read_link(request: ActorRequest, link_id: FromPath[UUID]) -> Response[Link]:
    """One link, whenever it holds."""
    async with within(request) as connection:
        return tagged(found(await links.read(connection, link_id), "link"))


@patch("/links/{link_id:uuid}", guards=[staff_writes])
async def edit_link(
    request: ActorRequest,
    link_id: FromPath[UUID],
    data: JSONBody[LinkEdit],
    if_match: IfMatch = None,
) -> Response[Link]:
    """Tell that a link was checked; its content changes by a change alone."""
    async with within(request) as connection:
        return tagged(await keep_links.edit_link(connection, link_id, data, if_match))


@post("/links/{link_id:uuid}/exceptions", guards=[staff_writes])
async def add_exception(
    request: ActorRequest, link_id: FromPath[UUID], data: JSONBody[ExceptionDraft]
) -> LinkException:
    """Let a link begin later for one client, or hold for it no more."""
    async with within(request) as connection:
        return made(await except_client(connection, link_id, data, request.user.id))


@get("/clients/{client_id:uuid}/exceptions", guards=[staff_reads])
async def list_exceptions(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: PageSize = 50,
) -> ExceptionPage:
    """Links that hold for this client in another range than for everybody else."""
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await link_exceptions.list_page(connection, client_id, after, limit)


HANDLERS = [list_links, add_link, read_link, edit_link, add_exception, list_exceptions]

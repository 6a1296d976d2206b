from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands import keep_resellers
from services.contracts.domain.found import found
from services.contracts.domain.reseller import (
    Person,
    PersonDraft,
    Placement,
    PlacementDraft,
    PlacementPage,
    Reseller,
    ResellerDraft,
    ResellerEdit,
    ResellerPage,
)
from services.contracts.routes.access import READERS, PageSize, staff_reads, staff_writes, within
from services.contracts.store import clients, resellers
from shared.etag import IfMatch, tagged
from shared.trail import made
from shared.web import ActorRequest, only


@get("/resellers", guards=[staff_reads])
async def list_resellers(
    request: ActorRequest,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> ResellerPage:
    """In the order of their names."""
    async with within(request) as connection:
        return await resellers.list_page(connection, after, limit)


@post("/resellers", guards=[staff_writes])
async def add_reseller(request: ActorRequest, data: JSONBody[ResellerDraft]) -> Response[Reseller]:
    """Who sells your products to clients of its own, under its own brand."""
    async with within(request) as connection:
        return tagged(await keep_resellers.add_reseller(connection, data))


@get("/resellers/{reseller_id:uuid}", guards=[only(*READERS, "reseller", "portal")])
async def read_reseller(request: ActorRequest, reseller_id: FromPath[UUID]) -> Response[Reseller]:
    """A reseller and the people who may sign in for it; a reseller reads itself alone."""
    async with within(request) as connection:
        return tagged(found(await resellers.read(connection, reseller_id), "reseller"))


@patch("/resellers/{reseller_id:uuid}", guards=[staff_writes])
async def edit_reseller(
    request: ActorRequest,
    reseller_id: FromPath[UUID],
    data: JSONBody[ResellerEdit],
    if_match: IfMatch = None,
) -> Response[Reseller]:
    """Another name, brand or contact."""
    async with within(request) as connection:
        return tagged(await keep_resellers.edit_reseller(connection, reseller_id, data, if_match))


@post("/resellers/{reseller_id:uuid}/people", guards=[staff_writes])
async def add_reseller_person(
    request: ActorRequest, reseller_id: FromPath[UUID], data: JSONBody[PersonDraft]
) -> Person:
    """Somebody who may sign in and serve the clients of this reseller."""
    async with within(request) as connection:
        return made(await keep_resellers.add_person(connection, reseller_id, data))


@get("/reseller-people/{person_id:uuid}", guards=[only(*READERS, "portal")])
async def read_reseller_person(request: ActorRequest, person_id: FromPath[UUID]) -> Person:
    """A person at a reseller; staff alone see somebody who left."""
    async with within(request) as connection:
        person = found(await resellers.read_person(connection, person_id), "person")
        if person.departed_at and request.user.kind == "service":
            found(None, "person")
        return person


@post("/reseller-people/{person_id:uuid}/departures", guards=[staff_writes])
async def remove_reseller_person(request: ActorRequest, person_id: FromPath[UUID]) -> Person:
    """This person has left the reseller: signing in is over."""
    async with within(request) as connection:
        return made(await keep_resellers.remove_person(connection, person_id, request.user.id))


@get("/clients/{client_id:uuid}/placements", guards=[staff_reads])
async def list_placements(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 50,
) -> PlacementPage:
    """Which reseller has served a client since when, the last first."""
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await resellers.placements(connection, client_id, after, limit)


@post("/clients/{client_id:uuid}/placements", guards=[staff_writes])
async def place_client(
    request: ActorRequest, client_id: FromPath[UUID], data: JSONBody[PlacementDraft]
) -> Placement:
    """Another reseller serves the client from now on, or the provider itself."""
    async with within(request) as connection:
        await keep_resellers.place_client(connection, client_id, data.reseller_id, request.user.id)
        (placed,) = (await resellers.placements(connection, client_id, None, 1)).items
        return made(placed)


HANDLERS = [
    list_resellers,
    add_reseller,
    read_reseller,
    edit_reseller,
    add_reseller_person,
    read_reseller_person,
    remove_reseller_person,
    list_placements,
    place_client,
]

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter

from services.contracts.commands.onboard_client import onboard_client
from services.contracts.domain.client import (
    Client,
    ClientPage,
    Contact,
    Onboarding,
    OnboardingDraft,
    SignInContact,
)
from services.contracts.domain.found import found
from services.contracts.domain.link import Processors
from services.contracts.routes.access import (
    anybody_concerned,
    may_onboard,
    own,
    staff_reads,
    within,
)
from services.contracts.store import clients, clock, links
from shared.database import enter_tenant, system_transaction
from shared.web import ActorRequest, only

IdempotencyKey = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", min_length=1, max_length=200)
]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@post("/onboardings", guards=[may_onboard])
async def onboard(
    request: ActorRequest, data: JSONBody[OnboardingDraft], idempotency_key: IdempotencyKey = None
) -> Onboarding:
    """A client with its contacts, products and terms; a version to sign is frozen at once."""
    async with within(request) as connection:
        return await onboard_client(connection, request.user.tenant, data, idempotency_key)


@get("/clients", guards=[staff_reads])
async def list_clients(
    request: ActorRequest,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
    q: FromQuery[str | None] = None,
) -> ClientPage:
    """In the order of their names; ``q`` is part of a name."""
    async with within(request) as connection:
        return await clients.list_page(connection, after, limit, q)


@get("/clients/{client_id:uuid}", guards=[anybody_concerned])
async def read_client(request: ActorRequest, client_id: FromPath[UUID]) -> Client:
    """A client, its contacts and its agreement."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        return found(await clients.read(connection, client_id), "client")


@get("/clients/{client_id:uuid}/processors", guards=[anybody_concerned])
async def list_processors(
    request: ActorRequest, client_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Processors:
    """Who processes this client's data on a day that was, is, or will be."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        name = found(await clients.name_of(connection, client_id), "client")
        day = on or await clock.today(connection)
        held = await links.of_client(connection, client_id, day)
        return Processors(
            on=day,
            client=name,
            client_id=client_id,
            processors=tuple(link for link in held if link.capacity == "subprocessor"),
            controllers=tuple(link for link in held if link.capacity == "controller"),
        )


@get("/contacts/{contact_id:uuid}", guards=[anybody_concerned])
async def read_contact(request: ActorRequest, contact_id: FromPath[UUID]) -> Contact:
    """A person at a client."""
    async with within(request) as connection:
        contact = found(await clients.read_contact(connection, contact_id), "contact")
        own(request.user, contact.client_id, "contact")
        return contact


@get("/sign-in-contacts", guards=[only("portal")])
async def list_sign_in_contacts(
    request: ActorRequest, email: Annotated[str, QueryParameter(max_length=254)]
) -> list[SignInContact]:
    """Everywhere that somebody with this address is a contact, at most 50 places."""
    places = []
    async with system_transaction(request.app.state.pool) as connection:
        for tenant_id, contact_id in await clients.find_contacts(connection, email):
            await enter_tenant(connection, tenant_id)
            if place := await clients.sign_in_contact(connection, contact_id):
                places.append(place)
    return places


HANDLERS = [
    onboard,
    list_clients,
    read_client,
    list_processors,
    read_contact,
    list_sign_in_contacts,
]

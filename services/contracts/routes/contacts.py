from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from services.contracts.commands import keep_contacts
from services.contracts.domain.contact import Contact, ContactDraft, ContactEdit
from services.contracts.domain.found import found
from services.contracts.domain.reseller import SignInPlace
from services.contracts.routes.access import anybody_concerned, own, staff_writes, within
from services.contracts.store import contacts, resellers
from shared.database import enter_tenant, system_transaction
from shared.etag import IfMatch, tagged
from shared.web import ActorRequest, only


@post("/clients/{client_id:uuid}/contacts", guards=[staff_writes])
async def add_contact(
    request: ActorRequest, client_id: FromPath[UUID], data: JSONBody[ContactDraft]
) -> Response[Contact]:
    """One more person at a client."""
    async with within(request) as connection:
        added = await keep_contacts.add_contact(connection, request.user.tenant, client_id, data)
        return tagged(added)


@get("/contacts/{contact_id:uuid}", guards=[anybody_concerned])
async def read_contact(request: ActorRequest, contact_id: FromPath[UUID]) -> Response[Contact]:
    """A person at a client; staff alone see somebody who left."""
    async with within(request) as connection:
        contact = found(await contacts.read(connection, contact_id), "contact")
        own(request.user, contact.client_id, "contact")
        if contact.departed_at and request.user.kind != "staff":
            found(None, "contact")
        return tagged(contact)


@patch("/contacts/{contact_id:uuid}", guards=[staff_writes])
async def edit_contact(
    request: ActorRequest,
    contact_id: FromPath[UUID],
    data: JSONBody[ContactEdit],
    if_match: IfMatch = None,
) -> Response[Contact]:
    """Other facts about a person; somebody at the client must still sign and be told."""
    async with within(request) as connection:
        edited = await keep_contacts.edit_contact(
            connection, request.user.tenant, contact_id, data, if_match
        )
        return tagged(edited)


@post("/contacts/{contact_id:uuid}/departures", guards=[staff_writes])
async def remove_contact(
    request: ActorRequest, contact_id: FromPath[UUID], if_match: IfMatch = None
) -> Response[Contact]:
    """This person has left: nothing more is sent, and signing in is over."""
    async with within(request) as connection:
        gone = await keep_contacts.remove_contact(connection, request.user, contact_id, if_match)
        return tagged(gone)


@get("/sign-in-contacts", guards=[only("portal")])
async def list_sign_in_contacts(
    request: ActorRequest, email: Annotated[str, QueryParameter(max_length=254)]
) -> list[SignInPlace]:
    """Everywhere that somebody with this address is a contact of a client, or works at a reseller:
    at most 50 places of each."""
    places = []
    async with system_transaction(request.app.state.pool) as connection:
        for store, known in (
            (contacts.sign_in_place, await contacts.find(connection, email)),
            (resellers.sign_in_place, await resellers.find_people(connection, email)),
        ):
            for tenant_id, person_id in known:
                await enter_tenant(connection, tenant_id)
                if place := await store(connection, person_id):
                    places.append(place)
    return places


HANDLERS = [add_contact, read_contact, edit_contact, remove_contact, list_sign_in_contacts]

"""Notices in the portal: what the people of one client were told, in its words."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel, Field

from services.notifications.channels.portal.reading import Part, read
from services.notifications.commands.record_view import acknowledge_message, open_message
from services.notifications.domain.delivery import NewDelivery
from services.notifications.domain.delivery import State as DeliveryState
from services.notifications.domain.evidence import Proof, proof
from services.notifications.domain.facts import Kind
from services.notifications.domain.message import about
from services.notifications.domain.notice import link_to
from services.notifications.domain.wording import Dress
from services.notifications.store import messages, wordings
from services.notifications.store.messages import Message
from shared.database import tenant_transaction
from shared.errors import Conflict, Forbidden, Missing
from shared.identity import STAFF, Actor
from shared.text import Text
from shared.trail import within
from shared.web import ActorRequest, only

READERS = (*STAFF, "contact", "reseller")


class MessageOut(BaseModel):
    """``notice_id``: the notice that it is one message of. ``about`` is the change or the breach
    that it tells of; ``name`` is null once the person was erased. ``at`` is when it was made,
    ``seen_at`` when its recipient opened it in the portal, ``acknowledged_at`` when they said to
    have taken note."""

    id: UUID
    notice_id: UUID
    kind: Kind
    subject_id: UUID
    contact_id: UUID
    name: str | None
    about: Text | None
    reference: str | None = Field(examples=["VO-2026-0001"])
    at: datetime
    state: DeliveryState
    proof: Proof
    seen_at: datetime | None
    acknowledged_at: datetime | None


class MessagesOut(BaseModel):
    """``unread`` counts all that the contact has not opened; null where the list is of everybody at
    the client."""

    items: list[MessageOut]
    next: UUID | None
    unread: int | None


class MessageText(MessageOut):
    """``path`` is the page of the portal to which its action leads, for the recipient."""

    subject: str
    parts: tuple[Part, ...]
    path: str | None


@get("/clients/{client_id:uuid}/messages", guards=[only(*READERS)], operation_id="list_messages")
async def list_messages(
    request: ActorRequest,
    state: State,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> MessagesOut:
    """What the people of a client were told, the newest first; a contact sees its own alone."""
    contact_id = _contact(request.user, client_id)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        found = await messages.page(connection, client_id, contact_id, after, limit)
        unread = (
            await messages.count_unread(connection, client_id, contact_id) if contact_id else None
        )
    items = [MessageOut.model_validate(_told(message)) for message in found]
    following = items[-1].id if len(items) == limit else None
    return MessagesOut(items=items, next=following, unread=unread)


@get("/clients/{client_id:uuid}/messages/{message_id:uuid}", guards=[only(*READERS)])
async def read_message(
    request: ActorRequest, state: State, client_id: FromPath[UUID], message_id: FromPath[UUID]
) -> MessageText:
    """One message in its own words; reading it here proves nothing, opening it as its recipient
    does."""
    contact_id = _contact(request.user, client_id)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        message = await messages.get(connection, client_id, contact_id, message_id)
        dress = await wordings.dress(connection, message.notice_id)
    return _text(message, dress)


@post(
    "/clients/{client_id:uuid}/messages/{message_id:uuid}/views",
    guards=[only("contact")],
    status_code=204,
    operation_id="record_message_view",
)
async def view(
    request: ActorRequest, client_id: FromPath[UUID], message_id: FromPath[UUID]
) -> None:
    """Its recipient opens it: the first time is evidence."""
    async with within(request) as connection:
        reader = _reader(request.user, client_id)
        await open_message(connection, request.user.tenant, reader, message_id)


@post(
    "/clients/{client_id:uuid}/messages/{message_id:uuid}/acknowledgements",
    guards=[only("contact")],
    status_code=204,
    operation_id="confirm_message",
)
async def acknowledge(
    request: ActorRequest, client_id: FromPath[UUID], message_id: FromPath[UUID]
) -> None:
    """Its recipient says to have taken note of it; the first time is evidence."""
    async with within(request) as connection:
        reader = _reader(request.user, client_id)
        await acknowledge_message(connection, request.user.tenant, reader, message_id)


def _contact(actor: Actor, client_id: UUID) -> UUID | None:
    """Whose messages this actor may read at a client; None for everybody's there.

    Which clients a reseller serves is known in contracts alone: the portal asks it, and signs a
    token that names the one client that was asked about.
    """
    refuse_others(actor, client_id)
    return _reader(actor, client_id)[1] if actor.kind == "contact" else None


def refuse_others(actor: Actor, client_id: UUID) -> None:
    """``Missing`` unless it is the contact's own client, or the one a reseller comes for."""
    if actor.kind in ("contact", "reseller"):
        if actor.client_id is None:
            raise Forbidden("client-unknown", "This token does not say for which client you come.")
        if actor.client_id != client_id:
            raise Missing("client-missing", "There is no such client.")


def _reader(actor: Actor, client_id: UUID) -> tuple[UUID, UUID]:
    if actor.client_id != client_id or actor.id is None:
        raise Missing("client-missing", "There is no such client.")
    return client_id, actor.id


def _told(message: Message) -> dict[str, object]:
    known = (
        "id",
        "notice_id",
        "kind",
        "subject_id",
        "contact_id",
        "state",
        "seen_at",
        "acknowledged_at",
    )
    seen, noted = message.seen_at is not None, message.acknowledged_at is not None
    return message.model_dump(include=set(known)) | {
        "name": message.person and message.person.name,
        "about": about(message.facts),
        "reference": message.terms.reference,
        "at": message.created_at,
        "proof": proof(message.state, seen, noted, reported=message.delivered_at is not None),
    }


def _text(message: Message, dress: Dress) -> MessageText:
    if message.person is None:
        raise Conflict(
            "message-erased", "Who was told this has been erased, and its words with it."
        )
    delivery = NewDelivery(
        id=message.id,
        contact_id=message.contact_id,
        recipient_id=message.recipient_id,
        client_id=message.client_id,
        terms=message.terms,
        person=message.person,
    )
    reading = read(message.kind, message.facts, delivery, dress)
    link = link_to(message.kind, message.subject_id, message.terms)
    return MessageText.model_validate(
        _told(message)
        | {"subject": reading.subject, "parts": reading.parts, "path": link and link[1]}
    )


HANDLERS = [list_messages, read_message, view, acknowledge]

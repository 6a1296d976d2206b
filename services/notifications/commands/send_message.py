"""A mail that the portal asks for itself: a link to sign in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.wear_wording import wear_wording
from services.notifications.domain.delivery import (
    NewDelivery,
    Person,
    Terms,
    delivery_id,
    notice_id,
)
from services.notifications.domain.facts import Provider, SignInFacts
from services.notifications.store import deliveries, erasures, evidence, notices
from shared.database import Connection
from shared.text import Language


class LinkFacts(BaseModel):
    """``url`` is secret: it is gone once the mail has left, and stands in no log."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: HttpUrl
    expires_at: datetime
    provider: str = Field(min_length=1, max_length=300)


class Message(BaseModel):
    """``id`` makes it idempotent: asked for twice, sent once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    tenant_id: UUID
    address: str = Field(min_length=3, max_length=254)
    language: Language
    kind: Literal["sign_in"]
    facts: LinkFacts


async def send_message(connection: Connection, message: Message) -> UUID:
    """The notice's id; the mail leaves at once when the mail server is there, else later."""
    notice = notice_id(message.tenant_id, "sign_in", message.id)
    facts = SignInFacts(
        kind="sign_in",
        subject_id=message.id,
        provider=Provider(name=message.facts.provider, email=None),
        expires_at=message.facts.expires_at,
    )
    await notices.add(connection, notice, "sign_in", message.id, facts=facts)
    await wear_wording(connection, notice, "sign_in", facts)
    await erasures.remember(connection, notice)
    new = NewDelivery(
        id=delivery_id(notice, "mail", message.id),
        contact_id=message.id,
        recipient_id=message.id,
        client_id=None,
        terms=Terms(language=message.language),
        person=Person(name="", email=message.address, client=None),
    )
    chain = await evidence.lock(connection, notice)
    added = await queue_deliveries(connection, message.tenant_id, chain, [new], "send_now")
    for item in added:
        await deliveries.keep_secret(connection, item.id, str(message.facts.url))
    return notice

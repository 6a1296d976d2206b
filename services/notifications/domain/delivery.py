"""One notice to one person at one address over one channel, and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid5

import msgspec
from pydantic import BaseModel, ConfigDict

from services.notifications.domain.facts import Kind, Recipient
from shared.text import Language

State = Literal["queued", "sending", "accepted", "failed", "in_doubt", "stopped"]

_NAMESPACE = UUID("5c4a9d0e-7e4b-5e0f-9b54-7b1f8a2d6c11")


def notice_id(tenant_id: UUID, kind: Kind, subject_id: UUID) -> UUID:
    """The same facts make the same notice, however often the event arrives."""
    return uuid5(_NAMESPACE, f"{tenant_id}:{kind}:{subject_id}")


def announcement_id(tenant_id: UUID, change_id: UUID, alteration: int) -> UUID:
    """Of the announcement to those who first hear of a change once it has been put off so often,
    while others were told an earlier day."""
    first = notice_id(tenant_id, "change_announced", change_id)
    return uuid5(first, f"alteration:{alteration}") if alteration else first


def delivery_id(notice: UUID, channel: str, recipient_id: UUID) -> UUID:
    """Message-ID, envelope sender and sign-in link all follow from this one."""
    return uuid5(notice, f"{channel}:{recipient_id}")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Person:
    """The erasable part of a delivery."""

    name: str
    email: str
    client: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a message says of the recipient's own agreement; nothing here tells who somebody is. No
    model, here and above: of those that are read for each message, reading took as long as making
    half of it."""

    language: Language
    agreement_id: UUID | None = None
    reference: str | None = None
    authorisation: Literal["general", "specific"] | None = None
    deadline: date | None = None
    earliest_deadline: date | None = None
    counted_from: Literal["published", "sent", "delivered"] | None = None
    emergency_clause: bool = False
    stands_in: bool = False


class Delivery(msgspec.Struct, frozen=True, gc=False):
    """``recipient_id`` is what contracts knows it by. Made for each message: no model, which would
    take longer than the message itself."""

    id: UUID
    notice_id: UUID
    contact_id: UUID
    recipient_id: UUID
    client_id: UUID | None
    terms: Terms
    person: Person
    created_at: datetime


class NewDelivery(Frozen):
    id: UUID
    contact_id: UUID
    recipient_id: UUID
    client_id: UUID | None
    terms: Terms
    person: Person


def addressed(notice: UUID, channel: str, recipient: Recipient) -> NewDelivery:
    """The recipient as it stands in contracts now; it is never read again."""
    return NewDelivery(
        id=delivery_id(notice, channel, recipient.recipient_id),
        contact_id=recipient.contact_id,
        recipient_id=recipient.recipient_id,
        client_id=recipient.client_id,
        terms=Terms(
            language=recipient.language,
            agreement_id=recipient.agreement_id,
            reference=recipient.agreement_reference,
            authorisation=recipient.authorisation,
            deadline=recipient.deadline,
            earliest_deadline=recipient.earliest_deadline,
            counted_from=recipient.counted_from,
            emergency_clause=recipient.emergency_clause,
            stands_in=recipient.stands_in or bool(recipient.instead_of),
        ),
        person=Person(name=recipient.name, email=recipient.email, client=recipient.client),
    )

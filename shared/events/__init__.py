"""Facts that travel between services: past tense, additive only, identifiers and no personal data.

A committed JSON Schema of each (``schemas/``) keeps the next version readable by the last.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Readers ignore fields that they don't know, so that a newer producer never stops them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tenant_id: UUID

    @classmethod
    def version(cls) -> int:
        return 1


Cause = Literal["onboarding", "change", "drift", "amendment", "own_paper"]


class AgreementVersionFrozen(Event):
    agreement_id: UUID
    version_id: UUID
    client_id: UUID
    cause: Cause
    change_id: UUID | None = None


class AgreementSigned(Event):
    agreement_id: UUID
    version_id: UUID
    client_id: UUID
    signature_id: UUID


class AgreementRendered(Event):
    agreement_id: UUID
    version_id: UUID
    client_id: UUID
    variant: Literal["offered", "signed"]
    cause: Cause
    documents: list[UUID]


class ChangePublished(Event):
    change_id: UUID


class RecipientAdded(Event):
    change_id: UUID
    recipient_id: UUID


class ChangeWithdrawn(Event):
    change_id: UUID


class ChangeWentLive(Event):
    change_id: UUID
    wave: int


class ObjectionReceived(Event):
    objection_id: UUID
    change_id: UUID
    client_id: UUID


class ObjectionDecided(Event):
    objection_id: UUID
    change_id: UUID
    client_id: UUID


class Settled(BaseModel):
    """One recipient and the legal moment at which the outcome was known."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    recipient_id: UUID
    at: datetime


class DeliveriesAccepted(Event):
    """At most 1,000 recipients an event."""

    notice_id: UUID
    change_id: UUID
    deliveries: list[Settled]


class DeliveriesFailed(Event):
    """At most 1,000 recipients an event."""

    notice_id: UUID
    change_id: UUID
    deliveries: list[Settled]


class UpstreamAgreementExpiring(Event):
    """Staff is to be reminded that the agreement with a supplier ends."""

    upstream_agreement_id: UUID
    subprocessor_id: UUID


EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        AgreementVersionFrozen,
        AgreementSigned,
        AgreementRendered,
        ChangePublished,
        RecipientAdded,
        ChangeWithdrawn,
        ChangeWentLive,
        ObjectionReceived,
        ObjectionDecided,
        DeliveriesAccepted,
        DeliveriesFailed,
        UpstreamAgreementExpiring,
    )
}

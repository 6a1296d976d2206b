"""Facts that travel between services: past tense, additive only, identifiers and no personal data.

A committed JSON Schema of each (``schemas/``) keeps the next version readable by the last.
"""

from datetime import date, datetime
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


class ClientOnboarded(Event):
    client_id: UUID
    agreement_id: UUID


class ContactDeparted(Event):
    """A person has left a client and is told nothing any more."""

    client_id: UUID
    contact_id: UUID


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


class AgreementAmended(Event):
    """New terms were accepted, or products begin or end."""

    agreement_id: UUID
    client_id: UUID
    amendment_id: UUID


class AgreementTerminated(Event):
    """Its end is on record; the day may lie ahead."""

    agreement_id: UUID
    client_id: UUID
    termination_id: UUID


class AgreementTerminationWithdrawn(Event):
    agreement_id: UUID
    client_id: UUID
    termination_id: UUID


class AgreementRendered(Event):
    agreement_id: UUID
    version_id: UUID
    client_id: UUID
    variant: Literal["offered", "signed"]
    cause: Cause
    documents: list[UUID]


class SigningReminded(Event):
    """Its signatories are to be reminded of a version that lies ready for their yes."""

    agreement_id: UUID
    version_id: UUID
    client_id: UUID


class AgreementCountersigned(Event):
    """By hand, after its client signed; the document with both signatures is there. What the seal
    countersigns at once stands in the signed document itself."""

    agreement_id: UUID
    version_id: UUID
    client_id: UUID


class ChangePublished(Event):
    change_id: UUID


class RecipientAdded(Event):
    change_id: UUID
    recipient_id: UUID


class ChangeWithdrawn(Event):
    change_id: UUID


class ChangeAltered(Event):
    """What was announced is put off to a later day."""

    change_id: UUID
    postponement_id: UUID


class ChangeWentLive(Event):
    """``wave_id``: by which those for whom it holds now are asked for."""

    change_id: UUID
    wave: int
    wave_id: UUID | None = None


class ChangeApproved(Event):
    """A client under specific authorisation said yes."""

    change_id: UUID
    client_id: UUID
    approval_id: UUID


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


class Unreached(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    delivery_id: UUID
    client_id: UUID


class DeliveriesUnreached(Event):
    """Of any notice; at most 1,000 deliveries an event."""

    notice_id: UUID
    deliveries: list[Unreached]


class UpstreamAgreementExpiring(Event):
    """Staff is to be reminded that the agreement with a supplier ends. ``reminder_id``: by which
    what they are told is asked for."""

    upstream_agreement_id: UUID
    subprocessor_id: UUID
    reminder_id: UUID | None = None


class IncidentReleased(Event):
    """Clients are to be told of a personal data breach: its first stage."""

    incident_id: UUID
    stage_id: UUID


class IncidentUpdated(Event):
    """Clients are to be told what is known since."""

    incident_id: UUID
    stage_id: UUID


class IncidentClosed(Event):
    """Clients are to be told the last of it."""

    incident_id: UUID
    stage_id: UUID


class IncidentRecipientAdded(Event):
    """Somebody is to be told of a stage that went out before."""

    incident_id: UUID
    stage_id: UUID
    recipient_id: UUID


class Fared(BaseModel):
    """One recipient and the legal moment at which the outcome was known; ``posted_on``: the day on
    which a letter was handed to the post."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    recipient_id: UUID
    at: datetime
    posted_on: date | None = None


class IncidentDeliveriesSettled(Event):
    """How the message of a stage fared. ``level``: ``accepted`` by the mail server, ``failed``,
    ``in_doubt`` where nobody knows which of the two, ``delivered`` by the report of the receiving
    side, or ``posted`` as a letter to the client of that recipient. At most 1,000 recipients an
    event."""

    notice_id: UUID
    incident_id: UUID
    stage_id: UUID
    level: Literal["accepted", "failed", "in_doubt", "posted", "delivered"]
    deliveries: list[Fared]


class ErasureOrdered(Event):
    """``categories`` are words of contracts; who holds nothing of them does nothing. ``files`` are
    those in documents to which nothing but this client refers."""

    client_id: UUID
    categories: list[str]
    files: list[UUID]


class ErasureDone(Event):
    """One service has erased what it was asked: the number of rows by category."""

    client_id: UUID
    erased: dict[str, int]


EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        ClientOnboarded,
        ContactDeparted,
        AgreementVersionFrozen,
        AgreementSigned,
        AgreementAmended,
        AgreementTerminated,
        AgreementTerminationWithdrawn,
        AgreementRendered,
        SigningReminded,
        AgreementCountersigned,
        ChangePublished,
        RecipientAdded,
        ChangeWithdrawn,
        ChangeAltered,
        ChangeWentLive,
        ChangeApproved,
        ObjectionReceived,
        ObjectionDecided,
        DeliveriesAccepted,
        DeliveriesFailed,
        DeliveriesUnreached,
        UpstreamAgreementExpiring,
        IncidentReleased,
        IncidentUpdated,
        IncidentClosed,
        IncidentRecipientAdded,
        IncidentDeliveriesSettled,
        ErasureOrdered,
        ErasureDone,
    )
}

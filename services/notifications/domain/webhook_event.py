"""Which facts other systems may hear of, and what a message says of each: identifiers alone."""

from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID, uuid5

from shared.events import (
    AgreementAmended,
    AgreementSigned,
    AgreementTerminated,
    AgreementTerminationWithdrawn,
    ChangeAltered,
    ChangeApproved,
    ChangePublished,
    ChangeWentLive,
    ChangeWithdrawn,
    ClientOnboarded,
    DeliveriesUnreached,
    Event,
    ObjectionDecided,
    ObjectionReceived,
)

EventType = Literal[
    "client.onboarded",
    "agreement.signed",
    "agreement.amended",
    "agreement.terminated",
    "agreement.termination_withdrawn",
    "change.published",
    "change.approved",
    "change.effective",
    "change.withdrawn",
    "change.altered",
    "objection.received",
    "objection.decided",
    "delivery.unreached",
]
TYPES: tuple[EventType, ...] = get_args(EventType)
TESTED = "endpoint.tested"


class Told(NamedTuple):
    """``path``: where contracts tells more."""

    type: EventType
    path: str


TOLD: dict[type[Event], Told] = {
    ClientOnboarded: Told("client.onboarded", "/clients/{client_id}"),
    AgreementSigned: Told("agreement.signed", "/agreements/{agreement_id}"),
    AgreementAmended: Told("agreement.amended", "/agreements/{agreement_id}"),
    AgreementTerminated: Told("agreement.terminated", "/agreements/{agreement_id}"),
    AgreementTerminationWithdrawn: Told(
        "agreement.termination_withdrawn", "/agreements/{agreement_id}"
    ),
    ChangePublished: Told("change.published", "/changes/{change_id}"),
    ChangeApproved: Told("change.approved", "/changes/{change_id}"),
    ChangeWentLive: Told("change.effective", "/changes/{change_id}"),
    ChangeWithdrawn: Told("change.withdrawn", "/changes/{change_id}"),
    ChangeAltered: Told("change.altered", "/changes/{change_id}"),
    ObjectionReceived: Told("objection.received", "/objections/{objection_id}"),
    ObjectionDecided: Told("objection.decided", "/objections/{objection_id}"),
}
UNREACHED = Told("delivery.unreached", "/clients/{client_id}")


class News(NamedTuple):
    """One message, whoever gets it; ``id`` is what receivers know it by."""

    id: UUID
    type: str
    data: dict[str, Any]
    path: str | None


def news_of(event: Event, event_id: UUID) -> list[News]:
    """The same event makes the same messages under the same ids."""
    if isinstance(event, DeliveriesUnreached):
        return [
            _news(
                UNREACHED,
                uuid5(event_id, str(one.delivery_id)),
                {"notice_id": str(event.notice_id), **one.model_dump(mode="json")},
            )
            for one in event.deliveries
        ]
    data = event.model_dump(mode="json", exclude={"tenant_id"})
    return [_news(TOLD[type(event)], event_id, data)]


def _news(told: Told, identity: UUID, data: dict[str, Any]) -> News:
    return News(identity, told.type, data, told.path.format(**data))

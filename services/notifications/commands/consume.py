"""Which fact makes which notice."""

from collections.abc import Mapping

from services.notifications.commands.open_notice import open_notice
from services.notifications.commands.withdraw_change import withdraw_change
from services.notifications.commands.withhold_notices import withhold_notices
from services.notifications.domain.facts import Kind
from shared.database import Connection
from shared.events import (
    AgreementRendered,
    ChangePublished,
    ChangeWithdrawn,
    ContactDeparted,
    Event,
    ObjectionDecided,
    ObjectionReceived,
    RecipientAdded,
)
from shared.outbox import Handler


async def on_rendered(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementRendered)
    await open_notice(connection, event.tenant_id, _of_rendering(event), event.version_id)


def _of_rendering(event: AgreementRendered) -> Kind:
    if event.variant == "signed":
        return "agreement_signed"
    to_sign = event.cause in ("onboarding", "amendment")
    return "agreement_ready" if to_sign else "annex_renewed"


async def on_published(connection: Connection, event: Event) -> None:
    assert isinstance(event, ChangePublished)
    change = event.change_id
    await open_notice(connection, event.tenant_id, "change_announced", change, change_id=change)


async def on_recipient(connection: Connection, event: Event) -> None:
    assert isinstance(event, RecipientAdded)
    await open_notice(
        connection,
        event.tenant_id,
        "change_announced",
        event.change_id,
        change_id=event.change_id,
        recipient_id=event.recipient_id,
    )


async def on_withdrawn(connection: Connection, event: Event) -> None:
    assert isinstance(event, ChangeWithdrawn)
    await withdraw_change(connection, event.tenant_id, event.change_id)


async def on_objection(connection: Connection, event: Event) -> None:
    assert isinstance(event, ObjectionReceived)
    await open_notice(connection, event.tenant_id, "objection_received", event.objection_id)


async def on_decision(connection: Connection, event: Event) -> None:
    assert isinstance(event, ObjectionDecided)
    await open_notice(connection, event.tenant_id, "objection_decided", event.objection_id)


async def on_departed(connection: Connection, event: Event) -> None:
    assert isinstance(event, ContactDeparted)
    await withhold_notices(connection, event.tenant_id, event.contact_id)


HANDLERS: Mapping[type[Event], Handler] = {
    AgreementRendered: on_rendered,
    ChangePublished: on_published,
    RecipientAdded: on_recipient,
    ChangeWithdrawn: on_withdrawn,
    ObjectionReceived: on_objection,
    ObjectionDecided: on_decision,
    ContactDeparted: on_departed,
}

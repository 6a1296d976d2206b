"""Which fact makes which notice."""

from collections.abc import Mapping

from services.notifications.commands.alter_change import alter_change
from services.notifications.commands.erase_client import erase_client
from services.notifications.commands.open_notice import open_notice
from services.notifications.commands.stop_reminder import stop_reminder
from services.notifications.commands.withdraw_change import withdraw_change
from services.notifications.commands.withhold_notices import withhold_notices
from services.notifications.domain.facts import Kind
from services.notifications.store import subscribers
from shared.database import Connection
from shared.events import (
    AgreementCountersigned,
    AgreementRendered,
    AgreementSigned,
    AgreementTerminated,
    AgreementTerminationWithdrawn,
    ChangeAltered,
    ChangePublished,
    ChangeWentLive,
    ChangeWithdrawn,
    ContactDeparted,
    ErasureOrdered,
    Event,
    IncidentClosed,
    IncidentRecipientAdded,
    IncidentReleased,
    IncidentUpdated,
    ObjectionDecided,
    ObjectionReceived,
    RecipientAdded,
    SigningReminded,
    UpstreamAgreementExpiring,
)
from shared.outbox import Handler

_OFFERED: Mapping[str, Kind] = {"onboarding": "agreement_ready", "amendment": "amendment_ready"}


async def on_rendered(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementRendered)
    await open_notice(connection, event.tenant_id, _of_rendering(event), event.version_id)


def _of_rendering(event: AgreementRendered) -> Kind:
    if event.variant == "signed":
        return "agreement_signed"
    return _OFFERED.get(event.cause, "annex_renewed")


async def on_reminded(connection: Connection, event: Event) -> None:
    assert isinstance(event, SigningReminded)
    await open_notice(connection, event.tenant_id, "agreement_reminder", event.version_id)


async def on_signed(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementSigned)
    await stop_reminder(connection, event.tenant_id, event.version_id)


async def on_countersigned(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementCountersigned)
    await open_notice(connection, event.tenant_id, "agreement_countersigned", event.version_id)


async def on_published(connection: Connection, event: Event) -> None:
    assert isinstance(event, ChangePublished)
    change = event.change_id
    await open_notice(connection, event.tenant_id, "change_announced", change, change_id=change)
    if await subscribers.any_confirmed(connection):
        await open_notice(connection, event.tenant_id, "public_announced", change, change_id=change)


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


async def on_altered(connection: Connection, event: Event) -> None:
    assert isinstance(event, ChangeAltered)
    await alter_change(connection, event)


async def on_live(connection: Connection, event: Event) -> None:
    assert isinstance(event, ChangeWentLive)
    if event.wave_id:
        change = event.change_id
        await open_notice(
            connection, event.tenant_id, "change_effective", event.wave_id, change_id=change
        )


async def on_objection(connection: Connection, event: Event) -> None:
    assert isinstance(event, ObjectionReceived)
    await open_notice(connection, event.tenant_id, "objection_received", event.objection_id)


async def on_decision(connection: Connection, event: Event) -> None:
    assert isinstance(event, ObjectionDecided)
    await open_notice(connection, event.tenant_id, "objection_decided", event.objection_id)


async def on_departed(connection: Connection, event: Event) -> None:
    assert isinstance(event, ContactDeparted)
    await withhold_notices(connection, event.tenant_id, event.contact_id)


async def on_terminated(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementTerminated)
    await open_notice(connection, event.tenant_id, "agreement_ending", event.termination_id)


async def on_termination_withdrawn(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementTerminationWithdrawn)
    await open_notice(connection, event.tenant_id, "ending_withdrawn", event.termination_id)


async def on_incident(connection: Connection, event: Event) -> None:
    assert isinstance(event, IncidentReleased | IncidentUpdated | IncidentClosed)
    await open_notice(connection, event.tenant_id, "incident_notified", event.stage_id)


async def on_incident_recipient(connection: Connection, event: Event) -> None:
    assert isinstance(event, IncidentRecipientAdded)
    await open_notice(
        connection,
        event.tenant_id,
        "incident_notified",
        event.stage_id,
        recipient_id=event.recipient_id,
    )


async def on_expiring(connection: Connection, event: Event) -> None:
    assert isinstance(event, UpstreamAgreementExpiring)
    if event.reminder_id:
        await open_notice(connection, event.tenant_id, "upstream_expiring", event.reminder_id)


async def on_erasure(connection: Connection, event: Event) -> None:
    assert isinstance(event, ErasureOrdered)
    await erase_client(connection, event)


HANDLERS: Mapping[type[Event], Handler] = {
    AgreementRendered: on_rendered,
    SigningReminded: on_reminded,
    AgreementSigned: on_signed,
    AgreementCountersigned: on_countersigned,
    AgreementTerminated: on_terminated,
    AgreementTerminationWithdrawn: on_termination_withdrawn,
    ChangePublished: on_published,
    RecipientAdded: on_recipient,
    ChangeWithdrawn: on_withdrawn,
    ChangeAltered: on_altered,
    ChangeWentLive: on_live,
    ObjectionReceived: on_objection,
    ObjectionDecided: on_decision,
    ContactDeparted: on_departed,
    IncidentReleased: on_incident,
    IncidentUpdated: on_incident,
    IncidentClosed: on_incident,
    IncidentRecipientAdded: on_incident_recipient,
    UpstreamAgreementExpiring: on_expiring,
    ErasureOrdered: on_erasure,
}

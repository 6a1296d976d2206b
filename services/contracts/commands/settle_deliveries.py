"""What became of the notices: clocks start, stop and move, and the next contact is told."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain.gate import Outcome
from services.contracts.store import incident_outcomes, incidents, links, recipients
from shared.database import Connection
from shared.events import (
    DeliveriesAccepted,
    DeliveriesFailed,
    IncidentDeliveriesSettled,
    IncidentRecipientAdded,
    RecipientAdded,
)
from shared.outbox import append, append_many


async def settle_deliveries(
    connection: Connection, event: DeliveriesAccepted | DeliveriesFailed
) -> None:
    """The same outcomes again change nothing, and the order in which they come decides nothing."""
    ids = [one.recipient_id for one in event.deliveries]
    await links.hold(connection)
    agreements = await recipients.lock(connection, event.change_id, ids)
    outcome: Outcome = "accepted" if isinstance(event, DeliveriesAccepted) else "failed"
    await recipients.record(connection, event.change_id, outcome, event.notice_id, event.deliveries)
    await recipients.recompute(connection, event.change_id, agreements)
    await _tell_next(connection, event.tenant_id, event.change_id, agreements)


async def tell_unreached(connection: Connection, tenant_id: UUID, client_id: UUID) -> None:
    """A new contact, or a corrected address, is told at once of what nobody there could be told,
    changes and breaches."""
    for change_id, agreement_id in await recipients.lock_unreached(connection, client_id):
        await _tell_next(connection, tenant_id, change_id, [agreement_id])
    await _tell_missed(connection, tenant_id, await incidents.join_missed(connection, [client_id]))


async def settle_incident_deliveries(
    connection: Connection, event: IncidentDeliveriesSettled
) -> None:
    """In whatever order they come, and however often, the same stands in the register. What reached
    nobody at a client for certain is passed on: to an address that was corrected meanwhile, or else
    to whoever is turned to next there."""
    clients = await incident_outcomes.record(connection, event)
    if event.level in incident_outcomes.NOT_REACHED and clients:
        missed = await incidents.join_missed(connection, clients, event.incident_id)
        await _tell_missed(connection, event.tenant_id, missed)


async def _tell_missed(
    connection: Connection, tenant_id: UUID, missed: Sequence[incidents.Missed]
) -> None:
    events = [IncidentRecipientAdded(tenant_id=tenant_id, **one._asdict()) for one in missed]
    await append_many(connection, events)


async def _tell_next(
    connection: Connection, tenant_id: UUID, change_id: UUID, agreements: Sequence[UUID]
) -> None:
    for recipient_id in await recipients.escalate(connection, change_id, agreements):
        await append(
            connection,
            RecipientAdded(tenant_id=tenant_id, change_id=change_id, recipient_id=recipient_id),
        )

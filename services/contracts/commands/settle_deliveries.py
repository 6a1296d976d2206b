"""What became of the notices: clocks start, stop and move, and the next contact is told."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain.gate import Outcome
from services.contracts.store import incidents, links, recipients
from shared.database import Connection
from shared.events import (
    DeliveriesAccepted,
    DeliveriesFailed,
    IncidentRecipientAdded,
    RecipientAdded,
)
from shared.outbox import append


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
    for missed in await incidents.join_missed(connection, client_id):
        await append(connection, IncidentRecipientAdded(tenant_id=tenant_id, **missed._asdict()))


async def _tell_next(
    connection: Connection, tenant_id: UUID, change_id: UUID, agreements: Sequence[UUID]
) -> None:
    for recipient_id in await recipients.escalate(connection, change_id, agreements):
        await append(
            connection,
            RecipientAdded(tenant_id=tenant_id, change_id=change_id, recipient_id=recipient_id),
        )

"""What became of the notices: clocks start, stop and move, and the next contact is told."""

from services.contracts.domain.gate import Outcome
from services.contracts.store import links, recipients
from shared.database import Connection
from shared.events import DeliveriesAccepted, DeliveriesFailed, RecipientAdded
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
    for recipient_id in await recipients.escalate(connection, event.change_id, agreements):
        await append(
            connection,
            RecipientAdded(
                tenant_id=event.tenant_id, change_id=event.change_id, recipient_id=recipient_id
            ),
        )

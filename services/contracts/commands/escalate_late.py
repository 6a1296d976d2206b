"""Somebody else at a client is told in time, where nobody knows whether the first was.

A notice that failed is passed on at once (see ``settle_deliveries``). What is in doubt, or is still
put off, says nothing: without this it would wait while the days to object run out.
"""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.store import clock, links, recipients, tenants
from services.contracts.store.recipients import Waiting
from shared.database import Connection
from shared.events import RecipientAdded
from shared.outbox import append_many

PAGE = 500


async def escalate_late(
    connection: Connection, tenant_id: UUID, change_id: UUID, after: UUID | None
) -> UUID | None:
    """One page of the agreements of a change, in their order; None after the last.

    One more person a day for each of them, so that everybody gets the time to be reached.
    """
    days = found(await tenants.read(connection), "tenant").escalation_days
    today = await clock.today(connection)
    await links.hold(connection)
    waiting = Waiting(await recipients.late_terms(connection, change_id, today, days), after, PAGE)
    agreements = await recipients.lock_late(connection, change_id, waiting)
    added = await recipients.escalate(connection, change_id, agreements, unheard=True)
    events = [
        RecipientAdded(tenant_id=tenant_id, change_id=change_id, recipient_id=one) for one in added
    ]
    await append_many(connection, events)
    return agreements[-1] if len(agreements) == PAGE else None

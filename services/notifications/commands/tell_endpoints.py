"""A fact arrives: every endpoint that wants to hear of it gets a message."""

from collections.abc import Iterable
from uuid import UUID

from services.notifications.commands.jobs import Job, call
from services.notifications.domain.webhook_event import news_of
from services.notifications.store import webhook_deliveries
from shared.database import Connection
from shared.events import Event
from shared.outbox import origin


async def tell_endpoints(connection: Connection, event: Event) -> None:
    """Message, deliveries and job commit with the event, or none of them does."""
    fact = origin.get()
    added = await webhook_deliveries.add(connection, news_of(event, fact.id), fact.occurred_at)
    queued = {one.endpoint_id for one in added if one.state == "queued"}
    await ask_to_post(connection, event.tenant_id, queued)


async def ask_to_post(connection: Connection, tenant_id: UUID, endpoints: Iterable[UUID]) -> None:
    """One job for each endpoint, however much there is to send."""
    await call(connection, "post", [Job(tenant_id, one) for one in sorted(endpoints)])

"""What becomes of a fact: mails to people, messages to other systems, or both."""

from collections.abc import Mapping

from services.notifications.commands import consume
from services.notifications.commands.tell_endpoints import tell_endpoints
from services.notifications.domain.webhook_event import TOLD
from shared.database import Connection
from shared.events import DeliveriesUnreached, Event
from shared.outbox import Handler


def _both(notice: Handler) -> Handler:
    async def handle(connection: Connection, event: Event) -> None:
        await notice(connection, event)
        await tell_endpoints(connection, event)

    return handle


_TOLD: tuple[type[Event], ...] = (*TOLD, DeliveriesUnreached)
_ENDPOINTS = {
    kind: _both(consume.HANDLERS[kind]) if kind in consume.HANDLERS else tell_endpoints
    for kind in _TOLD
}
HANDLERS: Mapping[type[Event], Handler] = {**consume.HANDLERS, **_ENDPOINTS}

"""The transactional outbox: a fact is appended where it becomes true, for each consumer once.

There is no cursor over ids: sequences commit out of order, and a cursor passes over the late one.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.database import Connection, Pool, enter_tenant
from shared.events import EVENTS, Event
from shared.logs import log
from shared.sql import load
from shared.worker import pause

SQL = load(__file__)

# Seconds: a notification may be lost with its connection, so the bus is looked at anyway.
_PATIENCE = 5.0


class Origin(NamedTuple):
    """Which fact of the bus this is, and the legal moment at which it became true."""

    id: UUID
    occurred_at: datetime


# Of the event that the running handler was given.
origin: ContextVar[Origin] = ContextVar("origin")

Handler = Callable[[Connection, Event], Awaitable[None]]


async def append(connection: Connection, event: Event) -> UUID:
    """Append to the bus in the caller's tenant transaction; nobody sees it before the commit."""
    name = type(event).__name__
    event_id: UUID = await connection.fetchval(
        SQL["append"], event.tenant_id, name, event.version(), event
    )
    return event_id


async def append_many(connection: Connection, events: Sequence[Event]) -> None:
    """As ``append``, for facts of one kind and one tenant, in one statement."""
    if events:
        first = events[0]
        await connection.execute(
            SQL["append_many"],
            first.tenant_id,
            type(first).__name__,
            first.version(),
            list(events),
        )


class Consumer:
    """Takes the deliveries of one database role, one event a transaction.

    A handler gets a connection inside the event's tenant; its effect, the inbox row and the end of
    the delivery commit together. A handler that raises is tried again after 1, 2, 4 … 300 seconds,
    for ever: an event is never dropped.
    """

    def __init__(self, pool: Pool, handlers: Mapping[type[Event], Handler]) -> None:
        self._pool = pool
        self._handlers = {kind.__name__: handler for kind, handler in handlers.items()}
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        async with self._pool.acquire() as listener:
            await listener.execute(SQL["subscribe"], list(self._handlers))
            await listener.add_listener("bus", self._on_notify)
            try:
                while not listener.is_closed():
                    self._wake.clear()
                    while await self.take_one():
                        pass
                    await pause(0)
                    await self._rest()
            finally:
                await listener.remove_listener("bus", self._on_notify)

    def _on_notify(self, *_: object) -> None:
        self._wake.set()

    async def _rest(self) -> None:
        seconds = await self._pool.fetchval(SQL["next_due"])
        due = _PATIENCE if seconds is None else min(max(seconds, 0.05), _PATIENCE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), due)

    async def take_one(self) -> bool:
        """Handle one due delivery; false when none is due."""
        event_id = None
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                row = await connection.fetchrow(SQL["claim"])
                if row is None:
                    return False
                event_id = row["event_id"]
                await enter_tenant(connection, row["tenant_id"])
                if await connection.fetchval(SQL["take"], event_id):
                    event = EVENTS[row["type"]].model_validate(row["payload"])
                    origin.set(Origin(event_id, row["occurred_at"]))
                    await self._handlers[row["type"]](connection, event)
                await connection.execute(SQL["done"], event_id)
        except Exception as error:  # whatever went wrong, the delivery stays and waits its turn
            if event_id is None:
                raise
            log.warning("event postponed", event_id=str(event_id), error=type(error).__name__)
            await self._pool.execute(SQL["postpone"], event_id, type(error).__name__)
        return True

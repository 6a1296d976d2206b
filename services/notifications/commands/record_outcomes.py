"""What happened is written down: evidence, state and event in one transaction, however late."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from services.notifications.domain.evidence import STATE_AFTER, Fact
from services.notifications.domain.outcome import Outcome, occurrence, wait
from services.notifications.store import deliveries, evidence
from services.notifications.store.deliveries import Settlement
from services.notifications.store.notices import Notice
from shared import events, outbox
from shared.database import Connection, Pool, tenant_transaction
from shared.logs import log

# Connections that break, a server that restarts, a lock that is held too long.
PASSING = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
_BATCH = 1000


class Ended(NamedTuple):
    delivery_id: UUID
    attempt: int
    outcome: Outcome


async def record_outcomes(
    pool: Pool, tenant_id: UUID, notice: Notice, ended: Sequence[Ended]
) -> None:
    """Does not give up while the database is away: what the mail server said is true and is known
    here alone. Writing it twice changes nothing."""
    pause = 0.2
    while True:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                await _record(connection, tenant_id, notice, ended)
            return
        except PASSING as error:
            log.warning("evidence waits", notice_id=str(notice.id), error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5)


async def _record(
    connection: Connection, tenant_id: UUID, notice: Notice, ended: Sequence[Ended]
) -> None:
    chain = await evidence.lock(connection, notice.id)
    facts, settlements = [], []
    for item in ended:
        kind = occurrence(item.outcome, item.attempt)
        facts.append(
            Fact(
                delivery_id=item.delivery_id,
                attempt=item.attempt,
                kind=kind,
                details=item.outcome.details,
                payload=item.outcome.payload,
            )
        )
        pause = wait(kind, item.attempt, random.random())  # noqa: S311  # it spreads, no more
        settlements.append(Settlement(item.delivery_id, item.attempt, STATE_AFTER[kind], pause))
    await settle(connection, tenant_id, notice, chain, facts, settlements)


async def settle(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    chain: evidence.Locked,
    facts: Sequence[Fact],
    settlements: Sequence[Settlement],
) -> None:
    """Evidence first, then the states that follow from it, then the news for contracts."""
    await evidence.append(connection, chain, facts)
    moved = await deliveries.settle(connection, settlements)
    left = [item.delivery_id for item in moved if item.state not in ("queued", "sending")]
    if left and notice.kind == "sign_in":
        await deliveries.forget_secrets(connection, left)
    if notice.kind == "change_announced" and notice.change_id:
        await _announce(connection, tenant_id, notice, moved, chain.at)
    await _announce_unreached(connection, tenant_id, notice, moved)


async def _announce_unreached(
    connection: Connection, tenant_id: UUID, notice: Notice, moved: Sequence[deliveries.Settled]
) -> None:
    """For other systems: of any notice to a client."""
    unreached = [
        events.Unreached(delivery_id=item.delivery_id, client_id=item.client_id)
        for item in moved
        if item.state == "failed" and item.client_id
    ]
    for start in range(0, len(unreached), _BATCH):
        event = events.DeliveriesUnreached(
            tenant_id=tenant_id,
            notice_id=notice.id,
            deliveries=unreached[start : start + _BATCH],
        )
        await outbox.append(connection, event)


async def _announce(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    moved: Sequence[deliveries.Settled],
    at: datetime,
) -> None:
    assert notice.change_id is not None
    for state, kind in (
        ("accepted", events.DeliveriesAccepted),
        ("failed", events.DeliveriesFailed),
    ):
        told = [
            events.Settled(recipient_id=item.recipient_id, at=at)
            for item in moved
            if item.state == state
        ]
        for start in range(0, len(told), _BATCH):
            event = kind(
                tenant_id=tenant_id,
                notice_id=notice.id,
                change_id=notice.change_id,
                deliveries=told[start : start + _BATCH],
            )
            await outbox.append(connection, event)

"""What happened is written down: evidence, state and event in one transaction, however late."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec

from services.notifications.commands.open_notice import announce_anew
from services.notifications.domain.evidence import STATE_AFTER, Fact
from services.notifications.domain.facts import IncidentFacts
from services.notifications.domain.outcome import Outcome, occurrence, wait
from services.notifications.store import deliveries, evidence
from services.notifications.store.deliveries import Settled, Settlement
from services.notifications.store.notices import Notice
from shared import events, outbox
from shared.database import Connection, Pool, tenant_transaction
from shared.logs import log

# Connections that break, a server that restarts, a lock that is held too long.
PASSING = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
_BATCH = 1000


class Ended(msgspec.Struct, frozen=True, gc=False):
    delivery_id: UUID
    attempt: int
    recipient_id: UUID
    client_id: UUID | None
    outcome: Outcome


class Patience:
    """For what has to be written down: waits longer each time, and never gives up."""

    def __init__(self, notice: Notice) -> None:
        self._notice, self._pause = notice, 0.2

    async def after(self, error: BaseException) -> None:
        log.warning("evidence waits", notice_id=str(self._notice.id), error=type(error).__name__)
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, 5)


async def record_outcomes(
    pool: Pool, tenant_id: UUID, notice: Notice, ended: Sequence[Ended]
) -> None:
    """Does not give up while the database is away: what the mail server said is true and is known
    here alone. Writing it twice changes nothing."""
    patience = Patience(notice)
    while True:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                await record(connection, tenant_id, notice, ended)
            return
        except PASSING as error:
            await patience.after(error)


async def record(
    connection: Connection, tenant_id: UUID, notice: Notice, ended: Sequence[Ended]
) -> None:
    """Each delivery by itself, whoever works on its chunk now."""
    settlements = [_settlement(item) for item in ended]
    await settle(connection, tenant_id, notice, [fact_of(item) for item in ended], settlements)


async def record_window(
    connection: Connection, tenant_id: UUID, notice: Notice, ended: Sequence[Ended], *, new: bool
) -> None:
    """By who holds the chunk: what was accepted is settled by its mark, the others stand apart.

    ``new``: this was never tried before.
    """
    apart = [_settlement(item) for item in ended if item.outcome.kind != "accepted"]
    moved = await deliveries.set_apart(connection, apart) if apart else []
    chain = await evidence.lock(connection, notice.id)
    facts = [fact_of(item) for item in ended]
    added = {fact.delivery_id for fact in await evidence.append(connection, chain, facts, new=new)}
    moved += [
        Settled(item.delivery_id, "accepted", item.recipient_id, item.client_id)
        for item in ended
        if item.outcome.kind == "accepted" and item.delivery_id in added
    ]
    await conclude(connection, tenant_id, notice, moved, chain.at)


def fact_of(item: Ended) -> Fact:
    outcome = item.outcome
    kind = occurrence(outcome, item.attempt)
    return Fact(item.delivery_id, item.attempt, kind, outcome.details, outcome.payload)


def _settlement(item: Ended) -> Settlement:
    kind = occurrence(item.outcome, item.attempt)
    pause = wait(kind, item.attempt, random.random())  # noqa: S311  # it spreads, no more
    return Settlement(item.delivery_id, item.attempt, STATE_AFTER[kind], pause)


async def settle(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    facts: Sequence[Fact],
    settlements: Sequence[Settlement],
) -> None:
    """The states, the evidence that they follow from, then the news for contracts. The chain is
    locked behind the deliveries, as everywhere, so that no two wait in a ring."""
    moved = await deliveries.settle(connection, settlements)
    chain = await evidence.lock(connection, notice.id)
    await evidence.append(connection, chain, facts)
    await conclude(connection, tenant_id, notice, moved, chain.at)


async def conclude(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    moved: Sequence[Settled],
    at: datetime,
) -> None:
    """What follows from states that moved: news for contracts and for other systems."""
    left = [item.delivery_id for item in moved if item.state not in ("queued", "sending")]
    if left and notice.kind in ("sign_in", "message_test"):
        await deliveries.forget_secrets(connection, left)
    if notice.kind == "change_announced" and notice.change_id:
        await _announce(connection, tenant_id, notice, moved, at)
        stopped = [item.recipient_id for item in moved if item.state == "stopped"]
        await announce_anew(connection, tenant_id, notice, stopped)
    if notice.kind == "incident_notified":
        await _announce_stage(connection, tenant_id, notice, moved, at)
    await _announce_unreached(connection, tenant_id, notice, moved)


async def _announce_stage(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    moved: Sequence[Settled],
    at: datetime,
) -> None:
    levels: tuple[Literal["accepted", "failed", "in_doubt"], ...]
    levels = ("accepted", "failed", "in_doubt")
    for level in levels:
        fared = [
            events.Fared(recipient_id=item.recipient_id, at=at)
            for item in moved
            if item.state == level
        ]
        await announce_incident(connection, tenant_id, notice, level, fared)


async def announce_incident(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    level: Literal["accepted", "failed", "in_doubt", "posted", "delivered"],
    fared: Sequence[events.Fared],
) -> None:
    """For the register of breaches (Art. 33(5) AVG); of any other notice nothing."""
    if not isinstance(notice.facts, IncidentFacts):
        return
    for start in range(0, len(fared), _BATCH):
        event = events.IncidentDeliveriesSettled(
            tenant_id=tenant_id,
            notice_id=notice.id,
            incident_id=notice.facts.incident_id,
            stage_id=notice.subject_id,
            level=level,
            deliveries=list(fared[start : start + _BATCH]),
        )
        await outbox.append(connection, event)


async def _announce_unreached(
    connection: Connection, tenant_id: UUID, notice: Notice, moved: Sequence[Settled]
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
    moved: Sequence[Settled],
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

"""A mail came back to the return path of one delivery: what it proves is written down."""

from datetime import timedelta
from uuid import UUID

from services.notifications.channels.mail.listener import Kept
from services.notifications.channels.mail.returned import Returned
from services.notifications.commands.record_outcomes import announce_incident, conclude, settle
from services.notifications.domain.evidence import Fact, Occurrence
from services.notifications.store import bounces, deliveries, evidence, notices
from services.notifications.store.deliveries import Settlement, Standing
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, system_transaction, tenant_transaction
from shared.events import Fared
from shared.logs import log

_PROVES_TAKEN = ("delivered", "relayed", "delayed")


async def hear_return(pool: Pool, delivery_id: UUID, returned: Returned) -> Kept:
    """In one transaction; the same mail again changes nothing."""
    async with system_transaction(pool) as connection:
        tenant_id = await bounces.sender(connection, delivery_id)
    if tenant_id is None:
        return "unknown"
    if returned.kind == "automatic":
        log.info("an automatic answer came back", delivery_id=str(delivery_id))
        return "kept"
    async with tenant_transaction(pool, tenant_id) as connection:
        await deliveries.hold(connection, delivery_id)
        standing = await deliveries.get(connection, delivery_id)
        if standing.state == "sending":
            # Its acceptance has not been written down yet; the other order would take this back.
            return "later"
        notice = await notices.get(connection, standing.notice_id)
        if returned.kind == "bounced":
            await _bounce(connection, tenant_id, notice, standing, returned)
        else:
            await _note(connection, tenant_id, notice, standing, returned)
    return "kept"


async def _bounce(
    connection: Connection, tenant_id: UUID, notice: Notice, standing: Standing, returned: Returned
) -> None:
    """Nobody was told by it, unless they read it in the portal in the meantime."""
    if await bounces.bounced(connection, standing.id, standing.attempts):
        return
    moved = []
    if not await bounces.was_read(connection, standing.id):
        moved = await bounces.fail(connection, standing.id)
    chain = await evidence.lock(connection, notice.id)
    added = await evidence.append(
        connection, chain, [_fact(standing, "bounced" if moved else "returned", returned)]
    )
    if added:
        await conclude(connection, tenant_id, notice, moved, chain.at)


async def _note(
    connection: Connection, tenant_id: UUID, notice: Notice, standing: Standing, returned: Returned
) -> None:
    """A report of what was in doubt proves that it was taken."""
    kind: Occurrence = "answered"
    if returned.kind in _PROVES_TAKEN:
        kind = returned.kind  # type: ignore[assignment]  # mypy does not narrow by a tuple
    facts, settlements = [_fact(standing, kind, returned)], []
    if standing.state == "in_doubt" and kind != "answered":
        facts.insert(0, Fact(standing.id, standing.attempts, "confirmed", {"reason": "reported"}))
        settlements = [Settlement(standing.id, standing.attempts, "accepted", timedelta(0))]
    await settle(connection, tenant_id, notice, facts, settlements)
    if kind == "delivered":
        chain = await evidence.lock(connection, notice.id)
        fared = [Fared(recipient_id=standing.recipient_id, at=chain.at)]
        await announce_incident(connection, tenant_id, notice, "delivered", fared)


def _fact(standing: Standing, kind: Occurrence, returned: Returned) -> Fact:
    return Fact(standing.id, standing.attempts, kind, returned.details, returned.payload)

"""Keep the data of a client from being erased, and let them go again."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.legal_hold import (
    LegalHold,
    LegalHoldDraft,
    LegalHoldEndDraft,
    refuse_past,
)
from services.contracts.store import clients, clock, legal_holds
from shared.database import Connection
from shared.errors import Conflict


async def hold_client(
    connection: Connection, client_id: UUID, draft: LegalHoldDraft, by: UUID | None
) -> LegalHold:
    """Waits for an erasure that is under way: what that took is gone."""
    found(await clients.lock(connection, client_id) or None, "client")
    refuse_past(draft.until, await clock.today(connection))
    made = await legal_holds.insert(connection, client_id, draft, by)
    return found(await legal_holds.read(connection, client_id, made), "hold")


async def end_hold(
    connection: Connection,
    client_id: UUID,
    hold_id: UUID,
    draft: LegalHoldEndDraft,
    by: UUID | None,
) -> LegalHold:
    """``Conflict`` when it has ended already."""
    found(await clients.lock(connection, client_id) or None, "client")
    hold = found(await legal_holds.read(connection, client_id, hold_id), "hold")
    if hold.ended_at is not None or hold.until < await clock.today(connection):
        raise Conflict("hold-ended", "This hold has ended; it keeps nothing any more.")
    await legal_holds.end(connection, hold_id, draft.reason, by)
    return found(await legal_holds.read(connection, client_id, hold_id), "hold")

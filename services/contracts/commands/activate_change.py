"""Let a change hold, in one transaction, for all that nothing protects any more."""

from uuid import UUID

from services.contracts.commands.check_transfers import check_links
from services.contracts.commands.draft_change import read_content
from services.contracts.domain.change import ChangeSummary
from services.contracts.domain.gate import Activation, change_protected
from services.contracts.store import clock, gate, links
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale
from shared.events import ChangeWentLive
from shared.outbox import append

LISTED = 100


async def activate_change(
    connection: Connection,
    tenant_id: UUID,
    change_id: UUID,
    by: UUID | None = None,
    seen: str | None = None,
) -> Activation:
    """One wave. ``Conflict`` change-protected names who is held when nobody may go.

    ``by`` null: the scheduler, at the due moment.
    """
    await links.lock(connection)
    change = await read_content(connection, change_id)
    if seen is not None:
        refuse_stale(seen, change)
    if change.state not in ("published", "partly_effective"):
        raise Conflict("change-not-running", f"This change is {change.state}; nothing to do.")
    wave, wave_id = await gate.open_wave(connection, change_id, by)
    today = await clock.today(connection)
    gone = await gate.activate(connection, change_id, wave, today, at_once=change.at_once)
    held = (await gate.counts(connection, change_id)).held
    if not gone:
        await _refuse(connection, change, held)
    await gate.move_links(connection, change_id, wave)
    begun = [line.new.link_id for line in change.lines if line.new]
    await check_links(connection, begun)
    if not held:
        await gate.conclude(connection, change_id)
    live = ChangeWentLive(tenant_id=tenant_id, change_id=change_id, wave=wave, wave_id=wave_id)
    await append(connection, live)
    return Activation(change_id=change_id, wave=wave, agreements=gone, held=held)


async def conclude_change(connection: Connection, change_id: UUID) -> None:
    """The last for whom it could still take effect has left. Nothing where somebody came back."""
    await links.lock(connection)
    change = await read_content(connection, change_id)
    if change.state == "effective":
        await gate.conclude(connection, change_id)


async def _refuse(connection: Connection, change: ChangeSummary, held: int) -> None:
    """A change that concerns nobody waits for its day alone."""
    if held:
        raise change_protected(await gate.held(connection, change.id, LISTED), held)
    if change.effective_on > await clock.today(connection):
        raise Conflict(
            "change-too-early",
            f"It concerns no agreement and takes effect on {change.effective_on.isoformat()}.",
            until=change.effective_on.isoformat(),
        )

"""A later day for what was announced: proposed first, so that its words can be read, then told."""

from datetime import date
from uuid import UUID

from services.contracts.commands.check_transfers import refuse_bad_transfer
from services.contracts.commands.draft_change import read_content
from services.contracts.domain.change import AnnouncedChange, ChangeState
from services.contracts.domain.found import found
from services.contracts.domain.postponement import (
    Postponement,
    PostponementDraft,
    refuse_no_postponement,
)
from services.contracts.store import clock, links, postponements, reviews
from shared.database import Connection
from shared.errors import Conflict, Forbidden
from shared.etag import refuse_stale
from shared.events import ChangeAltered
from shared.identity import Actor
from shared.outbox import append

INSTEAD: dict[ChangeState, str] = {
    "draft": "Nobody was told of it yet; edit the draft.",
    "reviewed": "Nobody was told of it yet; edit the draft.",
    "discarded": "It was discarded before anybody was told.",
    "withdrawn": "It was withdrawn; draft a new one.",
    "partly_effective": "It holds for some clients already; whoever is held stays held by itself.",
    "effective": "It holds already; undo it with a new change.",
}


async def postpone_change(
    connection: Connection,
    actor: Actor,
    change_id: UUID,
    draft: PostponementDraft,
    seen: str | None,
) -> Postponement:
    """Nobody is told until it is confirmed. ``Conflict`` where it holds for somebody already,
    ``Invalid`` for a day that is no later one."""
    await links.lock(connection)
    change = await read_content(connection, change_id)
    await _refuse(connection, change, draft.effective_on, seen)
    by = found(actor.id, "change")
    made = await postponements.insert(connection, change_id, draft, by)
    return found(await postponements.read(connection, made), "postponement")


async def confirm_postponement(
    connection: Connection, actor: Actor, postponement_id: UUID, seen: str | None
) -> UUID:
    """From here on the change waits for the new day and whoever was told hears it; the change.

    ``Forbidden`` for whoever proposed it, where this provider asks for four eyes.
    """
    await links.lock(connection)
    wanted = found(await postponements.read(connection, postponement_id), "postponement")
    if wanted.number:
        raise Conflict("already-confirmed", "This was confirmed before, and those concerned told.")
    change = await read_content(connection, wanted.change_id)
    await _refuse(connection, change, wanted.effective_on, seen)
    by = found(actor.id, "postponement")
    if by == wanted.postponed_by and await reviews.needed(connection):
        raise Forbidden(
            "own-postponement", "You put it off yourself; ask somebody else to confirm it."
        )
    await postponements.confirm(connection, wanted.id, by)
    altered = ChangeAltered(
        tenant_id=actor.tenant,
        change_id=change.id,
        postponement_id=wanted.id,
    )
    await append(connection, altered)
    return change.id


async def _refuse(
    connection: Connection, change: AnnouncedChange, day: date, seen: str | None
) -> None:
    if seen is not None:
        refuse_stale(seen, change)
    if instead := INSTEAD.get(change.state):
        raise Conflict("change-not-postponable", instead)
    refuse_no_postponement(day, change.effective_on, await clock.today(connection))
    for line in change.lines:
        if line.new:
            await refuse_bad_transfer(connection, line.new, day)

"""A change as its reader may see it."""

from uuid import UUID

from services.contracts.domain.announcement import Announcement, AnnouncementPage
from services.contracts.domain.change import AnnouncedChange, Change, ChangeSummary, Counts
from services.contracts.domain.found import found
from services.contracts.domain.gate import Gate
from services.contracts.domain.postponement import Postponement
from services.contracts.store import changes, gate, objections, overrides, postponements, reviews
from shared.database import Connection
from shared.identity import Actor


async def show_change(connection: Connection, actor: Actor, change_id: UUID) -> Change:
    """Staff read how many it touches, a reseller how many of its own clients; a contact what it
    means for its client. ``Missing`` for who has nothing to do with it."""
    change = found(await changes.read(connection, change_id), "change")
    concern, staff = None, actor.kind == "staff"
    if actor.kind == "contact":
        client_id = found(actor.client_id, "change")
        concern = found(await gate.concern(connection, change_id, client_id), "change")
    return Change(
        **dict(change),
        lines=await changes.lines(connection, change_id),
        counts=await _counts(connection, actor, change_id),
        editors=tuple(sorted(await changes.editors(connection, change_id))) if staff else (),
        reviews=await reviews.list_all(connection, change_id) if staff else (),
        concern=concern,
        postponements=await _postponements(connection, change_id, staff=staff),
    )


async def _postponements(
    connection: Connection, change_id: UUID, *, staff: bool
) -> tuple[Postponement, ...]:
    known = await postponements.list_all(connection, change_id)
    if staff:
        return known
    nobody = {"postponed_by": None, "confirmed_by": None}
    return tuple(one.model_copy(update=nobody) for one in known if one.number)


async def _counts(connection: Connection, actor: Actor, change_id: UUID) -> Counts | None:
    if actor.kind == "staff":
        return await gate.counts(connection, change_id)
    if actor.kind != "reseller":
        return None
    own = await gate.counts_seen(connection, change_id)
    return own if own.agreements else found(None, "change")


async def show_announcements(
    connection: Connection, client_id: UUID, after: str | None, limit: int
) -> AnnouncementPage:
    """What was announced to one client, the newest first."""
    page = await changes.list_page(connection, after, limit, client_id)
    items = [await _announcement(connection, change, client_id) for change in page.items]
    return AnnouncementPage(items=tuple(items), next=page.next)


async def _announcement(
    connection: Connection, change: ChangeSummary, client_id: UUID
) -> Announcement:
    concern = found(await gate.concern(connection, change.id, client_id), "change")
    lines = await changes.lines(connection, change.id)
    said = concern.objection_id
    return Announcement(
        **dict(concern),
        change=AnnouncedChange(**dict(change), lines=lines),
        objection=await objections.read(connection, said) if said else None,
    )


async def show_gate(connection: Connection, change_id: UUID) -> Gate:
    """What still holds it, what already went, and who answered for more."""
    found(await changes.read(connection, change_id), "change")
    return Gate(
        reasons=await gate.reasons(connection, change_id),
        waves=await gate.waves(connection, change_id),
        overrides=await overrides.list_all(connection, change_id),
    )

"""A change as its reader may see it, and whom it would touch."""

from datetime import timedelta
from uuid import UUID

from services.contracts.commands.check_transfers import findings_of
from services.contracts.domain.announcement import Announcement, AnnouncementPage
from services.contracts.domain.change import AnnouncedChange, Change, ChangeSummary, Impact
from services.contracts.domain.deadline import last_day
from services.contracts.domain.found import found
from services.contracts.store import changes, clock, gate, objections
from shared.database import Connection
from shared.identity import Actor
from shared.text import Text

NL, EN = ("overeenkomst", "overeenkomsten"), ("agreement", "agreements")


async def show_change(connection: Connection, actor: Actor, change_id: UUID) -> Change:
    """Staff read how many it touches, a reseller how many of its own clients; a contact what it
    means for its client. ``Missing`` for who has nothing to do with it."""
    change = found(await changes.read(connection, change_id), "change")
    concern = None
    if actor.kind == "contact":
        client_id = found(actor.client_id, "change")
        concern = found(await gate.concern(connection, change_id, client_id), "change")
    counts = None
    if actor.kind in ("staff", "reseller"):
        counts = await gate.counts(connection, change_id)
    if actor.kind == "reseller" and not (counts and counts.agreements):
        found(None, "change")
    return Change(
        **dict(change),
        lines=await changes.lines(connection, change_id),
        counts=counts,
        concern=concern,
    )


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


async def weigh_change(connection: Connection, change_id: UUID) -> Impact:
    """As if it were published today and everybody were reached today."""
    change = found(await changes.read(connection, change_id), "change")
    today = await clock.today(connection)
    terms = await changes.touched_terms(connection, change_id)
    days = [(last_day(today, one.days, one.day_kind), one) for one in terms]
    latest = max((day for day, _ in days), default=None)
    specific = sum(one.agreements for one in terms if one.authorisation == "specific")
    late = sum(one.agreements for day, one in days if day >= change.effective_on)
    begins = [line.new for line in await changes.lines(connection, change_id) if line.new]
    found_now = await findings_of(connection, begins, change.effective_on)
    return Impact(
        agreements=sum(one.agreements for one in terms),
        specific=specific,
        latest_deadline=latest,
        everybody_from=max(
            change.effective_on, latest + timedelta(days=1) if latest else change.effective_on
        ),
        after_effective_date=late,
        findings=found_now,
        warnings=_warnings(specific, late),
    )


def _warnings(specific: int, late: int) -> tuple[Text, ...]:
    warnings = []
    if late:
        warnings.append(
            Text(
                nl=f"Bij {_counted(late, NL)} loopt de termijn op de ingangsdatum nog: daar geldt"
                " de wijziging later.",
                en=f"For {_counted(late, EN)} the term still runs on the effective date: there the"
                " change holds later.",
            )
        )
    if specific:
        warnings.append(
            Text(
                nl=f"Bij {_counted(specific, NL)} is specifieke toestemming nodig: zonder"
                " vastgelegd akkoord geldt de wijziging daar niet.",
                en=f"For {_counted(specific, EN)} specific authorisation is needed: without a"
                " recorded approval the change does not hold there.",
            )
        )
    return tuple(warnings)


def _counted(count: int, words: tuple[str, str]) -> str:
    return f"{count} {words[0] if count == 1 else words[1]}"

"""What those concerned are told when an announced change is put off."""

from uuid import UUID

from services.contracts.commands.show_change import show_change
from services.contracts.commands.tell_notices import told_page
from services.contracts.domain.change import Change
from services.contracts.domain.found import found
from services.contracts.domain.notice import ChangeFacts, NoticePage, NoticeRecipient, change_facts
from services.contracts.domain.postponement import Postponement
from services.contracts.store import postponements, tenants
from shared.database import Connection
from shared.identity import Actor

SAMPLED = 100


async def tell_alteration(
    connection: Connection, actor: Actor, postponement_id: UUID, after: UUID | None, limit: int
) -> NoticePage:
    """A page of the recipients that were frozen for the change. ``Missing`` until it is confirmed:
    what nobody confirmed is told to nobody."""
    wanted = found(await postponements.read(connection, postponement_id), "postponement")
    found(wanted.number, "postponement")
    change = await show_change(connection, actor, wanted.change_id)
    items, following = await told_page(connection, wanted.change_id, after, limit)
    facts = await _facts(connection, change, wanted)
    return NoticePage(notice=facts, items=items, next=following)


async def draw_up_alteration(
    connection: Connection, actor: Actor, postponement_id: UUID
) -> NoticePage:
    """What would be told if it were confirmed now, and a few of those who would hear it."""
    wanted = found(await postponements.read(connection, postponement_id), "postponement")
    change = await show_change(connection, actor, wanted.change_id)
    items, _ = await told_page(connection, wanted.change_id, None, SAMPLED)
    each = {(one.language, one.authorisation, one.deadline is None): one for one in items}
    facts = await _facts(connection, change, wanted)
    samples: tuple[NoticeRecipient, ...] = tuple(each.values())
    return NoticePage(notice=facts, items=samples, next=None)


async def _facts(connection: Connection, change: Change, wanted: Postponement) -> ChangeFacts:
    tenant = found(await tenants.read(connection), "tenant")
    before = [
        one
        for one in await postponements.list_all(connection, change.id)
        if one.number and (wanted.number is None or one.number < wanted.number)
    ]
    before.sort(key=lambda one: one.number or 0)
    told = {
        "kind": "change_altered",
        "subject_id": wanted.id,
        "effective_on": wanted.effective_on,
        "alteration": wanted.number or len(before) + 1,
        "earlier_days": (change.announced_for, *(one.effective_on for one in before)),
        "altered_because": wanted.reason,
    }
    return change_facts(change, tenant).model_copy(update=told)

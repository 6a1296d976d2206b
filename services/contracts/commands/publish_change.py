"""From a draft to an announcement: recipients, terms and deadlines are frozen."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.commands.check_transfers import refuse_bad_transfer
from services.contracts.commands.draft_change import read_content
from services.contracts.domain.change import AnnouncedChange, ChangeState
from services.contracts.domain.product import processing_incomplete
from services.contracts.store import changes, clock, gate, links, products, reviews
from services.contracts.store.changes import Frozen
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale
from shared.events import ChangePublished, RecipientAdded
from shared.identity import Actor
from shared.outbox import append, append_many

SAID: dict[ChangeState, str] = {
    "published": "This change was published before.",
    "partly_effective": "This change was published before.",
    "effective": "This change was published before.",
    "withdrawn": "This change was withdrawn; draft a new one.",
    "discarded": "This draft was discarded; draft a new one.",
}


async def publish_change(
    connection: Connection, actor: Actor, change_id: UUID, seen: str | None = None
) -> Frozen:
    """``Conflict`` when it isn't a draft any more, nobody else has read it where four eyes are
    asked, or it no longer fits what holds today."""
    await links.lock(connection)
    change = await read_content(connection, change_id)
    if seen is not None:
        refuse_stale(seen, change)
    if said := SAID.get(change.state):
        raise Conflict("change-not-draft", said)
    if change.state == "draft" and await reviews.needed(connection):
        raise Conflict(
            "review-missing",
            "Somebody who didn't draft or edit it must review this draft before it is published.",
        )
    today = await clock.today(connection)
    if change.effective_on < today:
        raise Conflict(
            "date-in-past",
            "Its effective date has passed since it was drafted; give it another.",
            field="effective_on",
        )
    await _still_fits(connection, change)
    if unready := await products.unready_of_change(connection, change_id):
        raise processing_incomplete(unready.key, unready.missing, "products")
    await changes.publish(connection, change_id, actor.id)
    frozen = await changes.freeze(connection, change_id, today)
    await gate.count_again(connection, frozen.agreements)
    await append(connection, ChangePublished(tenant_id=actor.tenant, change_id=change_id))
    return frozen


async def _still_fits(connection: Connection, change: AnnouncedChange) -> None:
    """Between draft and publication a link may have ended, or the promise may have changed."""
    ends = [line.old.link_id for line in change.lines if line.old]
    gone = set(ends) - await changes.endable(connection, ends)
    taken = await changes.claimed(connection, ends, change.id)
    if gone or taken:
        raise Conflict(
            "link-ending",
            "Another change has ended, or is about to end, a link of this one.",
            links=[str(one) for one in sorted(gone | taken)],
        )
    if twice := await changes.overlapping(connection, change.id):
        raise links.overlap(links=[str(one) for one in sorted(twice)])
    for line in change.lines:
        if line.new:
            await refuse_bad_transfer(connection, line.new, change.effective_on)


async def join_running_changes(
    connection: Connection, tenant_id: UUID, agreements: Sequence[UUID]
) -> None:
    """Clients that come, or take a product, while a notice runs are told too, with deadlines of
    their own."""
    today = await clock.today(connection)
    for change_id in await changes.list_waiting(connection, agreements):
        frozen = await changes.freeze_joining(connection, change_id, today, agreements)
        told = [
            RecipientAdded(tenant_id=tenant_id, change_id=change_id, recipient_id=recipient_id)
            for recipient_id in frozen.added
        ]
        await append_many(connection, told)

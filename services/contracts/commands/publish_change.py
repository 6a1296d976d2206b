"""From a draft to an announcement: recipients, terms and deadlines are frozen."""

from uuid import UUID

from services.contracts.commands.check_transfers import refuse_bad_transfer
from services.contracts.domain.change import ChangeState, ChangeSummary
from services.contracts.domain.found import found
from services.contracts.domain.product import processing_incomplete
from services.contracts.store import changes, clock, gate, links, products
from services.contracts.store.changes import Frozen
from shared.database import Connection
from shared.errors import Conflict
from shared.events import ChangePublished, RecipientAdded
from shared.identity import Actor
from shared.outbox import append

SAID: dict[ChangeState, str] = {
    "published": "This change was published before.",
    "partly_effective": "This change was published before.",
    "effective": "This change was published before.",
    "withdrawn": "This change was withdrawn; draft a new one.",
}


async def publish_change(connection: Connection, actor: Actor, change_id: UUID) -> Frozen:
    """``Conflict`` when it isn't a draft any more, or no longer fits what holds today."""
    await links.lock(connection)
    change = found(await changes.read(connection, change_id), "change")
    if change.state != "draft":
        raise Conflict("change-not-draft", SAID[change.state])
    today = await clock.today(connection)
    if change.effective_on < today:
        raise Conflict(
            "date-in-past",
            "Its effective date has passed since it was drafted; draft it anew.",
            field="effective_on",
        )
    await _still_fits(connection, change)
    if unready := await products.unready_of_change(connection, change_id):
        raise processing_incomplete(unready.key, unready.missing, "products")
    await changes.publish(connection, change_id, actor.id)
    frozen = await changes.freeze(connection, change_id, today, "publication")
    await gate.count_again(connection, frozen.recipients)
    await append(connection, ChangePublished(tenant_id=actor.tenant, change_id=change_id))
    return frozen


async def _still_fits(connection: Connection, change: ChangeSummary) -> None:
    """Between draft and publication a link may have ended, or the promise may have changed."""
    change_id = change.id
    lines = await changes.lines(connection, change_id)
    ends = [line.old.link_id for line in lines if line.old]
    gone = set(ends) - await changes.endable(connection, ends)
    taken = await changes.claimed(connection, ends, change_id)
    if gone or taken:
        raise Conflict(
            "link-ending",
            "Another change has ended, or is about to end, a link of this one.",
            links=[str(one) for one in sorted(gone | taken)],
        )
    if twice := await changes.overlapping(connection, change_id):
        raise links.overlap(links=[str(one) for one in sorted(twice)])
    for line in lines:
        if line.new:
            await refuse_bad_transfer(connection, line.new, change.effective_on)


async def join_running_changes(connection: Connection, tenant_id: UUID, agreement_id: UUID) -> None:
    """A client that comes while a notice runs is told too, with a deadline of its own."""
    today = await clock.today(connection)
    for change_id in await changes.list_waiting(connection):
        frozen = await changes.freeze(connection, change_id, today, "onboarding", agreement_id)
        for recipient_id in frozen.added:
            await append(
                connection,
                RecipientAdded(tenant_id=tenant_id, change_id=change_id, recipient_id=recipient_id),
            )

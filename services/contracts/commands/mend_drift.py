"""A new annex where what holds today differs from the last one: for one agreement, or in bulk."""

from uuid import UUID

from services.contracts.commands.freeze_versions import freeze_versions
from services.contracts.domain.drift import Mending, MendingDraft
from services.contracts.domain.found import found
from services.contracts.store import agreements, drift, links, products, resellers
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.identity import Actor

# About the number of snapshots that one transaction builds in a second.
AT_ONCE = 200


async def mend_drift(connection: Connection, tenant_id: UUID, agreement_id: UUID) -> UUID:
    """The new version. ``Conflict`` when the annex holds, so that nobody is mailed for nothing."""
    await links.lock(connection)
    agreement = found(await agreements.read(connection, agreement_id), "agreement")
    if not agreement.drift:
        raise Conflict("no-drift", "The last annex is the same as what holds today.")
    (made, *_) = await freeze_versions(connection, tenant_id, [agreement_id], "drift")
    return made.version_id


async def start_mending(connection: Connection, actor: Actor, draft: MendingDraft) -> Mending:
    """The worker does it, and the answer tells how many there are."""
    if draft.product_id and not await products.all_known(connection, [draft.product_id]):
        raise Invalid("product-unknown", "There is no such product.", field="product_id")
    if draft.reseller_id and await resellers.read(connection, draft.reseller_id) is None:
        raise Invalid("reseller-unknown", "There is no such reseller.", field="reseller_id")
    return await drift.start(connection, draft, actor.id)


async def sweep_groups(connection: Connection) -> None:
    """What agreements once had in common, and none has any more."""
    await links.lock(connection)
    await drift.sweep(connection)


async def mend_some(connection: Connection, tenant_id: UUID, mending_id: UUID) -> bool:
    """The next agreements of a mending; false when it is done or another worker is at it.

    Killed half-way, its place comes back with the transaction: each agreement gets one version.
    """
    await links.lock(connection)
    place = await drift.claim(connection, mending_id)
    if place is None:
        return False
    wanted = MendingDraft(product_id=place.product_id, reseller_id=place.reseller_id)
    lines = await drift.following(connection, wanted, place.reached, AT_ONCE)
    if not lines:
        await drift.finish(connection, mending_id)
        return False
    await freeze_versions(connection, tenant_id, [one.agreement_id for one in lines], "drift")
    await drift.advance(connection, mending_id, len(lines), lines[-1].agreement_id)
    return True

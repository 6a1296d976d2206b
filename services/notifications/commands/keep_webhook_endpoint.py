"""An owner keeps the endpoints of the provider: adds, edits, halts, tests and removes them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from services.notifications.commands.tell_endpoints import ask_to_post
from services.notifications.domain.webhook_delivery import Delivery
from services.notifications.domain.webhook_endpoint import (
    AT_MOST,
    Endpoint,
    EndpointDraft,
    EndpointEdit,
    EndpointMade,
    SecretMade,
    derive,
    fingerprint,
    require_https,
)
from services.notifications.domain.webhook_event import TESTED, News
from services.notifications.store import webhook_deliveries, webhook_endpoints
from services.notifications.store.webhook_endpoints import Secret
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale
from shared.identity import Actor


@dataclass(frozen=True)
class Keeping:
    """``key``: from which secrets are derived. ``inside``: the administrator opened a network."""

    connection: Connection
    actor: Actor
    key: bytes
    inside: bool


async def add_endpoint(keeping: Keeping, draft: EndpointDraft) -> EndpointMade:
    """``Conflict`` when there are too many to keep an eye on."""
    require_https(draft.url, inside=keeping.inside)
    if await webhook_endpoints.count(keeping.connection) >= AT_MOST:
        raise Conflict(
            "webhook-endpoints-full", f"There are {AT_MOST} already; remove one that is not used."
        )
    made = await webhook_endpoints.insert(keeping.connection, draft, keeping.actor.id)
    secret = await rotate_secret(keeping, made)
    endpoint = await webhook_endpoints.read(keeping.connection, made)
    return EndpointMade(**endpoint.model_dump(), secret=secret.secret)


async def edit_endpoint(
    keeping: Keeping, endpoint_id: UUID, edit: EndpointEdit, seen: str | None
) -> Endpoint:
    standing = await webhook_endpoints.lock(keeping.connection, endpoint_id)
    refuse_stale(seen, standing)
    draft = edit.over(standing)
    if draft.url != standing.url:
        require_https(draft.url, inside=keeping.inside)
        await webhook_endpoints.wake(keeping.connection, endpoint_id)
    await webhook_endpoints.edit(keeping.connection, endpoint_id, draft)
    return await webhook_endpoints.read(keeping.connection, endpoint_id)


async def remove_endpoint(keeping: Keeping, endpoint_id: UUID) -> None:
    """Nothing is sent there any more; what was sent stays on record."""
    await webhook_endpoints.lock(keeping.connection, endpoint_id)
    await webhook_deliveries.hold(keeping.connection, endpoint_id)
    await webhook_endpoints.remove(keeping.connection, endpoint_id, keeping.actor.id)


async def rotate_secret(keeping: Keeping, endpoint_id: UUID) -> SecretMade:
    """The one before it signs for one day more; one that was replaced before ends at once."""
    await webhook_endpoints.lock(keeping.connection, endpoint_id)
    made = uuid4()
    secret = derive(keeping.key, made)
    until = await webhook_endpoints.add_secret(
        keeping.connection, endpoint_id, Secret(made, fingerprint(secret)), keeping.actor.id
    )
    return SecretMade(secret=secret, former_until=until)


async def halt_endpoint(keeping: Keeping, endpoint_id: UUID) -> Endpoint:
    """What happens meanwhile is kept. ``Conflict`` when it was halted before."""
    await webhook_endpoints.lock(keeping.connection, endpoint_id)
    made = await webhook_endpoints.halt(keeping.connection, endpoint_id, "owner", keeping.actor.id)
    if made is None:
        raise Conflict("webhook-endpoint-halted", "Nothing is sent there now; resume it first.")
    await webhook_deliveries.hold(keeping.connection, endpoint_id)
    return await webhook_endpoints.read(keeping.connection, endpoint_id)


async def resume_endpoint(keeping: Keeping, endpoint_id: UUID, *, replay: bool) -> Endpoint:
    """``replay``: what it missed since it was halted is sent after all."""
    connection = keeping.connection
    standing = await webhook_endpoints.lock(connection, endpoint_id)
    if not await webhook_endpoints.lift(connection, endpoint_id, keeping.actor.id):
        raise Conflict("webhook-endpoint-running", "Messages go there already.")
    if replay:
        await webhook_deliveries.ask_held_again(connection, endpoint_id)
        await ask_to_post(connection, keeping.actor.tenant, [standing.id])
    return await webhook_endpoints.read(connection, endpoint_id)


async def test_endpoint(keeping: Keeping, endpoint_id: UUID) -> Delivery:
    """Of nothing that happened; so that whoever builds the receiver sees one come in."""
    await _running(keeping.connection, endpoint_id)
    news = News(uuid4(), TESTED, {"endpoint_id": str(endpoint_id)}, None)
    (added,) = await webhook_deliveries.add(keeping.connection, [news], endpoint_id=endpoint_id)
    await _now(keeping, endpoint_id)
    return (await webhook_deliveries.read(keeping.connection, added.id)).delivery


async def replay_delivery(keeping: Keeping, delivery_id: UUID) -> Delivery:
    """Once more, under the same webhook-id. ``Conflict`` when it waits to be sent already."""
    kept = await webhook_deliveries.read(keeping.connection, delivery_id)
    await _running(keeping.connection, kept.delivery.endpoint_id)
    if not await webhook_deliveries.ask_again(keeping.connection, delivery_id):
        raise Conflict("webhook-delivery-queued", "It waits to be sent already.")
    await _now(keeping, kept.delivery.endpoint_id)
    return (await webhook_deliveries.read(keeping.connection, delivery_id)).delivery


async def replay_since(keeping: Keeping, endpoint_id: UUID, since: datetime | None) -> int:
    """How many that did not come are sent again."""
    await _running(keeping.connection, endpoint_id)
    found = await webhook_deliveries.ask_all_again(keeping.connection, endpoint_id, since)
    await _now(keeping, endpoint_id)
    return found


async def _running(connection: Connection, endpoint_id: UUID) -> None:
    standing = await webhook_endpoints.lock(connection, endpoint_id)
    if standing.halted_because:
        raise Conflict("webhook-endpoint-halted", "Nothing is sent there now; resume it first.")


async def _now(keeping: Keeping, endpoint_id: UUID) -> None:
    await webhook_endpoints.wake(keeping.connection, endpoint_id)
    await ask_to_post(keeping.connection, keeping.actor.tenant, [endpoint_id])

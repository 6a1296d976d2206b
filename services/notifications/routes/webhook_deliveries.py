"""One message to one endpoint, for owners."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from services.notifications.commands import keep_webhook_endpoint as keep
from services.notifications.domain.webhook_delivery import Delivery, DeliveryDetail, body_of
from services.notifications.routes.webhook_endpoints import keeping, owner_decides
from services.notifications.store import webhook_deliveries
from shared.trail import made, within
from shared.web import ActorRequest


@get("/webhook-deliveries/{delivery_id:uuid}", guards=[owner_decides])
async def read_webhook_delivery(
    request: ActorRequest, delivery_id: FromPath[UUID]
) -> DeliveryDetail:
    """What the message says, and every attempt with what the receiver answered."""
    api = request.app.state.settings.public_api.rstrip("/")
    async with within(request) as connection:
        kept = await webhook_deliveries.read(connection, delivery_id)
        log = await webhook_deliveries.log(connection, delivery_id)
    delivery = kept.delivery
    link = kept.path and api + kept.path
    body = body_of(delivery.type, delivery.occurred_at, kept.data, link)
    return DeliveryDetail(**delivery.model_dump(), body=body, log=log)


@post("/webhook-deliveries/{delivery_id:uuid}/replays", guards=[owner_decides], status_code=202)
async def replay_webhook_delivery(request: ActorRequest, delivery_id: FromPath[UUID]) -> Delivery:
    """Send it once more, under the same webhook-id."""
    async with within(request) as connection:
        return made(await keep.replay_delivery(keeping(request, connection), delivery_id))


HANDLERS = [read_webhook_delivery, replay_webhook_delivery]

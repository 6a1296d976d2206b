"""Endpoints of webhooks, for owners."""

import base64
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, ConfigDict

from services.notifications.commands import keep_webhook_endpoint as keep
from services.notifications.commands.keep_webhook_endpoint import Keeping
from services.notifications.domain.webhook_delivery import Delivery, DeliveryPage, State
from services.notifications.domain.webhook_endpoint import (
    Endpoint,
    EndpointDraft,
    EndpointEdit,
    EndpointMade,
    EndpointPage,
    SecretMade,
    key_of,
)
from services.notifications.store import webhook_deliveries, webhook_endpoints
from shared.database import Connection
from shared.etag import IfMatch, etag_of, tagged
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=500)]
owner_decides = only("owner")


class ResumptionDraft(BaseModel):
    """``replay``: send what was missed meanwhile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replay: bool = False


class ReplayDraft(BaseModel):
    """``since``: only what became known from that moment on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: datetime | None = None


class Replayed(BaseModel):
    """How many are sent again."""

    queued: int


def keeping(request: ActorRequest, connection: Connection) -> Keeping:
    settings = request.app.state.settings
    key = key_of(base64.b64decode(settings.signing_key.get_secret_value()))
    return Keeping(connection, request.user, key, bool(settings.webhook_networks))


@get("/webhook-endpoints", guards=[owner_decides])
async def list_webhook_endpoints(
    request: ActorRequest, after: FromQuery[UUID | None] = None, limit: Limit = 100
) -> EndpointPage:
    """Where other systems hear of facts, the first added first."""
    async with within(request) as connection:
        return await webhook_endpoints.list_page(connection, after, limit)


@get("/webhook-endpoints/{endpoint_id:uuid}", guards=[owner_decides])
async def read_webhook_endpoint(
    request: ActorRequest, endpoint_id: FromPath[UUID]
) -> Response[Endpoint]:
    """One endpoint."""
    async with within(request) as connection:
        return tagged(await webhook_endpoints.read(connection, endpoint_id))


@post("/webhook-endpoints", guards=[owner_decides])
async def add_webhook_endpoint(
    request: ActorRequest, data: JSONBody[EndpointDraft]
) -> Response[EndpointMade]:
    """Add an endpoint; its secret is told in this answer and never again."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        added = await keep.add_endpoint(keeper, data)
        seen = etag_of(Endpoint.model_validate(added.model_dump(exclude={"secret"})))
        answer = tagged(added)
        answer.headers["ETag"] = seen
        return answer


@patch("/webhook-endpoints/{endpoint_id:uuid}", guards=[owner_decides])
async def edit_webhook_endpoint(
    request: ActorRequest,
    endpoint_id: FromPath[UUID],
    data: JSONBody[EndpointEdit],
    if_match: IfMatch = None,
) -> Response[Endpoint]:
    """Change its name, its address or what it hears of."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return tagged(await keep.edit_endpoint(keeper, endpoint_id, data, if_match))


@post("/webhook-endpoints/{endpoint_id:uuid}/removals", guards=[owner_decides], status_code=204)
async def remove_webhook_endpoint(request: ActorRequest, endpoint_id: FromPath[UUID]) -> None:
    """Remove an endpoint; what was sent there stays on record."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        await keep.remove_endpoint(keeper, endpoint_id)


@post("/webhook-endpoints/{endpoint_id:uuid}/secrets", guards=[owner_decides])
async def rotate_webhook_secret(request: ActorRequest, endpoint_id: FromPath[UUID]) -> SecretMade:
    """Make a new secret, told this once; the one before it signs as well for one day."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return await keep.rotate_secret(keeper, endpoint_id)


@post("/webhook-endpoints/{endpoint_id:uuid}/halts", guards=[owner_decides])
async def halt_webhook_endpoint(
    request: ActorRequest, endpoint_id: FromPath[UUID]
) -> Response[Endpoint]:
    """Send nothing there until it is resumed; what happens meanwhile is kept."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return tagged(await keep.halt_endpoint(keeper, endpoint_id))


@post("/webhook-endpoints/{endpoint_id:uuid}/resumptions", guards=[owner_decides])
async def resume_webhook_endpoint(
    request: ActorRequest, endpoint_id: FromPath[UUID], data: JSONBody[ResumptionDraft]
) -> Response[Endpoint]:
    """Send there again, and what was missed as well where ``replay`` says so."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return tagged(await keep.resume_endpoint(keeper, endpoint_id, replay=data.replay))


@post("/webhook-endpoints/{endpoint_id:uuid}/tests", guards=[owner_decides], status_code=202)
async def test_webhook_endpoint(request: ActorRequest, endpoint_id: FromPath[UUID]) -> Delivery:
    """Send a message of nothing that happened, of the type endpoint.tested."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return made(await keep.test_endpoint(keeper, endpoint_id))


@post("/webhook-endpoints/{endpoint_id:uuid}/replays", guards=[owner_decides], status_code=202)
async def replay_webhook_endpoint(
    request: ActorRequest, endpoint_id: FromPath[UUID], data: JSONBody[ReplayDraft]
) -> Replayed:
    """Send again all that did not come, under the same webhook-ids."""
    async with within(request) as connection:
        keeper = keeping(request, connection)
        return Replayed(queued=await keep.replay_since(keeper, endpoint_id, data.since))


@get("/webhook-endpoints/{endpoint_id:uuid}/deliveries", guards=[owner_decides])
async def list_webhook_deliveries(
    request: ActorRequest,
    endpoint_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
    only_state: Annotated[State | None, QueryParameter(name="state")] = None,
    only_type: Annotated[
        str | None,
        QueryParameter(name="type", max_length=100, description="Only messages of this type."),
    ] = None,
) -> DeliveryPage:
    """What was sent to an endpoint, the newest first."""
    async with within(request) as connection:
        await webhook_endpoints.read(connection, endpoint_id)
        return await webhook_deliveries.list_page(
            connection, endpoint_id, after, (only_state, only_type), limit
        )


HANDLERS = [
    list_webhook_endpoints,
    read_webhook_endpoint,
    add_webhook_endpoint,
    edit_webhook_endpoint,
    remove_webhook_endpoint,
    rotate_webhook_secret,
    halt_webhook_endpoint,
    resume_webhook_endpoint,
    test_webhook_endpoint,
    replay_webhook_endpoint,
    list_webhook_deliveries,
]

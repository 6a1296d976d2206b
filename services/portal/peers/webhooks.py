"""What the portal asks notifications of webhooks."""

from typing import Any
from uuid import UUID

from services.portal.domain.webhooks import (
    Endpoint,
    EndpointList,
    Message,
    MessageList,
    NewSecret,
)
from services.portal.peers.call import Part


async def endpoints(part: Part) -> tuple[Endpoint, ...]:
    """All of them: there are at most 50."""
    return EndpointList.model_validate(await part.get("/webhook-endpoints")).items


async def endpoint(part: Part, endpoint_id: UUID) -> tuple[Endpoint, str]:
    """With the tag of its state."""
    record, tag = await part.read(f"/webhook-endpoints/{endpoint_id}")
    return Endpoint.model_validate(record), tag


async def add(part: Part, draft: dict[str, Any]) -> Endpoint:
    """With its secret, which is told this once."""
    return Endpoint.model_validate(await part.post("/webhook-endpoints", draft))


async def edit(part: Part, endpoint_id: UUID, draft: dict[str, Any], seen: str) -> Endpoint:
    answer = await part.patch(f"/webhook-endpoints/{endpoint_id}", draft, seen)
    return Endpoint.model_validate(answer)


async def rotate(part: Part, endpoint_id: UUID) -> str:
    answer = await part.post(f"/webhook-endpoints/{endpoint_id}/secrets")
    return NewSecret.model_validate(answer).secret


async def act(part: Part, endpoint_id: UUID, noun: str, body: Any = None) -> None:
    """``noun``: halts, resumptions, tests, replays or removals."""
    await part.post(f"/webhook-endpoints/{endpoint_id}/{noun}", body)


async def messages(part: Part, endpoint_id: UUID, **asked: Any) -> MessageList:
    answer = await part.get(f"/webhook-endpoints/{endpoint_id}/deliveries", limit=50, **asked)
    return MessageList.model_validate(answer)


async def message(part: Part, delivery_id: UUID) -> Message:
    return Message.model_validate(await part.get(f"/webhook-deliveries/{delivery_id}"))


async def replay(part: Part, delivery_id: UUID) -> None:
    await part.post(f"/webhook-deliveries/{delivery_id}/replays")

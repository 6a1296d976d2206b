"""Webhooks as notifications tells of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.portal.domain.seen import Seen

EVENTS = (
    "client.onboarded",
    "agreement.signed",
    "agreement.amended",
    "agreement.terminated",
    "agreement.termination_withdrawn",
    "change.published",
    "change.approved",
    "change.effective",
    "change.withdrawn",
    "change.altered",
    "objection.received",
    "objection.decided",
    "delivery.unreached",
)
STATES = ("queued", "delivered", "failed", "held")


class Endpoint(Seen):
    id: UUID
    name: str
    url: str
    events: tuple[str, ...]
    halted_because: str | None = None
    halted_at: datetime | None = None
    former_secret_until: datetime | None = None
    secret: str = ""

    @property
    def state(self) -> str:
        return self.halted_because or "running"


class EndpointList(Seen):
    items: tuple[Endpoint, ...]


class NewSecret(Seen):
    secret: str


class Attempt(Seen):
    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    status: int | None = None
    response: str | None = None
    seconds: float | None = None


class Message(Seen):
    """One message to one endpoint; its body and log are told of a single one alone."""

    id: UUID
    endpoint_id: UUID
    message_id: UUID
    type: str
    occurred_at: datetime
    state: str
    attempts: int
    delivered_at: datetime | None = None
    next_attempt_at: datetime | None = None
    last_outcome: str | None = None
    last_status: int | None = None
    body: dict[str, Any] = Field(default_factory=dict)
    log: tuple[Attempt, ...] = ()


class MessageList(Seen):
    items: tuple[Message, ...]
    next: UUID | None = None

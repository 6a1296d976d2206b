"""One message to one endpoint: when to try again, when to rest, when to give up."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from services.notifications.domain.delivery import Frozen

State = Literal["queued", "delivered", "failed", "held"]
Outcome = Literal[
    "delivered",
    "status",
    "redirect",
    "gone",
    "timeout",
    "unreachable",
    "tls",
    "name_unknown",
    "address_refused",
    "broken_answer",
    "secret_lost",
]
ASKED_AGAIN: tuple[State, ...] = ("failed", "held")

# The schedule of the specification Standard Webhooks: ten attempts in three days.
_PAUSES = [
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)),
    *(timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20)),
    timedelta(hours=24),
]
ATTEMPTS = len(_PAUSES) + 1
_LONGEST_REST = timedelta(minutes=5)
_LONGEST_WISH = timedelta(hours=1)
_PATIENCE = timedelta(days=3)


class Answer(Frozen):
    """How an attempt ended; ``response`` is the beginning of what the receiver said."""

    outcome: Outcome
    status: int | None = None
    response: str | None = None
    retry_after: timedelta | None = None
    seconds: float = 0.0


class Attempt(Frozen):
    """Without ``ended_at`` the worker stopped in the middle of it: nobody knows whether it came."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    status: int | None
    response: str | None
    seconds: float | None


class Delivery(Frozen):
    """``message_id`` is what the receiver sees as webhook-id."""

    id: UUID
    endpoint_id: UUID
    message_id: UUID
    type: str
    occurred_at: datetime
    state: State
    attempts: int
    created_at: datetime
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    last_outcome: Outcome | None
    last_status: int | None


class DeliveryDetail(Delivery):
    body: dict[str, Any]
    log: tuple[Attempt, ...]


class DeliveryPage(Frozen):
    items: tuple[Delivery, ...]
    next: UUID | None


def wait_after(tries: int, luck: float) -> timedelta | None:
    """Until the next attempt, null after the last; ``luck`` in 0…1 spreads it by a fifth."""
    if tries >= ATTEMPTS:
        return None
    return _PAUSES[tries - 1] * (0.9 + luck / 5)


def rest_after(failures: int, wish: timedelta | None) -> timedelta:
    """How long an endpoint is left alone after so many failures in a row; ``wish`` is what it asked
    for itself (Retry-After)."""
    doubled: timedelta = min(timedelta(seconds=5) * 2.0 ** min(failures - 1, 20), _LONGEST_REST)
    return max(doubled, min(wish or timedelta(0), _LONGEST_WISH))


def persistent(failures: int, failing_for: timedelta) -> bool:
    """As long as one message is tried nothing came through."""
    return failures >= ATTEMPTS and failing_for >= _PATIENCE


def body_of(
    kind: str, occurred_at: datetime, data: dict[str, Any], link: str | None
) -> dict[str, Any]:
    """What is sent: a type, a moment, identifiers, and where to read more."""
    more = {"link": link} if link else {}
    return {"type": kind, "timestamp": occurred_at.isoformat(), "data": data | more}

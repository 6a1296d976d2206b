"""How an attempt over a channel ended, in words that no channel owns."""

from datetime import timedelta
from typing import Any, Literal, final

import msgspec

from services.notifications.domain import retry
from services.notifications.domain.evidence import STATE_AFTER, Occurrence

Ending = Literal["accepted", "deferred", "refused", "cut", "not_sent", "withheld"]
_RECONNECT = timedelta(minutes=5)


@final
class Outcome(msgspec.Struct, frozen=True, gc=False):
    """``details`` is free of personal data; ``payload`` may quote what the server said."""

    kind: Ending
    details: dict[str, Any] = msgspec.field(default_factory=dict)
    payload: dict[str, Any] = msgspec.field(default_factory=dict)


def occurrence(outcome: Outcome, attempt: int) -> Occurrence:
    """A deferral too many is the end of it."""
    if outcome.kind == "deferred" and retry.exhausted(attempt):
        return "given_up"
    return outcome.kind


def wait(kind: Occurrence, attempt: int, luck: float) -> timedelta:
    """Until the next attempt, for what is queued again."""
    if STATE_AFTER[kind] != "queued":
        return timedelta(0)
    pause = retry.wait_after(attempt, luck)
    return min(pause, _RECONNECT) if kind == "not_sent" else pause

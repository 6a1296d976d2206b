"""How often one caller may ask: a bucket per person, integration or public address."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import TooMany
from shared.identity import Actor

MINUTE = 60.0
CALLERS = 20_000
"""Remembered at once; who was longest ago is forgotten first, and may ask anew."""


class Verdict(NamedTuple):
    """``reset`` is in how many seconds all may be asked again."""

    allowed: bool
    remaining: int
    reset: int


class Buckets:
    """Each caller has a bucket that holds a minute's requests and fills again evenly."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._now = per_minute, now
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> Verdict:
        now = self._now()
        left, at = self._seen.pop(caller, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - at) * self.per_minute / MINUTE)
        allowed = left >= 1
        left -= allowed
        self._seen[caller] = (left, now)
        if len(self._seen) > CALLERS:
            self._seen.popitem(last=False)
        missing = (self.per_minute if allowed else 1) - left
        return Verdict(allowed, int(left), math.ceil(missing * MINUTE / self.per_minute))


class Limits(ASGIMiddleware):
    """Stands behind authentication, which says who asks; services are not counted."""

    def __init__(self, per_minute: int) -> None:
        self._buckets = Buckets(per_minute)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        caller = _caller(scope)
        if caller is None or not self._buckets.per_minute:
            await next_app(scope, receive, send)
            return
        verdict = self._buckets.take(caller)
        if not verdict.allowed:
            raise TooMany(
                "rate-exceeded",
                f"At most {self._buckets.per_minute} requests a minute; wait and ask again.",
                retry_after=verdict.reset,
            )

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableScopeHeaders.from_message(message)
                headers["RateLimit-Limit"] = str(self._buckets.per_minute)
                headers["RateLimit-Remaining"] = str(verdict.remaining)
                headers["RateLimit-Reset"] = str(verdict.reset)
            await send(message)

        await next_app(scope, receive, send_on)


def _caller(scope: Scope) -> str | None:
    connection = ASGIConnection[Any, Any, Any, Any](scope)
    actor = scope.get("user")
    if scope["path"] == "/health" or scope["path"].startswith("/docs"):
        return None
    if isinstance(actor, Actor):
        # Whoever it is, a person has an id; of a service there are as many requests as of all.
        return None if actor.kind == "service" else f"{actor.kind} {actor.id}"
    return f"address {connection.client.host}" if connection.client else None

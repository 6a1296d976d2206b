"""How often one caller, and one provider, may ask: buckets that all processes share.

A process takes a twentieth of a minute's requests from the bucket at once and gives them out by
itself, so that a request hardly ever costs a query; a limit of up to 39 is counted one by one.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from shared.database import Pool
from shared.errors import TooMany
from shared.identity import Actor
from shared.sql import load

SQL = load(__file__)
MINUTE = 60.0
AT_ONCE = 20
"""Into how many parts a bucket is given to processes."""
CALLERS = 20_000
"""Remembered at once; who was longest ago is forgotten first, and asks the database anew."""
PER_TENANT = 4
"""Times what one caller may ask."""


class Verdict(NamedTuple):
    """``reset`` is in how many seconds there is more: all of it, or one when nothing is left."""

    allowed: bool
    remaining: int
    reset: int


class Share(NamedTuple):
    """What a process holds of a bucket: ``held`` requests to give out until ``until``, and about
    how much is ``left`` for all. ``empty``: there is nothing to take until then."""

    held: int
    left: float
    until: float
    empty: bool


class Buckets:
    """The shares of one process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._shares: OrderedDict[tuple[str, int], Share] = OrderedDict()

    async def take(self, pool: Pool, caller: str, per_minute: int) -> Verdict:
        """One request of so many a minute."""
        now, key = self._now(), (caller, per_minute)
        share = self._shares.pop(key, None)
        if share is None or share.until <= now or not (share.held or share.empty):
            share = await self._draw(pool, caller, per_minute)
        allowed = share.held > 0
        share = share._replace(held=share.held - allowed)
        self._shares[key] = share
        if len(self._shares) > CALLERS:
            self._shares.popitem(last=False)
        if not allowed:
            return Verdict(False, 0, max(1, math.ceil(share.until - now)))
        remaining = int(share.held + share.left)
        return Verdict(True, remaining, math.ceil((per_minute - remaining) * MINUTE / per_minute))

    async def _draw(self, pool: Pool, caller: str, per_minute: int) -> Share:
        mark = hashlib.sha256(f"{caller} {per_minute}".encode()).digest()
        row = await pool.fetchrow(SQL["take"], mark, per_minute, max(1, per_minute // AT_ONCE))
        assert row is not None
        taken, left = row["taken"], row["remaining"]
        seconds = MINUTE if taken else max(0.05, (1 - left) * MINUTE / per_minute)
        return Share(taken, left, self._now() + seconds, empty=not taken)


async def forget_full(pool: Pool) -> None:
    """For a worker that comes round often."""
    await pool.execute(SQL["forget_full"])


class Limits(ASGIMiddleware):
    """Stands behind authentication, which says who asks; services are not counted. ``per_minute``
    is what a caller may ask of everything, null or zero for no limit at all; a handler with
    ``per_minute`` among its options has a limit of its own, by address."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        verdict = await self._weigh(scope) if self._per_minute else None
        if verdict is None:
            await next_app(scope, receive, send)
            return
        limit, said = verdict

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableScopeHeaders.from_message(message)
                headers["RateLimit-Limit"] = str(limit)
                headers["RateLimit-Remaining"] = str(said.remaining)
                headers["RateLimit-Reset"] = str(said.reset)
            await send(message)

        await next_app(scope, receive, send_on)

    async def _weigh(self, scope: Scope) -> tuple[int, Verdict] | None:
        """The tightest limit that the request falls under; ``TooMany`` when one is used up."""
        found: tuple[int, Verdict] | None = None
        state = scope["litestar_app"].state
        for caller, limit in _limits(scope, self._per_minute):
            said = await state.buckets.take(state.pool, caller, limit)
            if not said.allowed:
                raise TooMany(
                    "rate-exceeded",
                    f"At most {limit} requests a minute; wait and ask again.",
                    retry_after=said.reset,
                )
            if found is None or said.remaining < found[1].remaining:
                found = limit, said
        return found


def _limits(scope: Scope, per_minute: int) -> list[tuple[str, int]]:
    """Whom a request counts for, and how many a minute each may."""
    path = scope["path"]
    if path == "/health" or path.startswith(("/docs", "/static")):
        return []
    connection = ASGIConnection[Any, Any, Any, Any](scope)
    address = f"address {_network(connection.client.host)}" if connection.client else "nowhere"
    own = connection.route_handler.opt.get("per_minute")
    limits = [(f"{address} {connection.route_handler.handler_name}", own)] if own else []
    user = scope.get("user")
    if isinstance(user, Actor):
        # Whoever it is, a person has an id; of a service there are as many requests as of all.
        if user.kind == "service":
            return []
        tenant = (f"tenant {user.tenant_id}", per_minute * PER_TENANT)
        return [*limits, (f"{user.kind} {user.id}", per_minute), tenant]
    # Who is signed in to a page is counted where the work is done.
    return limits if user else [*limits, (address, per_minute)]


def _network(host: str) -> str:
    """Whoever has one address of IPv6 has all of its /64."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(getattr(found, "ipv4_mapped", None) or found)

"""Sends what is due of one chunk: attempt opened, message sent, outcome recorded.

A crash between the mail server's yes and our record repeats that message under the same Message-ID:
SMTP has no way to ask (RFC 1047), and a notice that may be lost is worse than one that comes twice.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from services.notifications.commands.jobs import Again
from services.notifications.commands.lease import Hold, hold
from services.notifications.commands.record_outcomes import Ended, record_outcomes
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.evidence import Fact
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.notice import link_to
from services.notifications.domain.outcome import Outcome
from services.notifications.store import deliveries, evidence, notices
from services.notifications.store.deliveries import Due
from services.notifications.store.notices import Notice
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Unavailable
from shared.http import Peer

BATCH = 250
_LINKS_AT_ONCE = 8
_CHANNEL_DOWN = timedelta(seconds=3)
_UNREACHABLE = Outcome(kind="refused", details={"reason": "person-erased"})
_DEPARTED = Outcome(kind="withheld", details={"reason": "contact-departed"})
_NO_LINK = Outcome(kind="deferred", details={"reason": "link-refused"})


class Prepared(Protocol):
    """A message ready to go; ``details`` and ``payload`` describe it in the evidence."""

    @property
    def details(self) -> dict[str, Any]: ...

    @property
    def payload(self) -> dict[str, Any]: ...


class Channel(Protocol):
    async def ready(self) -> bool:
        """Whether the other side answers; an attempt is opened only then."""

    def prepare(
        self, kind: Kind, facts: NoticeFacts, delivery: Delivery, link: str | None
    ) -> Prepared: ...

    async def send(
        self,
        prepared: Sequence[Any],
        may_start: Callable[[], bool],
        ended: Callable[[int, Outcome], None],
        *,
        first: bool = False,
    ) -> None:
        """Tells how each ended, by its number, and returns after the last; never raises for what
        the other side does. ``may_start`` is asked just before each. ``first``: before all that
        waits."""


@dataclass(frozen=True)
class Desk:
    """What sending needs; ``stopping`` is set when the process has to end."""

    pool: Pool
    channel: Channel
    portal: Peer
    lease: timedelta
    stopping: asyncio.Event


async def send_chunk(desk: Desk, tenant_id: UUID, chunk_id: UUID) -> Again | None:
    async with hold(desk.pool, tenant_id, chunk_id, desk.lease) as held:
        if held is None:
            async with tenant_transaction(desk.pool, tenant_id) as connection:
                free_in = await deliveries.free_in(connection, chunk_id)
            return Again(free_in + timedelta(seconds=0.2))
        async with tenant_transaction(desk.pool, tenant_id) as connection:
            notice = await notices.get(connection, held.lease.notice_id)
        while held.good and not desk.stopping.is_set():
            async with tenant_transaction(desk.pool, tenant_id) as connection:
                due = await deliveries.due(connection, chunk_id, BATCH)
            if not due:
                break
            again = await _send_batch(desk, tenant_id, notice, held, due)
            if again:
                return again
    async with tenant_transaction(desk.pool, tenant_id) as connection:
        left = await deliveries.next_due_in(connection, chunk_id)
    return None if left is None else Again(left)


async def _send_batch(
    desk: Desk, tenant_id: UUID, notice: Notice, held: Hold, due: Sequence[Due]
) -> Again | None:
    assert notice.facts is not None, "who is queued was told something"
    try:
        links = await _links(desk.portal, tenant_id, notice, due)
    except Unavailable:
        return Again(_CHANNEL_DOWN)
    if not await desk.channel.ready():
        return Again(_CHANNEL_DOWN)
    prepared: dict[UUID, Prepared | Outcome] = {
        item.id: _prepare(desk.channel, notice.kind, notice.facts, item, links) for item in due
    }
    attempts = await _open(desk.pool, tenant_id, notice, held, prepared)
    ended = await _send(desk, held, notice.kind, attempts, prepared)
    if ended:
        await record_outcomes(desk.pool, tenant_id, notice, ended)
    return None


def _prepare(
    channel: Channel,
    kind: Kind,
    facts: NoticeFacts,
    item: Due,
    links: dict[UUID, str | Outcome | None],
) -> Prepared | Outcome:
    link = links[item.id]
    if item.departed:
        return _DEPARTED
    if item.delivery is None:
        return _UNREACHABLE
    if isinstance(link, Outcome):
        return link
    return channel.prepare(kind, facts, item.delivery, link)


async def _send(
    desk: Desk,
    held: Hold,
    kind: Kind,
    attempts: dict[UUID, int],
    prepared: dict[UUID, Prepared | Outcome],
) -> list[Ended]:
    ended, leaving = [], []
    for identity, number in attempts.items():
        ready = prepared[identity]
        if isinstance(ready, Outcome):
            ended.append(Ended(identity, number, ready))
        else:
            leaving.append((identity, number, ready))
    await desk.channel.send(
        [ready for _, _, ready in leaving],
        lambda: held.good and not desk.stopping.is_set(),
        lambda at, outcome: ended.append(Ended(*leaving[at][:2], outcome)),
        first=kind == "sign_in",
    )
    return ended


async def _open(
    pool: Pool,
    tenant_id: UUID,
    notice: Notice,
    held: Hold,
    prepared: dict[UUID, Prepared | Outcome],
) -> dict[UUID, int]:
    """The attempts that may start, each on record before it does; none when the chunk is lost."""
    async with tenant_transaction(pool, tenant_id) as connection:
        if not await deliveries.renew(connection, held.lease, held.length):
            held.lost()
            return {}
        chain = await evidence.lock(connection, notice.id)
        attempts = await deliveries.open_attempts(connection, list(prepared), held.length)
        facts = [_opened(key, number, prepared[key]) for key, number in attempts.items()]
        await evidence.append(connection, chain, facts)
    return attempts


def _opened(delivery_id: UUID, attempt: int, prepared: Prepared | Outcome) -> Fact:
    described = isinstance(prepared, Outcome)
    return Fact(
        delivery_id=delivery_id,
        attempt=attempt,
        kind="opened",
        details={} if described else prepared.details,
        payload={} if described else prepared.payload,
    )


async def _links(
    portal: Peer, tenant_id: UUID, notice: Notice, due: Sequence[Due]
) -> dict[UUID, str | Outcome | None]:
    """A personal link for each whose message leads somewhere; the same one for a repetition."""
    gate = asyncio.Semaphore(_LINKS_AT_ONCE)

    async def link(item: Due) -> str | Outcome | None:
        if item.delivery is None or item.departed:
            return None
        if notice.kind == "sign_in":
            return item.secret_link or _NO_LINK
        wanted = link_to(notice.kind, notice.subject_id, item.delivery.terms)
        if wanted is None:
            return None
        purpose, path = wanted
        asked = {
            "id": str(item.id),
            "tenant_id": str(tenant_id),
            "contact_id": str(item.delivery.contact_id),
            "path": path,
            "purpose": purpose,
        }
        async with gate:
            return await _ask(portal, tenant_id, asked)

    found = await asyncio.gather(*(link(item) for item in due))
    return {item.id: one for item, one in zip(due, found, strict=True)}


async def _ask(portal: Peer, tenant_id: UUID, asked: dict[str, str]) -> str | Outcome:
    try:
        answer = await portal.ask("POST", "/sign-in-links", tenant_id=tenant_id, json=asked)
    except Unavailable:
        raise
    except DomainError as refusal:
        return replace(_NO_LINK, details=_NO_LINK.details | {"code": refusal.code})
    url: str = answer["url"]
    return url

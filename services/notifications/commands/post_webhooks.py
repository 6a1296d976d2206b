"""Sends what is due to one endpoint, for a while: attempt opened, message sent, answer recorded.

A crash between the receiver's yes and our record repeats that message under the same webhook-id;
receivers know it by that. One that does not answer is asked again later and later, one message at
a time, so that it keeps nobody else waiting.
"""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from services.notifications.commands.jobs import Again, Job, enqueue
from services.notifications.commands.record_outcomes import PASSING
from services.notifications.domain.webhook_delivery import (
    Answer,
    body_of,
    persistent,
    rest_after,
    wait_after,
)
from services.notifications.domain.webhook_endpoint import Cause, derive, fingerprint
from services.notifications.store import webhook_deliveries, webhook_endpoints
from services.notifications.store.webhook_deliveries import Due, Ended
from services.notifications.store.webhook_endpoints import Lease
from shared.database import Connection, Pool, tenant_transaction
from shared.logs import log

AT_ONCE = 8
_BATCH = 64
_SLICE_SECONDS = 10.0
_SOON = timedelta(seconds=0.5)
# What is due later is found by the sweep: a job that sleeps would hide newer work.
_LATER = timedelta(seconds=20)
_MARGIN = 5.0


class Line(Protocol):
    async def post(self, message_id: str, body: bytes, secrets: Sequence[str]) -> Answer: ...


class Poster(Protocol):
    def line(self, url: str) -> AbstractAsyncContextManager[Line | Answer]: ...


@dataclass(frozen=True)
class PostRoom:
    """What posting needs. ``api_url`` stands before the links in messages; ``seconds`` is what one
    attempt may take; ``stopping`` is set when the process has to end."""

    pool: Pool
    poster: Poster
    key: bytes
    api_url: str
    seconds: float
    stopping: asyncio.Event

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.seconds + _MARGIN)


async def post_webhooks(room: PostRoom, tenant_id: UUID, endpoint_id: UUID) -> Again | None:
    async with tenant_transaction(room.pool, tenant_id) as connection:
        lease = await webhook_endpoints.claim(connection, endpoint_id, room.lease)
    if lease is not None:
        try:
            await _send_for_a_while(room, tenant_id, lease)
        finally:
            async with tenant_transaction(room.pool, tenant_id) as connection:
                await webhook_endpoints.release(connection, lease)
    async with tenant_transaction(room.pool, tenant_id) as connection:
        left = await webhook_endpoints.next_due_in(connection, endpoint_id)
    if left is None or left > _LATER:
        return None
    return Again(max(left, _SOON))


async def _send_for_a_while(room: PostRoom, tenant_id: UUID, lease: Lease) -> None:
    until = time.monotonic() + _SLICE_SECONDS
    url = await _url(room, tenant_id, lease)
    if url is None:
        return
    async with room.poster.line(url) as line:
        while time.monotonic() < until and not room.stopping.is_set():
            if not await _send_some(room, tenant_id, lease, (url, line)):
                return


async def _url(room: PostRoom, tenant_id: UUID, lease: Lease) -> str | None:
    async with tenant_transaction(room.pool, tenant_id) as connection:
        held = await webhook_endpoints.renew(connection, lease, room.lease)
    return held and held.url


async def _send_some(
    room: PostRoom, tenant_id: UUID, lease: Lease, way: tuple[str, Line | Answer]
) -> bool:
    """False when there is nothing more to do here now."""
    url, line = way
    until = time.monotonic() + _MARGIN
    async with tenant_transaction(room.pool, tenant_id) as connection:
        held = await webhook_endpoints.renew(connection, lease, room.lease)
        if held is None or held.url != url:
            return False
        # After a failure one message finds out whether it is over.
        due = await webhook_deliveries.due(
            connection, lease.endpoint_id, 1 if held.failures else _BATCH
        )
        secrets = await _secrets(room, connection, lease.endpoint_id)
        opened = await webhook_deliveries.open_attempts(
            connection, [one.id for one in due], room.lease
        )
    waiting = deque(one for one in due if one.id in opened)
    answers = await _post_each(room, line, waiting, secrets, until)
    ended = [
        _ended(one, opened[one.id].number, opened[one.id].tries, answer) for one, answer in answers
    ]
    if opened:
        unbegun = {one.id: opened[one.id].number for one in waiting}
        await _record(room, tenant_id, lease.endpoint_id, ended, unbegun)
    return bool(ended)


async def _secrets(room: PostRoom, connection: Connection, endpoint_id: UUID) -> list[str]:
    """None at all when the key of this service is no longer the one that they came from."""
    standing = await webhook_endpoints.secrets(connection, endpoint_id)
    found = [(one, derive(room.key, one.id)) for one in standing]
    return [secret for one, secret in found if fingerprint(secret) == one.fingerprint]


async def _post_each(
    room: PostRoom,
    line: Line | Answer,
    waiting: deque[Due],
    secrets: Sequence[str],
    until: float,
) -> list[tuple[Due, Answer]]:
    """Until one fails, or the lease has no room for one more: the rest stays in ``waiting``."""
    answers: list[tuple[Due, Answer]] = []
    going = True

    async def post_one_by_one() -> None:
        nonlocal going
        while waiting and going and time.monotonic() < until and not room.stopping.is_set():
            one = waiting.popleft()
            answer = await _post(room, line, one, secrets)
            answers.append((one, answer))
            going = going and answer.outcome == "delivered"

    await asyncio.gather(*(post_one_by_one() for _ in range(AT_ONCE)))
    return answers


async def _post(room: PostRoom, line: Line | Answer, due: Due, secrets: Sequence[str]) -> Answer:
    if isinstance(line, Answer):
        return line
    if not secrets:
        return Answer(outcome="secret_lost")
    link = due.path and room.api_url.rstrip("/") + due.path
    told = body_of(due.type, due.occurred_at, due.data, link)
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return await line.post(str(due.message_id), body, secrets)


def _ended(due: Due, number: int, tries: int, answer: Answer) -> Ended:
    if answer.outcome == "delivered":
        return Ended(due.id, number, answer, "delivered", timedelta(0))
    pause = wait_after(tries, random.random())  # noqa: S311  # it spreads, no more
    if pause is None:
        return Ended(due.id, number, answer, "failed", timedelta(0))
    return Ended(due.id, number, answer, "queued", max(pause, answer.retry_after or pause))


async def _record(
    room: PostRoom,
    tenant_id: UUID,
    endpoint_id: UUID,
    ended: Sequence[Ended],
    unbegun: Mapping[UUID, int],
) -> None:
    """Does not give up while the database is away: what the receiver said is known here alone."""
    pause = 0.2
    while True:
        try:
            async with tenant_transaction(room.pool, tenant_id) as connection:
                await webhook_endpoints.hold(connection, endpoint_id)
                await webhook_deliveries.settle(connection, ended)
                await webhook_deliveries.put_back(connection, unbegun)
                await _judge(connection, tenant_id, endpoint_id, [one.answer for one in ended])
            return
        except PASSING as error:
            log.warning("answer waits", id=str(endpoint_id), error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5)


async def _judge(
    connection: Connection, tenant_id: UUID, endpoint_id: UUID, answers: Sequence[Answer]
) -> None:
    """Whether the endpoint is well, has to rest, or is not asked any more."""
    if not answers:
        return
    if any(answer.outcome == "gone" for answer in answers):
        await _halt(connection, tenant_id, endpoint_id, "gone")
    elif any(answer.outcome == "delivered" for answer in answers):
        await webhook_endpoints.well_again(connection, endpoint_id)
    else:
        health = await webhook_endpoints.failed_again(connection, endpoint_id)
        wishes = [answer.retry_after for answer in answers if answer.retry_after]
        rest = rest_after(health.failures, max(wishes, default=None))
        await webhook_endpoints.rest(connection, endpoint_id, rest)
        if persistent(*health):
            await _halt(connection, tenant_id, endpoint_id, "failing")


async def _halt(connection: Connection, tenant_id: UUID, endpoint_id: UUID, cause: Cause) -> None:
    """What has not left is kept, and the owners are told."""
    halt = await webhook_endpoints.halt(connection, endpoint_id, cause)
    await webhook_deliveries.hold(connection, endpoint_id)
    if halt:
        await enqueue(connection, "warn", [Job(tenant_id, halt)])

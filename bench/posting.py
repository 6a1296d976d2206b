"""Webhooks per second, from the claim to the answer on disk, against bare httpx.

Both post the same bodies under the same three headers to the same receiver, a process of its own,
over as many connections, in turns in one run. Ours is what the worker does: lease, attempt on
record, the address looked up and let through the gate, the signature, the answer and the health of
the endpoint recorded; PostgreSQL commits to disk. The other is ``httpx.AsyncClient`` as its
documentation has it, with the same limit of connections, signing with the library of Standard
Webhooks, and keeps no record.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_network
from uuid import UUID, uuid4, uuid5

import httpx
import uvloop
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from bench.report import Result, compared
from deploy.local.postgres import Postgres
from services.notifications.channels.webhook.addresses import Gate, SystemResolver
from services.notifications.channels.webhook.post import AT_ONCE, Poster
from services.notifications.commands.keep_webhook_endpoint import Keeping, add_endpoint
from services.notifications.commands.post_webhooks import PostRoom, post_webhooks
from services.notifications.domain.webhook_delivery import body_of
from services.notifications.domain.webhook_endpoint import EndpointDraft
from services.notifications.domain.webhook_event import News
from services.notifications.store import webhook_deliveries
from shared.database import Pool, connect, tenant_transaction
from shared.identity import Actor
from tests.notifications import samples

MESSAGES = 1000
ROUNDS = 5
KEY = b"bench" * 8
API = "https://api.schakel.example"
MEASURED_WITH = ("httpx", "asyncpg", "standardwebhooks")


@asynccontextmanager
async def sink() -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.sinks.http", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


def news(number: int) -> News:
    one = {"agreement_id": str(uuid5(samples.SPACE, str(number))), "version_id": str(uuid4())}
    return News(uuid4(), "agreement.signed", one, f"/agreements/{one['agreement_id']}")


async def prepare(pool: Pool, tenant: UUID, url: str) -> UUID:
    """An endpoint to which ``MESSAGES`` messages are due."""
    async with tenant_transaction(pool, tenant) as connection:
        owner = Actor(kind="staff", tenant_id=tenant, id=uuid4(), role="owner")
        keeping = Keeping(connection, owner, KEY, inside=True)
        draft = EndpointDraft(name="Bench", url=url, events=["agreement.signed"])
        made = await add_endpoint(keeping, draft)
        await webhook_deliveries.add(connection, [news(n) for n in range(MESSAGES)])
    return made.id


async def delivered(pool: Pool, tenant: UUID) -> int:
    async with tenant_transaction(pool, tenant) as connection:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM notifications.webhook_delivery WHERE state = 'delivered'"
            )
        )


async def ours(server: Postgres, port: int) -> float:
    tenant, names = uuid4(), SystemResolver()
    async with AsyncExitStack() as stack:
        url = SecretStr(server.url("notifications"))
        pool = await stack.enter_async_context(connect(url, size=6))
        stack.callback(names.close)
        poster = Poster(Gate(names, [ip_network("127.0.0.0/8")]), 15)
        room = PostRoom(pool, poster, KEY, API, 15, asyncio.Event())
        endpoint = await prepare(pool, tenant, f"http://127.0.0.1:{port}/schakel")
        started = time.perf_counter()
        while await post_webhooks(room, tenant, endpoint):
            pass
        seconds = time.perf_counter() - started
        if await delivered(pool, tenant) != MESSAGES:
            raise SystemExit("Not every message was delivered; nothing to compare.")
    return MESSAGES / seconds


async def bare_httpx(port: int) -> float:
    secret = Webhook("whsec_" + "c2NoYWtlbA==" * 4)
    bodies = []
    for number in range(MESSAGES):
        one = news(number)
        told = body_of(one.type, datetime.now(UTC), one.data, f"{API}{one.path}")
        bodies.append((str(one.id), json.dumps(told, ensure_ascii=False, separators=(",", ":"))))
    address = f"http://127.0.0.1:{port}/schakel"
    limits = httpx.Limits(max_connections=AT_ONCE)
    started = time.perf_counter()
    async with httpx.AsyncClient(limits=limits, timeout=None) as client:

        async def post(message_id: str, body: str) -> None:
            now = datetime.now(UTC)
            headers = {
                "Content-Type": "application/json",
                "webhook-id": message_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": secret.sign(message_id, now, body),
            }
            answer = await client.post(address, content=body, headers=headers)
            answer.raise_for_status()

        async def work() -> None:
            while bodies:
                await post(*bodies.pop())

        # Not all at once: its pool looks through everybody who waits, and that would be slower.
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return MESSAGES / (time.perf_counter() - started)


async def taken(port: int) -> int:
    async with httpx.AsyncClient() as client:
        return int((await client.get(f"http://127.0.0.1:{port}/")).text)


async def measure(server: Postgres) -> Result:
    rounds = []
    async with sink() as port:
        for _ in range(ROUNDS):
            mine = await asyncio.to_thread(uvloop.run, ours(server, port))
            rounds.append((mine, await asyncio.to_thread(uvloop.run, bare_httpx(port))))
        if await taken(port) != 2 * ROUNDS * MESSAGES:
            raise SystemExit("The receiver did not take as many as both say; nothing to compare.")
    return compared("webhook-vs-httpx", "messages/s", "bare httpx", rounds, MEASURED_WITH)

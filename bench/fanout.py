"""A fan-out from claim to durable evidence: the worker's own loop in processes of their own.

python -m bench.fanout DATABASE_URL SMTP_PORT    # one worker, until it is told to stop

Recipients are queued as their gathering leaves them; the worker claims, builds, sends and records
as it always does. Links are given without HTTP: the mail is measured, not the portal.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import uvloop
from pydantic import SecretStr

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.commands.gather_recipients import PAGE
from services.notifications.commands.jobs import Work
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.send_chunk import Desk
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.store import evidence, notices
from services.notifications.worker import work_queue
from shared.database import PLANNED_ONCE, Pool, connect, connect_queue, tenant_transaction
from tests.notifications import samples

CONNECTIONS = 32
# Seconds: of those that a message takes.
_HALF = 20e-6


class Portal:
    async def ask(self, _method: str, _path: str, **asked: Any) -> dict[str, Any]:
        wanted = asked["json"]["links"]
        return {
            "items": [
                {"id": link["id"], "url": f"https://portal.example/in/{link['id']}"}
                for link in wanted
            ]
        }


async def prepare(pool: Pool, tenant: UUID, messages: int, work: Work = "send") -> UUID:
    """A change announced to so many recipients; the jobs wait for a worker."""
    subject = uuid4()
    notice = notice_id(tenant, "change_announced", subject)
    async with tenant_transaction(pool, tenant) as connection:
        await notices.add(
            connection, notice, "change_announced", subject, subject, samples.change(subject)
        )
    for start in range(0, messages, PAGE):
        page = range(start, min(start + PAGE, messages))
        people = [addressed(notice, "mail", samples.recipient(number)) for number in page]
        async with tenant_transaction(pool, tenant) as connection:
            chain = await evidence.lock(connection, notice)
            await queue_deliveries(connection, tenant, chain, people, work)
    return notice


async def settled(pool: Pool, tenant: UUID, notice: UUID) -> int:
    """How many have been accepted, by what is on disk."""
    async with tenant_transaction(pool, tenant) as connection:
        counts = await notices.counts(connection, [notice])
    return counts.get(notice, {}).get("accepted", 0)


@asynccontextmanager
async def worker(url: str, port: int) -> AsyncIterator["asyncio.subprocess.Process"]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.fanout", url, str(port)), stdin=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


def megabytes(process: "asyncio.subprocess.Process") -> float:
    """What it holds in memory now."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


async def until(
    pool: Pool, tenant: UUID, notice: UUID, messages: int, every: float = 0.01
) -> float:
    """The moment at which so many have been accepted; the more are left, the longer it takes to
    look again, so that counting costs the worker next to nothing."""
    while (left := messages - await settled(pool, tenant, notice)) > 0:  # noqa: ASYNC110  # on disk
        await asyncio.sleep(every + left * _HALF)
    return time.perf_counter()


async def work(url: str, port: int) -> None:
    relay = Relay(Server("127.0.0.1", port), CONNECTIONS)
    mail = MailChannel(
        relay,
        Composer(Letterhead("bericht@schakel.example", "schakel.example")),
        ReturnPath(b"bench", "schakel.example"),
    )
    async with AsyncExitStack() as stack:
        secret = SecretStr(url)
        pool = await stack.enter_async_context(connect(secret, size=16, settings=PLANNED_ONCE))
        plain = await stack.enter_async_context(
            connect_queue(secret, size=10, settings=PLANNED_ONCE)
        )
        portal: Any = Portal()
        desk = Desk(pool, mail, portal, timedelta(seconds=20), asyncio.Event())
        await work_queue(desk, pool, portal, plain)


if __name__ == "__main__":
    uvloop.run(work(sys.argv[1], int(sys.argv[2])))

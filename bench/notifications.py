"""Notices per second, from claim to durable evidence, against one aiosmtplib connection.

Both send the same number of messages to the same mail server, a process of its own, in turns in one
run. Ours is the worker as it runs: queue, lease, attempt on record, message built, SMTP, outcome in
the chain, event for contracts; PostgreSQL commits to disk. The other builds an ``EmailMessage`` and
sends it with ``send_message`` over one open connection, as aiosmtplib's documentation says for many
messages, and keeps no record at all.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from uuid import UUID, uuid4, uuid5

import aiosmtplib
import asyncpg
import uvloop
from pydantic import SecretStr

from bench import posting
from bench.database import postgres
from bench.report import Result, compared, publish
from deploy.local.postgres import Postgres
from services.notifications.channels.mail import bodies
from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.context import context, shape, values
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.channels.mail.wording import Line, Wording, word
from services.notifications.commands.gather_recipients import PAGE
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.send_chunk import Desk
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.store import evidence, notices
from services.notifications.worker import work_queue
from shared.database import Pool, connect, tenant_transaction
from tests.notifications import samples

MESSAGES = 2000
ROUNDS = 3
CONNECTIONS = 8
MEASURED_WITH = ("aiosmtplib", "asyncpg", "pgqueuer")


class Portal:
    """Gives links without HTTP: the mail is measured, not the portal."""

    async def ask(self, _method: str, _path: str, **asked: Any) -> dict[str, str]:
        return {"url": f"https://portal.example/in/{asked['json']['id']}"}


@asynccontextmanager
async def sink() -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.sinks.smtp", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def taken(port: int) -> int:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
        return int((await client.noop()).message)


async def prepare(pool: Pool, tenant: UUID) -> None:
    """A change announced to ``MESSAGES`` recipients, queued as their gathering leaves them."""
    subject = uuid4()
    notice = notice_id(tenant, "change_announced", subject)
    async with tenant_transaction(pool, tenant) as connection:
        await notices.add(
            connection, notice, "change_announced", subject, subject, samples.change(subject)
        )
    people = [addressed(notice, "mail", samples.recipient(n)) for n in range(MESSAGES)]
    for start in range(0, MESSAGES, PAGE):
        async with tenant_transaction(pool, tenant) as connection:
            chain = await evidence.lock(connection, notice)
            await queue_deliveries(connection, tenant, chain, people[start : start + PAGE])


async def accepted(pool: Pool, tenant: UUID) -> int:
    async with tenant_transaction(pool, tenant) as connection:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM notifications.evidence WHERE kind = 'accepted'"
            )
        )


async def ours(server: Postgres, port: int, tenant: UUID) -> float:
    """Messages per second until the last evidence is on disk."""
    relay = Relay(Server("127.0.0.1", port), CONNECTIONS)
    mail = MailChannel(
        relay,
        Composer(Letterhead("bericht@schakel.example", "schakel.example")),
        ReturnPath(b"bench", "schakel.example"),
    )
    async with AsyncExitStack() as stack:
        url = server.url("notifications")
        pool = await stack.enter_async_context(connect(SecretStr(url), size=16))
        plain = await stack.enter_async_context(asyncpg.create_pool(url, min_size=4, max_size=6))
        await prepare(pool, tenant)
        portal: Any = Portal()
        desk = Desk(pool, mail, portal, timedelta(seconds=20), asyncio.Event())
        started = time.perf_counter()
        working = asyncio.create_task(work_queue(desk, portal, plain))
        while await accepted(pool, tenant) < MESSAGES:  # noqa: ASYNC110  # it counts on disk
            await asyncio.sleep(0.01)
        seconds = time.perf_counter() - started
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await relay.close()
    return MESSAGES / seconds


def plain_message(number: int, wording: Wording) -> EmailMessage:
    delivery = samples.delivery()
    filled = values(delivery, f"https://portal.example/in/{uuid5(samples.SPACE, str(number))}")

    def text(line: Line) -> str:
        return "".join(piece if isinstance(piece, str) else filled[piece.name] for piece in line)

    message = EmailMessage()
    message["From"] = f"{samples.PROVIDER.name} <bericht@schakel.example>"
    message["To"] = f"{delivery.person.name} <proef{number}@bakkerij.example>"
    message["Subject"] = text(wording.subject)
    message["Date"] = format_datetime(samples.MOMENT)
    message["Message-ID"] = make_msgid(domain="schakel.example")
    message.set_content(text(bodies.text(wording)))
    message.add_alternative(text(bodies.html(wording, samples.PROVIDER.name)), subtype="html")
    return message


async def plain_aiosmtplib(port: int) -> float:
    facts, form = samples.change(), shape(samples.delivery().terms)
    wording = word("change_announced", "nl", context(facts, form))
    started = time.perf_counter()
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
        for number in range(MESSAGES):
            await client.send_message(plain_message(number, wording))
    return MESSAGES / (time.perf_counter() - started)


async def on_uvloop(work: Coroutine[Any, Any, float]) -> float:
    """In a thread of its own: the loop on which the worker runs can't start PostgreSQL as root."""
    return await asyncio.to_thread(uvloop.run, work)


async def measure(server: Postgres) -> Result:
    rounds = []
    async with sink() as port:
        for number in range(ROUNDS):
            tenant = uuid5(samples.SPACE, f"tenant {number}")
            mine = await on_uvloop(ours(server, port, tenant))
            rounds.append((mine, await on_uvloop(plain_aiosmtplib(port))))
        if await taken(port) != 2 * ROUNDS * MESSAGES:
            raise SystemExit(
                "The mail server did not take as many as both say; nothing to compare."
            )
    return compared(
        "notices-vs-aiosmtplib", "messages/s", "one aiosmtplib connection", rounds, MEASURED_WITH
    )


async def measures() -> list[Result]:
    async with postgres() as server:
        return [await measure(server), await posting.measure(server)]


def main() -> None:
    publish("notifications", asyncio.run(measures()))


if __name__ == "__main__":
    main()

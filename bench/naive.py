"""How such a fan-out is usually written: a job for each mail.

pgqueuer hands out the jobs, ten at a time as it does by itself; each builds an ``EmailMessage``
with Jinja, sends it over one of the open connections of aiosmtplib, updates its row and adds a row
of evidence, and each of these commits to disk.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import aiosmtplib
import asyncpg
from jinja2 import Environment
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.models import Job
from pgqueuer.queries import Queries

from services.notifications.channels.mail import bodies
from services.notifications.channels.mail.context import context, shape, values
from services.notifications.channels.mail.wording import Line, word
from tests.notifications import samples

CONNECTIONS = 32
_TABLES = """
DROP SCHEMA IF EXISTS naive CASCADE;
CREATE SCHEMA naive;
CREATE TABLE naive.mail (
    id bigint PRIMARY KEY, address text NOT NULL, state text NOT NULL DEFAULT 'queued');
CREATE TABLE naive.evidence (
    mail_id bigint NOT NULL REFERENCES naive.mail, kind text NOT NULL, reply text,
    at timestamptz NOT NULL DEFAULT now());
"""


class Templates:
    """The very words of ours, as templates that are rendered for each."""

    def __init__(self) -> None:
        facts, form = samples.change(), shape(samples.delivery().terms)
        wording = word("change_announced", "nl", context(facts, form))
        plain, marked = Environment(autoescape=False), Environment(autoescape=True)
        self.subject = plain.from_string(_source(wording.subject))
        self.text = plain.from_string(_source(bodies.text(wording)))
        self.html = marked.from_string(_source(bodies.html(wording, samples.PROVIDER.name)))

    def build(self, number: int, address: str) -> EmailMessage:
        link = f"https://portal.example/in/{number:032x}"
        filled = values(samples.delivery(), link)
        message = EmailMessage()
        message["From"] = f"{samples.PROVIDER.name} <bericht@schakel.example>"
        message["To"] = f"{filled['name']} <{address}>"
        message["Subject"] = self.subject.render(filled)
        message["Date"] = format_datetime(samples.MOMENT)
        message["Message-ID"] = make_msgid(domain="schakel.example")
        message.set_content(self.text.render(filled))
        message.add_alternative(self.html.render(filled), subtype="html")
        return message


def _source(line: Line) -> str:
    return "".join(
        "{% raw %}" + piece + "{% endraw %}"
        if isinstance(piece, str)
        else "{{ " + piece.name + " }}"
        for piece in line
    )


class Connections:
    def __init__(self, port: int) -> None:
        self._port = port
        self._free: asyncio.Queue[aiosmtplib.SMTP] = asyncio.Queue()

    async def open(self, stack: AsyncExitStack) -> None:
        for _ in range(CONNECTIONS):
            client = aiosmtplib.SMTP(hostname="127.0.0.1", port=self._port)
            self._free.put_nowait(await stack.enter_async_context(client))

    @asynccontextmanager
    async def one(self) -> AsyncIterator[aiosmtplib.SMTP]:
        client = await self._free.get()
        try:
            yield client
        finally:
            self._free.put_nowait(client)


async def naive(url: str, port: int, messages: int) -> float:
    """Messages a second until the last evidence is on disk."""
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(asyncpg.create_pool(url, min_size=4, max_size=16))
        await pool.execute(_TABLES)
        queries = Queries(AsyncpgPoolDriver(pool))
        await queries.install()
        await pool.executemany(
            "INSERT INTO naive.mail (id, address) VALUES ($1, $2)",
            [(number, f"proef{number}@bakkerij.example") for number in range(messages)],
        )
        numbers: list[bytes | None] = [json.dumps(number).encode() for number in range(messages)]
        await queries.enqueue(["mail"] * messages, numbers, [0] * messages)
        connections, templates = Connections(port), Templates()
        await connections.open(stack)
        manager, done = PgQueuer(AsyncpgPoolDriver(pool)), asyncio.Event()
        left = messages

        async def mail(job: Job) -> None:
            nonlocal left
            number = json.loads(job.payload or b"0")
            address = await pool.fetchval("SELECT address FROM naive.mail WHERE id = $1", number)
            message = templates.build(number, address)
            async with connections.one() as client:
                _, reply = await client.send_message(message)
            await pool.execute("UPDATE naive.mail SET state = 'accepted' WHERE id = $1", number)
            await pool.execute(
                "INSERT INTO naive.evidence (mail_id, kind, reply) VALUES ($1, 'accepted', $2)",
                number,
                reply,
            )
            left -= 1
            if not left:
                done.set()

        manager.entrypoint("mail")(mail)
        started = time.perf_counter()
        running = asyncio.create_task(manager.run(dequeue_timeout=timedelta(seconds=1)))
        await done.wait()
        seconds = time.perf_counter() - started
        manager.shutdown.set()
        await running
        await queries.uninstall()
    return messages / seconds

"""Notices per second, from claim to durable evidence.

All send the same words, some 8 kB of text and HTML, over as many connections to the same
``smtp-sink`` of Postfix, which says yes as fast as it can and counts; PostgreSQL commits to disk.
In turns within one run: the naive pipeline (``bench/naive.py``), the worker as it runs in one
process and in two (``bench/fanout.py``), the most that the sink can take (``bench/ceiling.py``),
and Postfix's own ``smtp-source`` (``bench/postfix.py``).

SCHAKEL_BENCH_MANY is the size of the fan-out that is held against one of ten thousand: a million.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import uvloop
from pydantic import SecretStr

from bench import ceiling, fanout, posting
from bench.database import postgres
from bench.naive import naive
from bench.postfix import smtp_sink, smtp_source
from bench.report import Growth, Result, Stages, compared, publish
from deploy.local.postgres import Postgres
from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.channels.mail.session import Envelope
from shared.database import connect
from tests.notifications import samples

ROUNDS = 3
# So many that what a worker does once, as opening its connections, weighs little.
MESSAGES = 50_000
NAIVE_MESSAGES = 1_000
FEW = 10_000
MANY = int(os.environ.get("SCHAKEL_BENCH_MANY", "1000000"))
# What each measure is held to.
LEAST = {
    "fanout-vs-naive": 50,
    "fanout-vs-ceiling": 0.4,
    "fanout-two-vs-ceiling": 0.5,
    "fanout-vs-smtp-source": 1.0,
    "webhook-vs-httpx": 0.5,
}
MOST = {"million-vs-10k": 1.15}
MEASURED_WITH = ("aiosmtplib", "asyncpg", "pgqueuer")


class Sent(NamedTuple):
    """``megabytes`` are those of each worker in the middle and at the end; ``urgent`` the seconds
    until a message that goes first was accepted, meanwhile."""

    per_second: float
    megabytes: tuple[float, ...]
    urgent: float | None


async def ours(
    server: Postgres, port: int, messages: int, workers: int = 1, *, hurry: bool = False
) -> Sent:
    """The workers are there before there is anything to do."""
    url, tenant = server.url("notifications"), uuid4()
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(connect(SecretStr(url), size=4))
        notice = await fanout.prepare(pool, tenant, messages)
        running = [
            await stack.enter_async_context(fanout.worker(url, port)) for _ in range(workers)
        ]
        # The time that an interpreter takes to start is none of sending.
        started = await fanout.until(pool, tenant, notice, 1, 0.002)
        first = await fanout.settled(pool, tenant, notice)
        await fanout.until(pool, tenant, notice, messages // 2)
        halfway = [fanout.megabytes(one) for one in running]
        urgent = await _hurried(pool, tenant) if hurry else None
        seconds = await fanout.until(pool, tenant, notice, messages) - started
        held = (*halfway, *(fanout.megabytes(one) for one in running))
    return Sent((messages - first) / seconds, held, urgent)


async def _hurried(pool: Any, tenant: UUID) -> float:
    started = time.perf_counter()
    notice = await fanout.prepare(pool, tenant, 1, "send_now")
    return await fanout.until(pool, tenant, notice, 1, 0.005) - started


def envelope() -> Envelope:
    """A message of ours, for those who send the same one over and over."""
    channel = MailChannel(
        Relay(Server("127.0.0.1", 25), 1),
        Composer(Letterhead("bericht@schakel.example", "schakel.example")),
        ReturnPath(b"bench", "schakel.example"),
    )
    link = "https://portal.example/in/00000000-0000-4000-8000-000000000000"
    mail = channel.prepare("change_announced", samples.change(), samples.delivery(), link)
    assert mail.envelope, "the sample can be written to"
    return mail.envelope


async def on_uvloop(work: Coroutine[Any, Any, float]) -> float:
    """In a thread of its own: the loop on which the worker runs can't start PostgreSQL as root."""
    return await asyncio.to_thread(uvloop.run, work)


async def source(port: int, message: Envelope, messages: int) -> float:
    started = time.perf_counter()
    await smtp_source(port, message, messages)
    return messages / (time.perf_counter() - started)


async def measure(server: Postgres) -> tuple[list[Result], Growth, list[Stages]]:
    rounds: list[dict[str, float]] = []
    message = envelope()
    async with smtp_sink() as sink:
        port = sink.port
        for _ in range(ROUNDS):
            one = await ours(server, port, MESSAGES)
            speed = {"one": one.per_second}
            speed["two"] = (await ours(server, port, MESSAGES, 2)).per_second
            superuser = server.url("postgres")
            speed["naive"] = await on_uvloop(naive(superuser, port, NAIVE_MESSAGES))
            speed["ceiling"] = await on_uvloop(ceiling.blast(port, message, MESSAGES))
            speed["source"] = await source(port, message, MESSAGES)
            rounds.append(speed)
            if sink.taken() != len(rounds) * (4 * MESSAGES + NAIVE_MESSAGES):
                raise SystemExit("The mail server did not take as many as all say.")
        # As the cost of a thousand.
        few = [(await ours(server, port, FEW)).per_second for _ in range(ROUNDS)]
        many = await ours(server, port, MANY, hurry=True)
    growth = Growth(
        "million-vs-10k", (FEW, MANY), (1e6 / statistics.median(few), 1e6 / many.per_second)
    )
    return [*_results(rounds), _memory(many)], growth, [_hurry(many)]


def _results(rounds: list[dict[str, float]]) -> list[Result]:
    measures = [
        ("fanout-vs-naive", "one", "naive", "a job for each mail"),
        ("fanout-vs-ceiling", "one", "ceiling", "what the sink can take"),
        ("fanout-two-vs-ceiling", "two", "ceiling", "what the sink can take"),
        ("fanout-vs-smtp-source", "one", "source", "C smtp-source"),
    ]
    return [
        compared(
            name,
            "messages/s",
            against,
            [(speed[mine], speed[theirs]) for speed in rounds],
            MEASURED_WITH,
        )
        for name, mine, theirs, against in measures
    ]


def _memory(many: Sent) -> Result:
    """It is flat when this is 1: nothing is kept of what was sent."""
    middle, end = many.megabytes
    return Result(
        "worker-megabytes", end, "MB", "halfway", middle, round(end / middle, 2), versions={}
    )


def _hurry(many: Sent) -> Stages:
    assert many.urgent is not None, "asked for"
    return Stages("first-in-a-fan-out", {"accepted": many.urgent})


async def measures() -> tuple[list[Result], Growth, list[Stages]]:
    async with postgres() as server:
        results, growth, asides = await measure(server)
        return [*results, await posting.measure(server)], growth, asides


def main() -> None:
    results, growth, asides = asyncio.run(measures())
    publish("notifications", results, [growth], asides)
    for name, ratio in [*((one.name, one.ratio) for one in results), (growth.name, growth.ratio)]:
        if name in LEAST or name in MOST:
            kept = ratio >= LEAST[name] if name in LEAST else ratio <= MOST[name]
            bound = f"at least {LEAST[name]}" if name in LEAST else f"at most {MOST[name]}"
            print(f"{name:<24}{ratio:>10} {'is' if kept else 'IS NOT'} {bound}")


if __name__ == "__main__":
    main()

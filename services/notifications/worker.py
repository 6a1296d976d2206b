"""The worker of notifications: hears of facts, reads recipients, sends, posts, sweeps up."""

import asyncio
import base64
import gc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial

import asyncpg
import httpx
import uvloop
from pgqueuer import PgQueuer, RetryRequested
from pgqueuer.models import Job as QueuedJob

from services.notifications.channels.mail.addresses import return_path
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.listener import Door, listening
from services.notifications.channels.mail.pace import Pace
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.channels.webhook.addresses import Gate, SystemResolver
from services.notifications.channels.webhook.post import Poster
from services.notifications.commands import hear_facts
from services.notifications.commands.erase_client import forget_sign_ins
from services.notifications.commands.forget_webhooks import forget_webhooks
from services.notifications.commands.gather_public import Sources
from services.notifications.commands.gather_recipients import gather_recipients
from services.notifications.commands.hear_return import hear_return
from services.notifications.commands.jobs import SCHEMA, Again, Job
from services.notifications.commands.post_webhooks import PostRoom, post_webhooks
from services.notifications.commands.print_letter import Press, print_letter
from services.notifications.commands.record_outcomes import PASSING
from services.notifications.commands.send_chunk import Desk, send_chunk
from services.notifications.commands.subscribe import forget_subscribers
from services.notifications.commands.sweep import sweep
from services.notifications.commands.warn_owners import warn_owners
from services.notifications.domain.webhook_endpoint import key_of
from services.notifications.settings import Settings
from shared import queue
from shared.database import PLANNED_ONCE, Pool, connect, connect_queue
from shared.http import Peer
from shared.identity import Signer
from shared.logs import log
from shared.outbox import Consumer
from shared.worker import pause, run

_SWEEP_SECONDS = 20
_AT_ONCE = 4
_ENDPOINTS_AT_ONCE = 32
_AFTER_A_FAULT = timedelta(seconds=5)

Step = Callable[[Job], Awaitable[Again | None]]


async def work_queue(
    desk: Desk, pool: Pool, contracts: Peer, plain: "asyncpg.Pool[asyncpg.Record]"
) -> None:
    """Until cancelled, and then to the end of what is on its way. ``pool``: for all but sending.

    Whatever goes wrong in a job, it comes back: there is no last attempt, for what must end has its
    end in our own tables (a refusal, too many deferrals).
    """

    sources = Sources(contracts, desk.portal)

    async def gather(job: Job) -> Again | None:
        return await gather_recipients(pool, sources, job.tenant_id, job.id)

    async def send(job: Job) -> Again | None:
        return await send_chunk(desk, job.tenant_id, job.id)

    async def send_now(job: Job) -> Again | None:
        return await send_chunk(desk, job.tenant_id, job.id, first=True)

    async def warn(job: Job) -> Again | None:
        return await warn_owners(pool, desk.portal, job.tenant_id, job.id)

    _collect_rarely()
    # Lanes of their own: neither a sign-in mail nor word of a breach waits behind a fan-out.
    lanes = [queue.manager(plain, SCHEMA) for _ in range(3)]
    for lane, name, step in (
        (lanes[0], "gather", gather),
        (lanes[0], "send", send),
        (lanes[0], "warn", warn),
        (lanes[1], "send_now", send_now),
        (lanes[2], "gather_first", gather),
        (lanes[2], "send_first", send_now),
    ):
        lane.entrypoint(name)(_entrypoint(step))
    await _run(lanes, desk.lease, _AT_ONCE, desk.stopping)


async def work_webhooks(room: PostRoom, plain: "asyncpg.Pool[asyncpg.Record]") -> None:
    """As ``work_queue``, and beside it: receivers that don't answer keep no mail waiting."""

    async def post(job: Job) -> Again | None:
        return await post_webhooks(room, job.tenant_id, job.id)

    lane = queue.manager(plain, SCHEMA)
    lane.entrypoint("post")(_entrypoint(post))
    await _run([lane], room.lease, _ENDPOINTS_AT_ONCE, room.stopping)


async def work_letters(press: Press, desk: Desk, plain: "asyncpg.Pool[asyncpg.Record]") -> None:
    """As ``work_queue``, and beside it: while nobody makes letters, mail goes on."""

    async def print_one(job: Job) -> Again | None:
        return await print_letter(press, job.tenant_id, job.id)

    lane = queue.manager(plain, SCHEMA)
    lane.entrypoint("print")(_entrypoint(print_one))
    await _run([lane], desk.lease, 1, desk.stopping)


async def _run(
    lanes: Sequence[PgQueuer], lease: timedelta, at_once: int, stopping: asyncio.Event
) -> None:
    running = asyncio.gather(*(_lane(lane, lease, at_once) for lane in lanes))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        stopping.set()
        for lane in lanes:
            lane.shutdown.set()
        await running
        raise


async def _lane(lane: PgQueuer, lease: timedelta, at_once: int) -> None:
    await lane.run(
        dequeue_timeout=timedelta(seconds=1),
        batch_size=at_once,
        max_concurrent_tasks=2 * at_once,
        heartbeat_timeout=lease,
    )


def _collect_rarely() -> None:
    """A message is a few dozen objects that go by themselves; to look through all that is alive
    for rings among them, as often as is usual, would cost a twentieth of sending."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def _entrypoint(step: Step) -> Callable[[QueuedJob], Awaitable[None]]:
    async def work(queued: QueuedJob) -> None:
        job = Job.decode(queued.payload)
        try:
            again = await step(job)
        except Exception as error:  # whatever it was, the work is still there
            log.error("work postponed", id=str(job.id), error=type(error).__name__, exc_info=error)
            again = Again(_AFTER_A_FAULT)
        if again:
            raise RetryRequested(delay=again.wait, reason="not finished")

    return work


async def sweep_for_ever(pool: Pool) -> None:
    while True:
        try:
            await sweep(pool)
            await forget_sign_ins(pool)
            await forget_webhooks(pool)
            await forget_subscribers(pool)
            await queue.forget_old(pool, SCHEMA)
        except PASSING as error:
            log.warning("sweep postponed", error=type(error).__name__)
        await pause(_SWEEP_SECONDS)


def mail_channel(settings: Settings) -> tuple[Relay, MailChannel]:
    password = settings.smtp_password
    server = Server(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_tls,
        settings.smtp_user,
        password.get_secret_value() if password else None,
        settings.mail_domain,
        settings.asks_success,
    )
    relay = Relay(server, settings.smtp_connections, Pace(settings.smtp_per_second))
    composer = Composer(Letterhead(settings.mail_from, settings.mail_domain))
    return relay, MailChannel(relay, composer, return_path(settings))


def post_room(settings: Settings, pool: Pool, gate: Gate, stopping: asyncio.Event) -> PostRoom:
    return PostRoom(
        pool,
        Poster(gate, settings.webhook_seconds),
        key_of(base64.b64decode(settings.signing_key.get_secret_value())),
        settings.public_api,
        settings.webhook_seconds,
        stopping,
    )


async def main(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        url, lease = settings.database_url, settings.lease
        pool = await stack.enter_async_context(connect(url, size=12, silence=lease))
        plain = await stack.enter_async_context(
            connect_queue(url, size=10, silence=lease, settings=PLANNED_ONCE)
        )
        # Of their own, so that mails wait for no connection either.
        sending = await stack.enter_async_context(
            connect(url, size=16, silence=lease, settings=PLANNED_ONCE)
        )
        posting = await stack.enter_async_context(connect(url, size=6, silence=lease))
        names = SystemResolver()
        stack.callback(names.close)
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        signer = Signer("notifications", settings.signing_key)
        relay, channel = mail_channel(settings)
        stack.push_async_callback(relay.close)
        portal = Peer("portal", settings.portal_url, signer, client)
        contracts = Peer("contracts", settings.contracts_url, signer, client)
        documents = Peer("documents", settings.documents_url, signer, client)
        desk = Desk(sending, channel, portal, lease, asyncio.Event())
        gate = Gate(names, settings.webhook_networks)
        room = post_room(settings, posting, gate, desk.stopping)
        if settings.bounce_port:
            door = Door(return_path(settings), partial(hear_return, pool))
            at = (settings.bounce_host, settings.bounce_port)
            await stack.enter_async_context(listening(*at, door, settings.bounce_protocol))
        await run(
            Consumer(pool, hear_facts.HANDLERS).run(),
            work_queue(desk, pool, contracts, plain),
            work_letters(Press(pool, contracts, documents), desk, plain),
            work_webhooks(room, plain),
            sweep_for_ever(pool),
        )


if __name__ == "__main__":
    uvloop.run(main(Settings.load()))

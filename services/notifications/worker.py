"""The worker of notifications: hears of facts, reads recipients, sends, sweeps up."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import asyncpg
import httpx
import uvloop
from pgqueuer import PgQueuer, RetryRequested
from pgqueuer.models import Job as QueuedJob

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.commands import consume
from services.notifications.commands.erase_client import forget_sign_ins
from services.notifications.commands.gather_recipients import gather_recipients
from services.notifications.commands.jobs import SCHEMA, Again, Job
from services.notifications.commands.record_outcomes import PASSING
from services.notifications.commands.send_chunk import Desk, send_chunk
from services.notifications.commands.sweep import sweep
from services.notifications.settings import Settings
from shared import queue
from shared.database import Pool, connect
from shared.http import Peer
from shared.identity import Signer
from shared.logs import log
from shared.outbox import Consumer
from shared.worker import run

_SWEEP_SECONDS = 20
_AT_ONCE = 4
_AFTER_A_FAULT = timedelta(seconds=5)

Step = Callable[[Job], Awaitable[Again | None]]


async def work_queue(desk: Desk, contracts: Peer, plain: "asyncpg.Pool[asyncpg.Record]") -> None:
    """Until cancelled, and then to the end of what is on its way.

    Whatever goes wrong in a job, it comes back: there is no last attempt, for what must end has its
    end in our own tables (a refusal, too many deferrals).
    """

    async def gather(job: Job) -> Again | None:
        return await gather_recipients(desk.pool, contracts, job.tenant_id, job.id)

    async def send(job: Job) -> Again | None:
        return await send_chunk(desk, job.tenant_id, job.id)

    # A lane of its own, so that a sign-in mail never waits behind a fan-out.
    lanes = [queue.manager(plain, SCHEMA), queue.manager(plain, SCHEMA)]
    for lane, name, step in (
        (lanes[0], "gather", gather),
        (lanes[0], "send", send),
        (lanes[1], "send_now", send),
    ):
        lane.entrypoint(name)(_entrypoint(step))
    running = asyncio.gather(*(_run(lane, desk.lease) for lane in lanes))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        desk.stopping.set()
        for lane in lanes:
            lane.shutdown.set()
        await running
        raise


async def _run(lane: PgQueuer, lease: timedelta) -> None:
    await lane.run(
        dequeue_timeout=timedelta(seconds=1),
        batch_size=_AT_ONCE,
        max_concurrent_tasks=2 * _AT_ONCE,
        heartbeat_timeout=lease,
    )


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
        except PASSING as error:
            log.warning("sweep postponed", error=type(error).__name__)
        await asyncio.sleep(_SWEEP_SECONDS)


def mail_channel(settings: Settings) -> tuple[Relay, MailChannel]:
    password = settings.smtp_password
    server = Server(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_tls,
        settings.smtp_user,
        password.get_secret_value() if password else None,
        settings.mail_domain,
    )
    secret = base64.b64decode(settings.signing_key.get_secret_value())
    relay = Relay(server, settings.smtp_connections)
    composer = Composer(Letterhead(settings.mail_from, settings.mail_domain))
    return relay, MailChannel(relay, composer, ReturnPath(secret, settings.mail_domain))


async def main(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(connect(settings.database_url, size=16))
        plain = await stack.enter_async_context(
            asyncpg.create_pool(settings.database_url.get_secret_value(), min_size=1, max_size=6)
        )
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        signer = Signer("notifications", settings.signing_key)
        relay, channel = mail_channel(settings)
        stack.push_async_callback(relay.close)
        portal = Peer("portal", settings.portal_url, signer, client)
        contracts = Peer("contracts", settings.contracts_url, signer, client)
        desk = Desk(pool, channel, portal, settings.lease, asyncio.Event())
        await run(
            Consumer(pool, consume.HANDLERS).run(),
            work_queue(desk, contracts, plain),
            sweep_for_ever(pool),
        )


if __name__ == "__main__":
    uvloop.run(main(Settings.load()))

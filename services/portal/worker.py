"""The portal's second process: mails sign-in links, tells which notices were opened, and lets
nobody in any more who left, or whose client did.

python -m services.portal.worker
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
from pgqueuer import PgQueuer, RetryRequested
from pgqueuer.models import Job

from services.portal.commands.answer_sign_in import answer_sign_in
from services.portal.commands.end_access import on_departure
from services.portal.commands.erase_client import on_erasure
from services.portal.commands.request_sign_in import ENTRYPOINT as REQUEST
from services.portal.commands.request_sign_in import SCHEMA, queue_request
from services.portal.commands.tell_view import ENTRYPOINT as VIEW
from services.portal.commands.tell_view import queue_view, tell_view
from services.portal.domain.problem import PartDown, Refused
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import sign_in_links, sign_in_requests, subscription_asks
from shared.database import Pool, connect, connect_queue, system_transaction
from shared.events import ContactDeparted, ErasureOrdered
from shared.limits import forget_full
from shared.logs import log
from shared.outbox import Consumer
from shared.queue import forget_old, manager
from shared.worker import pause, run

SWEEP_SECONDS = 10
LEFT_BEHIND = timedelta(seconds=10)
RETRY = timedelta(seconds=3)
# A job whose worker has died is taken up by another after this long.
HEARTBEAT = timedelta(seconds=10)


def entrypoints(queue: PgQueuer, pool: Pool, settings: PortalSettings, peers: Peers) -> None:
    """A part that is down is asked again after 3 seconds: a view until it is told, a request until
    it is a day old and of no use any more."""

    @queue.entrypoint(REQUEST, concurrency_limit=4)
    async def answer(job: Job) -> None:
        try:
            await answer_sign_in(pool, settings, peers, UUID(bytes=job.payload))
        except (PartDown, Refused) as error:
            raise _again("sign-in request waits", job, error) from error

    @queue.entrypoint(VIEW, concurrency_limit=4)
    async def view(job: Job) -> None:
        packed = job.payload or b""
        try:
            await tell_view(pool, peers, UUID(bytes=packed[:16]), UUID(bytes=packed[16:]))
        except PartDown as error:
            raise _again("view waits", job, error) from error


def _again(message: str, job: Job, error: Exception) -> RetryRequested:
    log.warning(message, job=int(job.id), error=type(error).__name__)
    return RetryRequested(delay=RETRY, reason="a part is down")


async def sweep(pool: Pool) -> None:
    """Queue again what a crash left behind; a job that is still there is not doubled."""
    async with system_transaction(pool) as connection:
        await sign_in_requests.forget(connection)
        await subscription_asks.forget(connection)
        for request_id in await sign_in_requests.waiting(connection, LEFT_BEHIND):
            await queue_request(connection, request_id)
        for tenant_id, link_id in await sign_in_links.views_untold(connection, LEFT_BEHIND):
            await queue_view(connection, tenant_id, link_id)


async def sweep_for_ever(pool: Pool) -> None:
    while True:
        try:
            await sweep(pool)
            await forget_old(pool, SCHEMA)
            await forget_full(pool)
        except (OSError, asyncpg.PostgresError) as failure:
            log.warning("sweep postponed", error=type(failure).__name__)
        await pause(SWEEP_SECONDS)


async def work(settings: PortalSettings) -> None:
    """Until a signal says stop."""
    async with (
        connect(settings.database_url) as pool,
        connect_queue(settings.database_url, size=3) as queue_pool,
        httpx.AsyncClient(timeout=30) as client,
    ):
        queue = manager(queue_pool, SCHEMA)
        entrypoints(queue, pool, settings, Peers(settings, client))
        working = queue.run(dequeue_timeout=timedelta(seconds=1), heartbeat_timeout=HEARTBEAT)
        consumer = Consumer(pool, {ErasureOrdered: on_erasure, ContactDeparted: on_departure})
        await run(consumer.run(), working, sweep_for_ever(pool))


if __name__ == "__main__":
    asyncio.run(work(PortalSettings.load()))

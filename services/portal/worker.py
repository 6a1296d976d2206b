"""The portal's second process: answers requests for sign-in links.

python -m services.portal.worker
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
from pgqueuer.models import Job

from services.portal.commands.answer_sign_in import answer_sign_in
from services.portal.commands.request_sign_in import ENTRYPOINT, SCHEMA
from services.portal.domain.problem import PartDown, Refused
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import sign_in_requests
from shared.database import Pool, connect, system_transaction
from shared.logs import log
from shared.queue import jobs, manager
from shared.worker import run

SWEEP_SECONDS = 10
LEFT_BEHIND = timedelta(seconds=10)


async def answer(pool: Pool, settings: PortalSettings, peers: Peers, request_id: UUID) -> None:
    """A part that is down ends the job, not the request: the sweep brings it back."""
    try:
        await answer_sign_in(pool, settings, peers, request_id)
    except (PartDown, Refused) as error:
        log.warning("sign-in request waits", request_id=str(request_id), error=type(error).__name__)


async def sweep(pool: Pool) -> None:
    """Every 10 seconds, queue again what a crash or a part that was down left behind."""
    while True:
        async with system_transaction(pool) as connection:
            await sign_in_requests.forget(connection)
            left = await sign_in_requests.waiting(connection, LEFT_BEHIND)
            for request_id in left:
                await jobs(connection, SCHEMA).enqueue(
                    ENTRYPOINT, request_id.bytes, dedupe_key=str(request_id), on_conflict="skip"
                )
        await asyncio.sleep(SWEEP_SECONDS)


async def work(settings: PortalSettings) -> None:
    """Until a signal says stop."""
    url = settings.database_url.get_secret_value()
    async with (
        connect(settings.database_url) as pool,
        asyncpg.create_pool(url, min_size=1, max_size=3) as queue_pool,
        httpx.AsyncClient(timeout=30) as client,
    ):
        peers = Peers(settings, client)
        queue = manager(queue_pool, SCHEMA)

        @queue.entrypoint(ENTRYPOINT, concurrency_limit=4)
        async def _(job: Job) -> None:
            await answer(pool, settings, peers, UUID(bytes=job.payload))

        await run(queue.run(dequeue_timeout=timedelta(seconds=5)), sweep(pool))


if __name__ == "__main__":
    asyncio.run(work(PortalSettings.load()))

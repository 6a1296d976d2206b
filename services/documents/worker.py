"""The worker of documents: hears of versions, renders them, sweeps up what a crash left."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import asyncpg
import httpx
from pgqueuer import RetryRequested
from pgqueuer.models import Job

from services.documents.commands.erase_client import empty_storage, on_erasure
from services.documents.commands.keep_object import sweep_stranded
from services.documents.commands.keep_seal import sealing_of
from services.documents.commands.make_dossier import Archive
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.render_in_bulk import render_runs_for_ever
from services.documents.commands.request_rendering import on_frozen, on_signed
from services.documents.commands.work_on_dossier import sweep_dossiers, work_on_dossier
from services.documents.commands.work_on_letter import sweep_letters, work_on_letter
from services.documents.commands.work_on_record_document import (
    sweep_record_documents,
    work_on_record_document,
)
from services.documents.commands.work_on_rendering import sweep, work_on_rendering
from services.documents.engine.pdf import Press
from services.documents.settings import DocumentsSettings
from services.documents.store import dossiers, letters, record_documents, work
from services.documents.store.objects import Objects
from shared import queue
from shared.database import connect, connect_queue
from shared.errors import Unavailable
from shared.events import AgreementSigned, AgreementVersionFrozen, ErasureOrdered, Event
from shared.http import Peer
from shared.identity import Signer
from shared.logs import log
from shared.outbox import Consumer, Handler
from shared.worker import pause, run

_SWEEP_SECONDS = 5
# A job whose worker has died is taken up by another after this long.
_HEARTBEAT = timedelta(seconds=10)
_AT_ONCE = 8


async def work_queue(
    shop: Workshop, archive: Archive, pool: "asyncpg.Pool[asyncpg.Record]"
) -> None:
    """Until cancelled. `work_on_rendering` and `attempt` state retries; none is the last."""
    manager = queue.manager(pool, "documents")

    @manager.entrypoint(work.ENTRYPOINT)
    async def render(job: Job) -> None:
        wait = await work_on_rendering(shop, *work.read(job.payload))
        if wait is not None:
            raise RetryRequested(delay=wait, reason="a part is down")

    @manager.entrypoint(dossiers.ENTRYPOINT, concurrency_limit=2)
    async def pack(job: Job) -> None:
        await work_on_dossier(archive, *dossiers.job(job.payload))

    @manager.entrypoint(record_documents.ENTRYPOINT, concurrency_limit=2)
    async def write(job: Job) -> None:
        await work_on_record_document(shop, *record_documents.job(job.payload))

    @manager.entrypoint(letters.ENTRYPOINT, concurrency_limit=2)
    async def post(job: Job) -> None:
        await work_on_letter(shop, *letters.job(job.payload))

    await manager.run(
        dequeue_timeout=timedelta(seconds=1),
        batch_size=_AT_ONCE // 2,
        max_concurrent_tasks=_AT_ONCE,
        heartbeat_timeout=_HEARTBEAT,
    )


async def sweep_for_ever(shop: Workshop) -> None:
    while True:
        try:
            await sweep(shop)
            await sweep_stranded(shop.pool, shop.objects)
            await sweep_dossiers(shop.pool)
            await sweep_record_documents(shop.pool)
            await sweep_letters(shop.pool)
            await empty_storage(shop.pool, shop.objects)
            await queue.forget_old(shop.pool, "documents")
        except (OSError, asyncpg.PostgresError, Unavailable) as failure:
            log.warning("sweep postponed", error=type(failure).__name__)
        await pause(_SWEEP_SECONDS)


async def main(settings: DocumentsSettings) -> None:
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(connect(settings.database_url))
        plain = await stack.enter_async_context(connect_queue(settings.database_url, size=4))
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        press = await stack.enter_async_context(
            Press(
                settings.soffice,
                settings.pdf_seconds,
                settings.pdf_at_once,
                megabytes=settings.pdf_megabytes,
            )
        )
        signer = Signer("documents", settings.signing_key)
        contracts = Peer("contracts", settings.contracts_url, signer, client)
        notifications = Peer("notifications", settings.notifications_url, signer, client)
        shop = Workshop(
            pool,
            Objects(settings),
            contracts,
            press,
            sealing_of(settings, contracts),
            notifications,
        )
        archive = Archive(pool, shop.objects, contracts, notifications)
        handlers: dict[type[Event], Handler] = {
            AgreementVersionFrozen: on_frozen,
            AgreementSigned: on_signed,
            ErasureOrdered: on_erasure,
        }
        consumer = Consumer(pool, handlers)
        await run(
            consumer.run(),
            work_queue(shop, archive, plain),
            render_runs_for_ever(shop),
            sweep_for_ever(shop),
        )


if __name__ == "__main__":
    asyncio.run(main(DocumentsSettings.load()))

"""What a change froze, printed in bulk: from the claim to the announcement, into the embedded S3.

The versions come from a server of our own beside it, which answers as contracts does; each stage is
timed where the work does it, and stages of one hundred follow each other.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr

from bench import database
from bench.report import Stages
from deploy.local.processes import free_port
from deploy.local.storage import Storage
from services.documents.commands import render_in_bulk
from services.documents.commands.keep_seal import Sealing
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.request_rendering import on_frozen
from services.documents.engine.pdf import Press
from services.documents.engine.vault import Vault
from services.documents.settings import StorageSettings
from services.documents.store import runs
from services.documents.store.objects import Objects
from shared.database import Pool, connect, system_transaction, tenant_transaction
from shared.http import Peer
from shared.identity import Signer
from tests.documents import samples
from tests.documents.stand import Stand

DOCUMENTS = 3000
WARMED = 100
STAGES = {
    "_read": "read",
    "_choose": "render",
    "_print": "render",
    "_tell": "record",
    "_store": "store and read back",
    "_record": "record",
}


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """The methods of a chunk, each adding its time to its stage."""

    def around(name: str) -> Callable[..., Awaitable[Any]]:
        plain = getattr(render_in_bulk._Chunk, name)

        async def measured(self: Any, *arguments: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await plain(self, *arguments)
            finally:
                spent[STAGES[name]] += time.perf_counter() - begun

        return measured

    measured: Any = {name: around(name) for name in STAGES}
    with mock.patch.multiple(render_in_bulk._Chunk, **measured):
        yield


@asynccontextmanager
async def workshop(stand: Stand) -> AsyncIterator[Workshop]:
    folder = Path(tempfile.mkdtemp(prefix="schakel-bench-", dir="/tmp"))
    storage = Storage(folder, free_port(), "bench-key", "bench-secret-of-a-bench")
    await storage.start()
    try:
        async with (
            database.postgres() as server,
            connect(SecretStr(server.url("documents"))) as pool,
            httpx.AsyncClient(timeout=30) as http,
        ):
            settings = StorageSettings(
                s3_endpoint=f"http://{storage.endpoint}",
                s3_access_key=SecretStr(storage.access_key),
                s3_secret_key=SecretStr(storage.secret_key),
            )
            key = SecretStr(stand.keys["documents"][0])
            peer = Peer("contracts", stand.url, Signer("documents", key), http)
            sealing = Sealing(Vault(key), peer, None)
            press = Press(None, 90, at_once=1)
            yield Workshop(pool, Objects(settings), peer, press, sealing, peer)
    finally:
        await storage.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def freeze(stand: Stand, pool: Pool, tenant_id: UUID, count: int) -> UUID:
    """The run of so many versions."""
    change_id = uuid4()
    for number in range(count):
        snapshot = deepcopy(samples.general_nl())
        snapshot["agreement"]["reference"] = f"VWO-2026-{number:06}"
        told = stand.add(tenant_id, snapshot, cause="change")
        async with tenant_transaction(pool, tenant_id) as connection:
            await on_frozen(connection, told.frozen_by(change_id))
    async with system_transaction(pool) as connection:
        ((_, run_id),) = await runs.waiting(connection, 2)
    return run_id


async def _measure(documents: int) -> Stages:
    tenant_id, spent = uuid4(), dict.fromkeys(dict.fromkeys(STAGES.values()), 0.0)
    async with Stand().running() as stand, workshop(stand) as shop:
        warm = await freeze(stand, shop.pool, tenant_id, WARMED)
        await render_in_bulk.render_chunk(shop, tenant_id, warm)
        run_id = await freeze(stand, shop.pool, tenant_id, documents)
        made, begun = 0, time.perf_counter()
        with timed(spent):
            while done := await render_in_bulk.render_chunk(shop, tenant_id, run_id):
                made += done
        whole = time.perf_counter() - begun
    assert made == documents, f"{made} of {documents} were made"
    spent["the rest"] = whole - sum(spent.values())
    shares = ", ".join(f"{stage} {part / whole:.0%}" for stage, part in spent.items())
    print(f"{'bulk':<24}{whole / made * 1000:>10.2f} ms a document of {made:,}: {shares}")
    return Stages("bulk", spent)


def measure(documents: int = DOCUMENTS) -> Stages:
    return asyncio.run(_measure(documents))

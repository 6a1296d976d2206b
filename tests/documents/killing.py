"""Runs one piece of work again and again, and kills it at each line that it comes to.

Started as a process of its own, which forks one child for each line: a child that traces itself and
sends itself SIGKILL there. Between two of them the parent looks whether everything that is recorded
lies in storage. Nothing of this is in the code that is tested.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel, SecretStr

from services.documents.commands import (
    keep_file,
    keep_object,
    make_dossier,
    render_agreement,
)
from services.documents.commands.keep_seal import Sealing
from services.documents.domain.faults import PdfEngineMissing
from services.documents.domain.file import received
from services.documents.engine import packing
from services.documents.engine.pdf import Press
from services.documents.engine.vault import Vault
from services.documents.settings import StorageSettings
from services.documents.store import documents, dossiers, files, kept, objects
from shared.database import connect, tenant_transaction
from shared.http import Peer
from shared.identity import Signer

TRACED = {
    module.__file__
    for module in (
        keep_file, keep_object, make_dossier, render_agreement, packing, documents, dossiers,
        files, kept, objects,
    )
}  # fmt: skip
Place = tuple[str, int]


class Job(BaseModel):
    """What is done: ``things`` are one each time it is tried; it dies at one line of ``every``."""

    what: str
    database_url: str
    storage: dict[str, Any]
    tenant_id: UUID
    client_id: UUID
    contracts_url: str
    key: str
    things: list[UUID]
    every: int = 1


def _trace(met: Callable[[Place], None]) -> None:
    def line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            met((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, event: str, _: Any) -> Any:
        return line if frame.f_code.co_filename in TRACED else None

    threading.settrace(call)
    sys.settrace(call)


async def _shop(job: Job, stack: AsyncExitStack) -> render_agreement.Workshop:
    pool = await stack.enter_async_context(connect(SecretStr(job.database_url), size=3))
    http = await stack.enter_async_context(httpx.AsyncClient())
    key = SecretStr(job.key)
    peer = Peer("contracts", job.contracts_url, Signer("documents", key), http)
    settings = StorageSettings.model_validate(job.storage)
    press = Press(Path("/nowhere/soffice"), 1, at_once=1)
    sealing = Sealing(Vault(key), peer, None)
    store = objects.Objects(settings)
    return render_agreement.Workshop(pool, store, peer, press, sealing, peer)


async def _file(job: Job, shop: render_agreement.Workshop, thing: UUID) -> None:
    content = f"file {thing}".encode()
    told = received("f.txt", "text/plain", content)
    begun = await keep_file.store_file(shop.pool, shop.objects, job.tenant_id, told, content)
    async with tenant_transaction(shop.pool, job.tenant_id) as connection:
        await keep_file.record_file(connection, told, begun)


async def _document(job: Job, shop: render_agreement.Workshop, thing: UUID) -> None:
    try:
        await render_agreement.render_agreement(shop, job.tenant_id, thing)
    except PdfEngineMissing:
        return


async def _dossier(job: Job, shop: render_agreement.Workshop, thing: UUID) -> None:
    archive = make_dossier.Archive(shop.pool, shop.objects, shop.contracts, shop.contracts)
    async with tenant_transaction(shop.pool, job.tenant_id) as connection:
        dossier, _ = await dossiers.request(connection, job.client_id, "provider", "nl")
    await make_dossier.make_dossier(archive, job.tenant_id, dossier.id)


WORK: dict[str, Callable[[Job, render_agreement.Workshop, UUID], Awaitable[None]]] = {
    "file": _file,
    "document": _document,
    "dossier": _dossier,
}


async def _do(job: Job, thing: UUID) -> None:
    async with AsyncExitStack() as stack:
        await WORK[job.what](job, await _shop(job, stack), thing)


UNHELD = """
    SELECT count(*) FROM (
        SELECT id FROM documents.document UNION ALL SELECT id FROM documents.file
        UNION ALL SELECT id FROM documents.dossier WHERE completed_at IS NOT NULL) r
    WHERE NOT EXISTS (SELECT FROM documents.kept k WHERE k.holder = r.id)
"""


async def _lost(job: Job, looked: set[str]) -> list[str]:
    """What is recorded and not in storage as it was recorded."""
    async with AsyncExitStack() as stack:
        shop = await _shop(job, stack)
        async with tenant_transaction(shop.pool, job.tenant_id) as connection:
            rows = await connection.fetch("SELECT object_key, digest, size FROM documents.kept")
            unheld = await connection.fetchval(UNHELD)
        lost = ["a record without an object"] if unheld else []
        for row in rows:
            if row["object_key"] not in looked:
                looked.add(row["object_key"])
                read = await shop.objects.digest_of(row["object_key"])
                if read != (row["digest"], row["size"]):
                    lost.append(row["object_key"])
        return lost


def _in_child(work: Callable[[], None]) -> int:
    """The status with which it ended; negative for the signal that ended it."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as failure:
            print(repr(failure), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _places(job: Job, thing: UUID) -> list[Place]:
    """Every line that an attempt comes to, in the order in which it first does."""
    reader, writer = os.pipe()

    def work() -> None:
        seen: dict[Place, None] = {}
        _trace(lambda place: seen.setdefault(place))
        asyncio.run(_do(job, thing))
        with os.fdopen(writer, "w") as told:
            json.dump(list(seen), told)

    assert _in_child(work) == 0
    os.close(writer)
    with os.fdopen(reader) as told:
        return [(path, line) for path, line in json.load(told)]


def _die_at(place: Place) -> Callable[[Place], None]:
    def met(here: Place) -> None:
        if here == place:
            os.kill(os.getpid(), signal.SIGKILL)

    return met


def main() -> None:
    job = Job.model_validate_json(sys.stdin.read())
    first, *things = job.things
    places = _places(job, first)[:: job.every]
    assert len(places) <= len(things), f"{len(places)} lines"
    looked: set[str] = set()
    killed = 0
    for place, thing in zip(places, things, strict=False):

        def work(place: Place = place, thing: UUID = thing) -> None:
            _trace(_die_at(place))
            asyncio.run(_do(job, thing))

        killed += _in_child(work) == -signal.SIGKILL
        lost = asyncio.run(_lost(job, looked))
        assert not lost, f"killed at {place}: {lost}"
    for thing in things[: len(places)]:
        asyncio.run(_do(job, thing))
    assert not asyncio.run(_lost(job, looked))
    print(json.dumps({"lines": len(places), "killed": killed}))


if __name__ == "__main__":
    main()

"""From an event of contracts to documents in storage, on real parts."""

import json
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import docx
import pytest

from deploy.local.processes import free_port
from deploy.local.storage import Storage
from services.documents.commands import render_agreement as command
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_rendering import sweep, work_on_rendering
from services.documents.domain.rendering import Document, Rendering
from services.documents.engine.pdf import Press
from services.documents.settings import StorageSettings
from services.documents.store import documents, renderings
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction
from tests.conftest import Database
from tests.documents import samples
from tests.documents.stand import Stand, hear, queued, rendered, tell

NO_PRESS = Press(Path("/nowhere/soffice"), 60, at_once=1)


async def bytes_of(shop: Workshop, tenant_id: UUID, document: Document) -> bytes:
    content = await shop.objects.fetch(document.key(tenant_id), document.digest)
    assert content is not None
    assert len(content) == document.size
    return content


async def state_of(shop: Workshop, tenant_id: UUID) -> Rendering:
    ((_, rendering_id),) = await queued(shop.pool)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        return await renderings.get(connection, rendering_id)


async def announced(database: Database, event: str = "AgreementRendered") -> list[dict[str, Any]]:
    connection = await asyncpg.connect(database.url("postgres"))
    rows = await connection.fetch(
        "SELECT payload::text AS payload FROM bus.event WHERE type = $1", event
    )
    await connection.close()
    return [json.loads(row["payload"]) for row in rows]


def objects_in(storage: Storage, settings: StorageSettings) -> set[str]:
    """Documents; the templates that they were made with lie beside them."""
    bucket = storage.folder / "objects" / settings.s3_bucket
    made = (path for path in bucket.rglob("*") if path.suffix in (".docx", ".pdf"))
    return {str(path.relative_to(bucket)) for path in made}


def text_of_docx(content: bytes) -> str:
    return "\n".join(docx.Document(BytesIO(content)).element.body.itertext())


def text_of_pdf(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


async def test_a_frozen_version_becomes_a_docx_and_a_pdf_with_its_values(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, database: Database
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    made = {document.kind: document for document in await rendered(workshop)}
    assert made["docx"].file_name == "VWO-2026-0001-v1.docx"
    assert made["pdf"].source_digest == made["docx"].digest
    written = text_of_docx(await bytes_of(workshop, tenant_id, made["docx"]))
    printed = text_of_pdf(await bytes_of(workshop, tenant_id, made["pdf"]))
    for value in ("Bakkerij Het Verzonnen Brood V.O.F.", "Fjordbackup", "22 november 2026"):
        assert value in written
        assert value in printed
    (event,) = await announced(database)
    assert event["documents"] == [str(made[kind].id) for kind in ("docx", "pdf")]
    assert (event["variant"], event["cause"]) == ("offered", "onboarding")
    assert event["client_id"] == str(told.client_id)


async def test_a_signed_version_prints_the_signature(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    snapshot = samples.general_en()
    told = stand.add(tenant_id, snapshot, signed=True)
    await tell(bus, told.signed)
    made = {document.kind: document for document in await rendered(workshop)}
    assert made["docx"].file_name == "VWO-2026-0001-v1-signed.docx"
    written = text_of_docx(await bytes_of(workshop, tenant_id, made["docx"]))
    for value in ("Fenna Fictief", "23 November 2026", "192.0.2.17"):
        assert value in written


async def test_what_is_told_or_tried_twice_is_made_and_announced_once(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, database: Database
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    await tell(bus, told.frozen)
    first = await rendered(workshop)
    again = await rendered(workshop)
    assert len(first) == 2
    assert again == first
    assert len(await announced(database)) == 1


async def test_what_was_stored_before_a_crash_is_found_and_not_made_again(
    workshop: Workshop,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    storage: Storage,
    storage_settings: StorageSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    record = documents.record

    async def crash(*_: Any) -> None:
        raise MemoryError

    for kind in ("docx", "pdf"):
        monkeypatch.setattr(command.documents, "record", crash)
        await rendered(workshop)
        assert len(objects_in(storage, storage_settings)) == (1 if kind == "docx" else 2)
        monkeypatch.setattr(command.documents, "record", record)
        if kind == "docx":
            assert await rendered(replace(workshop, press=NO_PRESS))
    left = objects_in(storage, storage_settings)
    made = await rendered(replace(workshop, press=NO_PRESS))
    assert {document.key(tenant_id) for document in made} == left
    assert len(made) == 2


async def test_while_storage_is_down_work_waits_and_resumes(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, parts_folder: Path
) -> None:
    own = Storage(parts_folder / f"own-{uuid4().hex}", free_port(), "another-key", "its-secret")
    settings = StorageSettings.model_validate(
        {
            "s3_endpoint": f"http://{own.endpoint}",
            "s3_access_key": own.access_key,
            "s3_secret_key": own.secret_key,
        }
    )
    shop = replace(workshop, objects=Objects(settings))
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    assert await rendered(shop) == []
    waiting = await state_of(shop, tenant_id)
    assert (waiting.state, waiting.problem) == ("waiting", "storage-unavailable")
    assert waiting.attempts == 1
    await own.start()
    try:
        assert len(await rendered(shop)) == 2
        assert (await state_of(shop, tenant_id)).problem is None
    finally:
        await own.stop()


async def test_without_libreoffice_the_docx_is_announced_and_the_pdf_follows(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, database: Database
) -> None:
    shop = replace(workshop, press=NO_PRESS)
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    assert [document.kind for document in await rendered(shop)] == ["docx"]
    rendering = await state_of(shop, tenant_id)
    assert (rendering.state, rendering.problem) == ("announced", "pdf-engine-missing")
    assert len((await announced(database))[0]["documents"]) == 1
    await shop.pool.execute("DELETE FROM documents.pgqueuer")
    assert await sweep(shop) == 0
    assert await sweep(workshop) == 1
    assert [document.kind for document in await rendered(workshop)] == ["docx", "pdf"]
    assert (await state_of(workshop, tenant_id)).state == "complete"
    assert len(await announced(database)) == 1


async def test_while_contracts_is_down_work_waits_and_resumes(
    workshop: Workshop, bus: Pool, tenant_id: UUID, stand: Stand
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    await hear(workshop.pool)
    ((_, rendering_id),) = await queued(workshop.pool)
    address, workshop.contracts._url = workshop.contracts._url, "http://127.0.0.1:1"
    waits = [await work_on_rendering(workshop, tenant_id, rendering_id) for _ in range(3)]
    assert [wait.total_seconds() for wait in waits if wait] == [1, 2, 4]
    assert (await state_of(workshop, tenant_id)).problem == "peer-unavailable"
    workshop.contracts._url = address
    assert len(await rendered(workshop)) == 2


async def test_a_snapshot_that_does_not_match_its_digest_is_not_rendered(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    version = stand.versions[str(tenant_id), str(told.version_id)]
    version["canonical"] = version["canonical"].replace("Fjordbackup", "Fjordbackop")
    await tell(bus, told.frozen)
    assert await rendered(workshop) == []
    assert (await state_of(workshop, tenant_id)).problem == "snapshot-altered"


async def test_a_fact_that_the_template_needs_and_the_snapshot_lacks_is_named(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    snapshot = samples.general_nl()
    del snapshot["provider"]["legal_name"]
    told = stand.add(tenant_id, snapshot)
    await tell(bus, told.frozen)
    assert await rendered(workshop) == []
    rendering = await state_of(workshop, tenant_id)
    assert rendering.problem == "template-variable-missing"
    assert "provider.legal_name" in (rendering.detail or "")


async def test_bytes_that_storage_altered_are_never_recorded(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, storage_settings: StorageSettings
) -> None:
    class Altering(Objects):
        def _put_once(self, key: str, content: bytes, content_type: str) -> None:
            super()._put_once(key, content[:-1] + b"?", content_type)

    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    shop = replace(workshop, objects=Altering(storage_settings))
    assert await rendered(shop) == []
    assert (await state_of(shop, tenant_id)).problem == "storage-altered"


async def test_the_sweep_brings_back_a_job_that_was_lost(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    await hear(workshop.pool)
    (job,) = await queued(workshop.pool)
    await workshop.pool.execute("DELETE FROM documents.pgqueuer")
    assert await sweep(workshop) == 0
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await connection.execute("UPDATE documents.rendering SET due_at = now()")
    assert await sweep(workshop) == 1
    assert await sweep(workshop) == 1
    assert await queued(workshop.pool) == [job]

"""Has documents of the record made, follows them and fetches their files, over HTTP."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from services.documents.commands.erase_client import on_erasure
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_record_document import work_on_record_document
from services.documents.engine.pdf import Press
from services.documents.store import record_documents
from shared.database import Pool, tenant_transaction
from shared.events import ErasureOrdered
from tests.documents.asking import Client, staff

Json = dict[str, Any]
RECORD = {"kind": "processing-record", "language": "nl"}
STATEMENT = {"kind": "data-pro-statement", "language": "en"}


async def ask(client: Client, tenant_id: UUID, **draft: Any) -> Json:
    body = json.dumps(RECORD | draft)
    answer = await client.post("/record-documents", body, "application/json", staff(tenant_id))
    assert answer.status_code == 202, answer.text
    told: Json = answer.json()
    return told


async def read(client: Client, tenant_id: UUID, document: Json) -> Json:
    told: Json = (await client.get(f"/record-documents/{document['id']}", staff(tenant_id))).json()
    return told


async def queued(pool: Pool) -> list[tuple[UUID, UUID]]:
    rows = await pool.fetch(
        "SELECT payload FROM documents.pgqueuer WHERE entrypoint = 'record_document'"
    )
    return [record_documents.job(row["payload"]) for row in rows]


async def work(shop: Workshop, tenant_id: UUID, document: Json) -> None:
    await work_on_record_document(shop, tenant_id, UUID(document["id"]))


async def fetch(client: Client, tenant_id: UUID, document: Json, file_format: str) -> bytes:
    path = f"/record-documents/{document['id']}/link?format={file_format}"
    answer = await client.get(path, staff(tenant_id))
    assert answer.status_code == 200, answer.text
    async with httpx.AsyncClient() as browser:
        file = await browser.get(answer.json()["url"])
    assert file.status_code == 200
    return file.content


async def erase(shop: Workshop, tenant_id: UUID, client_id: UUID) -> None:
    event = ErasureOrdered(
        tenant_id=tenant_id, client_id=client_id, categories=["documents"], files=[]
    )
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        await on_erasure(connection, event)


def without_pdf(shop: Workshop) -> Workshop:
    return replace(shop, press=Press(Path("/nowhere"), 1, 1))

"""Has letters made as notifications does, follows them and fetches their files, over HTTP."""

import json
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.documents.builtin.sample import sample
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_letter import work_on_letter
from services.documents.domain.letter import LetterKind
from services.documents.store import letters
from shared.database import Pool
from shared.text import Language
from tests.documents.asking import Client, service, staff

Json = dict[str, Any]
MADE_HERE = ("schema", "language", "digest")


def data_of(kind: LetterKind, language: Language, *, all_on: bool = True) -> Json:
    told = sample(kind, language, all_on)
    return {name: value for name, value in told.items() if name not in MADE_HERE}


def draft(
    kind: LetterKind = "change-notice-letter", language: Language = "nl", **more: Any
) -> Json:
    return {
        "key": f"delivery/{uuid4()}",
        "kind": kind,
        "language": language,
        "client_ids": [str(uuid4())],
        "data": data_of(kind, language),
    } | more


async def send(client: Client, tenant_id: UUID, body: Json, name: str = "notifications") -> Any:
    sent = json.dumps(body)
    return await client.post("/letters", sent, "application/json", service(name, tenant_id))


async def ask(client: Client, tenant_id: UUID, body: Json) -> Json:
    answer = await send(client, tenant_id, body)
    assert answer.status_code == 202, answer.text
    told: Json = answer.json()
    return told


async def read(client: Client, tenant_id: UUID, letter: Json) -> Json:
    told: Json = (await client.get(f"/letters/{letter['id']}", staff(tenant_id))).json()
    return told


async def queued(pool: Pool) -> list[tuple[UUID, UUID]]:
    rows = await pool.fetch("SELECT payload FROM documents.pgqueuer WHERE entrypoint = 'letter'")
    return [letters.job(row["payload"]) for row in rows]


async def work(shop: Workshop, tenant_id: UUID, letter: Json) -> None:
    await work_on_letter(shop, tenant_id, UUID(letter["id"]))


async def fetch(client: Client, tenant_id: UUID, letter: Json, file_format: str) -> bytes:
    path = f"/letters/{letter['id']}/link?format={file_format}"
    answer = await client.get(path, staff(tenant_id))
    assert answer.status_code == 200, answer.text
    async with httpx.AsyncClient() as browser:
        file = await browser.get(answer.json()["url"])
    assert file.status_code == 200
    return file.content

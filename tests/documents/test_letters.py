"""Letters and reports on notices: asked for by notifications, made, fetched, erased."""

import asyncio
import hashlib
from io import BytesIO
from typing import Any, get_args
from uuid import UUID, uuid4

import pypdf
import pytest

from deploy.local.storage import Storage
from services.documents.commands import keep_object, make_letter
from services.documents.commands.erase_client import empty_storage, on_erasure
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_letter import sweep_letters
from services.documents.domain.data_model import data_model
from services.documents.domain.letter import LetterKind
from services.documents.settings import StorageSettings
from services.documents.store import erasures, letters
from services.documents.store.templates import builtin_digest
from shared.database import Pool, tenant_transaction
from shared.events import ErasureOrdered
from shared.text import Language
from tests.documents.agreements import docx_text
from tests.documents.asking import Client, contact, staff
from tests.documents.letters import ask, data_of, draft, fetch, queued, read, send, work
from tests.documents.record_documents import without_pdf
from tests.documents.test_data_model import mistakes
from tests.documents.test_worker import objects_in

TOLD = {
    "change-notice-letter": "VWO-2026-0001 / W-12",
    "breach-letter": "D-2026-003",
    "evidence-report": "Bakkerij Het Verzonnen Brood V.O.F.",
}


@pytest.mark.parametrize("kind", get_args(LetterKind))
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_it_is_made_as_docx_and_pdf_of_what_was_told(
    kind: LetterKind, language: Language, client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    letter = await ask(client, tenant_id, draft(kind, language))
    assert (letter["state"], letter["files"]) == ("waiting", [])
    assert await queued(workshop.pool) == [(tenant_id, UUID(letter["id"]))]
    await work(workshop, tenant_id, letter)
    told = await read(client, tenant_id, letter)
    assert (told["state"], told["problem"]) == ("complete", None)
    docx, pdf = told["files"]
    assert (docx["format"], pdf["format"]) == ("docx", "pdf")
    for file in (docx, pdf):
        content = await fetch(client, tenant_id, letter, file["format"])
        assert hashlib.sha256(content).hexdigest() == file["digest"]
        assert len(content) == file["size"]
    assert docx["source_digest"] == builtin_digest(kind, language).hex()
    assert pdf["source_digest"] == docx["digest"]
    text = docx_text(await fetch(client, tenant_id, letter, "docx"))
    assert TOLD[kind] in text
    read_back = pypdf.PdfReader(BytesIO(await fetch(client, tenant_id, letter, "pdf")))
    assert TOLD[kind][:10] in "".join(page.extract_text() for page in read_back.pages)


async def test_files_are_named_after_what_the_letter_is(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    names = {}
    for kind in get_args(LetterKind):
        letter = await ask(client, tenant_id, draft(kind))
        await work(without_pdf(workshop), tenant_id, letter)
        (file,) = (await read(client, tenant_id, letter))["files"]
        names[kind] = file["file_name"]
    assert names == {
        "change-notice-letter": "brief-wijziging-VWO-2026-0001 - W-12.docx",
        "breach-letter": "brief-datalek-VWO-2026-0001 - W-12.docx",
        "evidence-report": "bewijsrapport-2026-11-25.docx",
    }


async def test_what_is_printed_is_what_its_digest_stands_for(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    body = draft()
    letter = await ask(client, tenant_id, body)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        content = await letters.read_content(connection, UUID(letter["id"]))
    assert content.canonical is not None
    digest = hashlib.sha256(content.canonical.encode()).hexdigest()
    assert digest == letter["digest"]
    assert list(mistakes(data_model("change-notice-letter"), content.printed())) == []
    await work(workshop, tenant_id, letter)
    of_client = contact(tenant_id, UUID(body["client_ids"][0]))
    for file in (await read(client, tenant_id, letter))["files"]:
        answer = await client.get(f"/digests/{file['digest']}", of_client)
        assert (answer.json()["what"], answer.json()["kind"]) == ("document", file["format"])
        stranger = contact(tenant_id, uuid4())
        assert (await client.get(f"/digests/{file['digest']}", stranger)).status_code == 404
    assert (await client.get(f"/digests/{digest}", of_client)).json()["what"] == "text"


async def test_the_same_key_is_the_same_letter_and_another_letter_needs_another(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    body = draft()
    first, second = await asyncio.gather(ask(client, tenant_id, body), ask(client, tenant_id, body))
    assert first["id"] == second["id"]
    await work(workshop, tenant_id, first)
    again = await ask(client, tenant_id, body)
    assert again == await read(client, tenant_id, first)
    assert again["state"] == "complete"
    for other in (
        draft(key=body["key"]),
        body | {"client_ids": [str(uuid4())]},
        body | {"language": "en"},
        draft("breach-letter", key=body["key"], client_ids=body["client_ids"]),
    ):
        answer = await send(client, tenant_id, other)
        assert (answer.status_code, answer.json()["letter_id"]) == (409, first["id"])
    another = await ask(client, uuid4(), body)
    assert another["id"] != first["id"]


async def test_asking_again_adds_nothing_to_the_trail_and_nobody_reads_the_letter_there(
    client: Client, bus: Pool, tenant_id: UUID
) -> None:
    body = draft()
    letter = await ask(client, tenant_id, body)
    await ask(client, tenant_id, body)
    async with tenant_transaction(bus, tenant_id) as connection:
        acts = await connection.fetch("SELECT operation, targets FROM trail.act")
        details = await connection.fetch("SELECT personal::text FROM trail.act_detail")
    assert [tuple(one) for one in acts] == [("add_letter", [UUID(letter["id"])])]
    assert "Fenna" not in str([tuple(one) for one in details])


async def test_a_pdf_that_fails_is_made_later_and_nothing_is_made_twice(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    letter = await ask(client, tenant_id, draft())
    await work(without_pdf(workshop), tenant_id, letter)
    told = await read(client, tenant_id, letter)
    assert (told["state"], told["problem"]) == ("failing", "pdf-engine-missing")
    before = told["files"]
    await workshop.pool.execute("DELETE FROM documents.pgqueuer")
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await connection.execute("UPDATE documents.letter SET due_at = now()")
    await sweep_letters(workshop.pool)
    assert (tenant_id, UUID(letter["id"])) in await queued(workshop.pool)
    await work(workshop, tenant_id, letter)
    told = await read(client, tenant_id, letter)
    assert told["state"] == "complete"
    assert told["files"][0] == before[0]
    await work(workshop, tenant_id, letter)
    assert await read(client, tenant_id, letter) == told


async def _erase(workshop: Workshop, tenant_id: UUID, client_id: str) -> None:
    event = ErasureOrdered(
        tenant_id=tenant_id, client_id=UUID(client_id), categories=["documents"], files=[]
    )
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await on_erasure(connection, event)
    await empty_storage(workshop.pool, workshop.objects)


async def test_an_erasure_takes_text_and_files_and_leaves_the_digests(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    erased, stays = str(uuid4()), str(uuid4())
    report = draft("evidence-report", client_ids=[erased, stays])
    made = [await ask(client, tenant_id, one) for one in (draft(client_ids=[erased]), report)]
    other = await ask(client, tenant_id, draft("breach-letter", client_ids=[stays]))
    for one in (*made, other):
        await work(workshop, tenant_id, one)
    held = await client.get(f"/clients/{erased}/holdings", staff(tenant_id))
    assert held.json() == {"documents": 4}
    await _erase(workshop, tenant_id, erased)
    for one in made:
        told = await read(client, tenant_id, one)
        assert told["state"] == "erased"
        for file in told["files"]:
            key = f"{tenant_id}/{file['digest']}.{file['format']}"
            assert await workshop.objects.size_of(key) is None
            proof = await client.get(f"/digests/{file['digest']}", staff(tenant_id))
            assert proof.json()["erased_at"] is not None
        path = f"/letters/{one['id']}/link"
        assert (await client.get(path, staff(tenant_id))).status_code == 409
    assert (await read(client, tenant_id, other))["state"] == "complete"
    assert (await fetch(client, tenant_id, other, "pdf"))[:5] == b"%PDF-"
    answer = await send(client, tenant_id, draft(client_ids=[erased]))
    assert (answer.status_code, answer.json()["type"][-13:]) == (409, "client-erased")


async def test_an_erasure_while_it_is_made_leaves_nothing(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    body = draft()
    letter = await ask(client, tenant_id, body)
    await work(without_pdf(workshop), tenant_id, letter)
    await _erase(workshop, tenant_id, body["client_ids"][0])
    await work(workshop, tenant_id, letter)
    told = await read(client, tenant_id, letter)
    assert (told["state"], [one["format"] for one in told["files"]]) == ("erased", ["docx"])
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM documents.kept") == 0
        assert await erasures.is_ordered(connection, UUID(body["client_ids"][0]))


async def test_what_was_on_its_way_to_storage_at_an_erasure_leaves_at_once(
    client: Client,
    workshop: Workshop,
    tenant_id: UUID,
    storage: Storage,
    storage_settings: StorageSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = draft()
    letter = await ask(client, tenant_id, body)
    stored = keep_object.keep_object

    async def erased_meanwhile(*told: Any) -> Any:
        begun = await stored(*told)
        await _erase(workshop, tenant_id, body["client_ids"][0])
        return begun

    monkeypatch.setattr(make_letter, "keep_object", erased_meanwhile)
    await work(workshop, tenant_id, letter)
    assert objects_in(storage, storage_settings) == set()
    assert (await read(client, tenant_id, letter))["files"] == []
    await work(workshop, tenant_id, letter)
    assert (await read(client, tenant_id, letter))["state"] == "erased"


async def test_letters_are_listed_a_page_at_a_time_by_client_and_kind(
    client: Client, tenant_id: UUID
) -> None:
    one, other = str(uuid4()), str(uuid4())
    bodies = [draft(client_ids=[one]), draft("breach-letter", client_ids=[other])]
    bodies.append(draft("evidence-report", client_ids=[one, other]))
    made = [(await ask(client, tenant_id, body))["id"] for body in bodies]

    async def listed(query: str) -> list[str]:
        answer = (await client.get(f"/letters?{query}", staff(tenant_id))).json()
        return [each["id"] for each in answer["items"]]

    assert await listed("") == made[::-1]
    assert await listed(f"client_id={one}") == [made[2], made[0]]
    assert await listed("kind=breach-letter") == [made[1]]
    assert await listed(f"after={made[2]}&limit=1") == [made[1]]


async def test_what_somebody_typed_is_printed_and_never_run(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    body = draft(data=data_of("change-notice-letter", "nl"))
    body["data"]["change"]["title"] = "{{ 7*7 }} & </w:t> \x00\x1b meer"
    letter = await ask(client, tenant_id, body)
    await work(without_pdf(workshop), tenant_id, letter)
    text = docx_text(await fetch(client, tenant_id, letter, "docx"))
    assert "{{ 7*7 }} & </w:t>" in text

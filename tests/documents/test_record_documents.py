"""The record of processing and the Data Pro Statement as documents: asked for, made, fetched."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest
from pikepdf import Pdf

from services.documents.commands.erase_client import empty_storage
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_record_document import (
    sweep_record_documents,
)
from services.documents.domain.data_model import data_model
from services.documents.domain.record_document import MOST_CONTROLLERS
from services.documents.store import record_documents
from services.documents.store.templates import builtin_digest
from shared.database import tenant_transaction
from tests.documents.agreements import docx_text
from tests.documents.asking import Client, staff
from tests.documents.record_documents import (
    RECORD,
    STATEMENT,
    Json,
    ask,
    erase,
    fetch,
    queued,
    read,
    without_pdf,
    work,
)
from tests.documents.registers import Record, controller
from tests.documents.stand import Stand
from tests.documents.test_data_model import mistakes


@pytest.mark.parametrize("draft", [RECORD, STATEMENT])
async def test_it_is_made_as_docx_and_pdf_of_what_the_record_says(
    draft: Json, client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id, controller("Bakkerij"), controller("Sportclub"))
    document = await ask(client, tenant_id, **draft)
    assert (document["state"], document["files"], document["digest"]) == ("waiting", [], None)
    assert await queued(workshop.pool) == [(tenant_id, UUID(document["id"]))]
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert (told["state"], told["problem"]) == ("complete", None)
    assert [one["format"] for one in told["files"]] == ["docx", "pdf"]
    for file in told["files"]:
        content = await fetch(client, tenant_id, document, file["format"])
        assert hashlib.sha256(content).hexdigest() == file["digest"]
        assert len(content) == file["size"]
    docx, pdf = told["files"]
    assert docx["source_digest"] == builtin_digest(draft["kind"], draft["language"]).hex()
    assert pdf["source_digest"] == docx["digest"]
    text = docx_text(await fetch(client, tenant_id, document, "docx"))
    assert {"nl": "IP-adressen", "en": "IP addresses"}[draft["language"]] in text
    assert ("Bakkerij" in text) == (draft is RECORD)
    assert ("Verre Wolk" in text) is True


async def test_what_is_printed_is_what_its_digest_stands_for(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id, controller("Bakkerij"))
    for draft in (RECORD, STATEMENT):
        document = await ask(client, tenant_id, **draft)
        await work(without_pdf(workshop), tenant_id, document)
        async with tenant_transaction(workshop.pool, tenant_id) as connection:
            content = await record_documents.read_content(connection, UUID(document["id"]))
        assert content is not None
        assert content.canonical is not None
        digest = hashlib.sha256(content.canonical.encode()).hexdigest()
        assert digest == (await read(client, tenant_id, document))["digest"]
        kind: Any = draft["kind"]
        assert list(mistakes(data_model(kind), content.printed())) == []
        answer = await client.get(f"/digests/{digest}", staff(tenant_id))
        assert answer.json()["what"] == "text"


async def test_what_is_missing_is_told_and_never_invented(
    client: Client, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    path = "/record-contents/data-pro-statement?language=en"
    answer = await client.get(path, staff(tenant_id))
    assert answer.status_code == 200, answer.text
    told = answer.json()["content"]
    assert told["missing"] == [
        {"what": "address", "of": None},
        {"what": "processings", "of": "mail 2.0"},
        *({"what": one, "of": None} for one in ("intended_use", "rights_support")),
        *({"what": one, "of": None} for one in ("breach_procedure", "certificates")),
    ]
    assert told["provider"]["address"] is None
    (first, second) = told["products"]
    assert first["description"] == "space for sites"
    assert [one["name"] for one in first["subprocessors"]] == ["Verre Wolk"]
    assert (second["description"], second["subprocessors"]) == (None, [])


async def test_the_providers_own_words_are_printed_in_a_statement(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    words = {"certificates": ["ISO 27001 {{ 7*7 }} & meer"], "intended_use": "  webwinkels "}
    document = await ask(client, tenant_id, **STATEMENT, told=words)
    await work(without_pdf(workshop), tenant_id, document)
    text = docx_text(await fetch(client, tenant_id, document, "docx"))
    assert "ISO 27001 {{ 7*7 }} & meer" in text
    assert "webwinkels" in text
    assert document["told"]["intended_use"] == "webwinkels"


async def test_the_pdf_says_what_the_docx_says_although_the_record_changed_in_between(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    record = Record(stand, tenant_id, controller("Bakkerij"))
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    told = await read(client, tenant_id, document)
    assert (told["state"], told["problem"]) == ("failing", "pdf-engine-missing")
    record.controllers = [controller("Sportclub")]
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert told["state"] == "complete"
    pdf = await fetch(client, tenant_id, document, "pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    assert "Bakkerij" in text
    assert "Sportclub" not in text
    with Pdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "nl-NL"


async def test_an_attempt_after_the_last_changes_nothing(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    document = await ask(client, tenant_id)
    await work(workshop, tenant_id, document)
    before = await read(client, tenant_id, document)
    await work(workshop, tenant_id, document)
    assert await read(client, tenant_id, document) == before


async def test_many_controllers_are_read_page_by_page(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    record = Record(stand, tenant_id, *(controller(f"Klant {n:03}") for n in range(450)))
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    text = docx_text(await fetch(client, tenant_id, document, "docx"))
    assert all(f"Klant {n:03}" in text for n in range(450))
    assert len(record.asked) == 3


async def test_a_record_that_changes_while_it_is_read_is_read_again(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    record = Record(stand, tenant_id, *(controller(f"Klant {n}") for n in range(3)))
    record.page = 2
    steady = stand.asked[tenant_id, "/record-of-processing"]

    def moving(query: dict[str, str]) -> Any:
        told = steady(query)
        record.head = record.head | {"missing": [f"processor.{len(record.asked)}"]}
        return told

    stand.asked[tenant_id, "/record-of-processing"] = moving
    document = await ask(client, tenant_id)
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert (told["state"], told["problem"], told["digest"]) == ("failing", "record-moved", None)


async def test_more_controllers_than_anybody_reads_are_refused_with_the_way_out(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    many = [controller("Klant")] * (MOST_CONTROLLERS + 1)
    Record(stand, tenant_id, *many)
    document = await ask(client, tenant_id)
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert told["problem"] == "too-many-controllers"
    assert "workbook" in told["detail"]


async def test_what_failed_is_taken_up_by_the_sweep(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    document = await ask(client, tenant_id)
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert told["state"] == "failing"
    await workshop.pool.execute("DELETE FROM documents.pgqueuer")
    assert await sweep_record_documents(workshop.pool) == 0
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await connection.execute("UPDATE documents.record_document SET due_at = now()")
    assert await sweep_record_documents(workshop.pool) == 1
    assert await queued(workshop.pool) == [(tenant_id, UUID(document["id"]))]


async def test_it_goes_with_a_client_that_it_names_and_its_digest_stays(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    leaver = str(uuid4())
    record = Record(stand, tenant_id, controller("Bakkerij", leaver), controller("Sportclub"))
    named = await ask(client, tenant_id)
    await work(workshop, tenant_id, named)
    statement = await ask(client, tenant_id, **STATEMENT)
    await work(workshop, tenant_id, statement)
    record.controllers = record.controllers[1:]
    other = await ask(client, tenant_id)
    await work(workshop, tenant_id, other)
    held = await client.get(f"/clients/{leaver}/holdings", staff(tenant_id))
    assert held.json() == {"documents": 2}
    files = (await read(client, tenant_id, named))["files"]
    await erase(workshop, tenant_id, UUID(leaver))
    await empty_storage(workshop.pool, workshop.objects)
    told = await read(client, tenant_id, named)
    assert told["state"] == "erased"
    answer = await client.get(f"/record-documents/{named['id']}/link", staff(tenant_id))
    assert answer.status_code == 409
    for file in files:
        digest = bytes.fromhex(file["digest"])
        key = f"{tenant_id}/{file['digest']}.{file['format']}"
        assert await workshop.objects.fetch(key, digest) is None
        checked = (await client.get(f"/digests/{file['digest']}", staff(tenant_id))).json()
        assert (checked["what"], checked["erased_at"] is None) == ("document", False)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        texts = await connection.fetch("SELECT canonical FROM documents.record_document_content")
    assert [row["canonical"] is None for row in texts].count(True) == 1
    for kept in (statement, other):
        assert (await read(client, tenant_id, kept))["state"] == "complete"
        assert await fetch(client, tenant_id, kept, "pdf")


async def test_nothing_is_made_of_a_client_that_is_erased_meanwhile(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    leaver = str(uuid4())
    record = Record(stand, tenant_id, controller("Bakkerij", leaver))
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    await erase(workshop, tenant_id, UUID(leaver))
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert told["state"] == "erased"
    assert [one["format"] for one in told["files"]] == ["docx"]
    again = await ask(client, tenant_id)
    record.controllers = []
    await work(workshop, tenant_id, again)
    assert (await read(client, tenant_id, again))["state"] == "complete"


async def test_a_client_erased_while_the_record_is_read_is_not_frozen(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    leaver = uuid4()
    Record(stand, tenant_id, controller("Bakkerij", str(leaver)))
    document = await ask(client, tenant_id)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        later = await record_documents.now(connection) + timedelta(hours=1)
        await connection.execute(
            "INSERT INTO documents.erasure (client_id, ordered_at) VALUES ($1, $2)", leaver, later
        )
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert (told["problem"], told["digest"]) == ("record-moved", None)


async def test_nobody_alters_what_was_frozen(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    with pytest.raises(Exception, match="row-level security"):
        async with tenant_transaction(workshop.pool, tenant_id) as connection:
            await connection.execute(
                "UPDATE documents.record_document_content SET canonical = '{}'"
            )


async def test_the_newest_is_listed_first_by_kind_and_day_and_page(
    client: Client, stand: Stand, tenant_id: UUID
) -> None:
    actor = staff(tenant_id)
    made = [await ask(client, tenant_id, on=f"2026-0{n}-01") for n in (1, 2, 3)]
    made.append(await ask(client, tenant_id, **STATEMENT))
    listed = (await client.get("/record-documents", actor)).json()["items"]
    assert [one["id"] for one in listed] == [one["id"] for one in reversed(made)]
    first = (await client.get("/record-documents?kind=processing-record&limit=2", actor)).json()
    assert [one["on"] for one in first["items"]] == ["2026-03-01", "2026-02-01"]
    rest = await client.get(
        f"/record-documents?kind=processing-record&after={first['next']}", actor
    )
    assert [one["on"] for one in rest.json()["items"]] == ["2026-01-01"]
    of_day = (await client.get("/record-documents?on=2026-02-01", actor)).json()["items"]
    assert [one["id"] for one in of_day] == [made[1]["id"]]

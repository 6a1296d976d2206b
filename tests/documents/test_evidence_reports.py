"""The evidence report of a change: asked for, made of what notifications told, fetched."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest

from services.documents.builtin.sample import sample
from services.documents.commands.render_agreement import Workshop
from services.documents.peers.evidence import read_report
from shared.errors import DomainError
from shared.text import Language
from tests.documents.asking import Client, contact, reseller, staff
from tests.documents.record_documents import Json, ask, erase, fetch, read, without_pdf, work
from tests.documents.stand import Stand

CHANGE, NAMED = str(uuid4()), uuid4()
_MADE_HERE = ("schema", "language", "digest")


def report(language: Language, people: int | None = None) -> Json:
    data: dict[str, Any] = {
        name: value
        for name, value in sample("evidence-report", language, all_on=True).items()
        if name not in _MADE_HERE
    }
    if people is not None:
        first = data["recipients"][1]
        data["recipients"] = [first | {"name": f"Persoon {n:04}"} for n in range(people)]
    return {"client_ids": [str(NAMED)], "data": data}


def tell(stand: Stand, tenant_id: UUID, people: int | None = None) -> None:
    path = f"/changes/{CHANGE}/evidence-paper"
    stand.asked[tenant_id, path] = lambda asked: report(asked["language"], people)  # type: ignore[arg-type]


async def ordered(client: Client, tenant_id: UUID, language: str) -> Json:
    draft = {"kind": "evidence-report", "language": language, "change_id": CHANGE}
    return await ask(client, tenant_id, **draft)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                *("niet bereikt", "Wat dit rapport niet bewijst", "Amsterdam", "artikel 28, lid 2"),
                "bekend sinds 22 november 2026",
                *("brief gepost 24 november 2026", "telt hierboven als niet bereikt"),
            ),
        ),
        (
            "en",
            (
                *("not reached", "What this report does not prove", "Amsterdam", "Article 28(2)"),
                "known since 22 November 2026",
                *("letter posted 24 November 2026", "counts as not reached above"),
            ),
        ),
    ],
)
async def test_it_is_made_as_a_pdf_that_says_all_that_was_told(
    language: Language,
    words: tuple[str, ...],
    client: Client,
    workshop: Workshop,
    stand: Stand,
    tenant_id: UUID,
) -> None:
    tell(stand, tenant_id)
    document = await ordered(client, tenant_id, language)
    assert document["change_id"] == CHANGE
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    assert (told["state"], told["problem"]) == ("complete", None)
    pdf = pypdf.PdfReader(BytesIO(await fetch(client, tenant_id, document, "pdf")))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert pdf.metadata is not None
    for word in (*words, "Vera Vervoer", "550 5.1.1 no such user", "services.notifications.check"):
        assert word in text, word
    data = report(language)["data"]
    for one in data["objections"] + data["overrides"]:
        assert one.get("grounds", one.get("reason")) in text
    for left in ("people_left_out", "notices_left_out"):
        assert str(data["whole"][left]) in text
    assert f"evidence-{data['change']['id'][:8]}" in text


async def test_five_hundred_people_are_printed_one_by_one(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    tell(stand, tenant_id, 500)
    document = await ordered(client, tenant_id, "nl")
    await work(workshop, tenant_id, document)
    assert (await read(client, tenant_id, document))["problem"] is None
    pdf = pypdf.PdfReader(BytesIO(await fetch(client, tenant_id, document, "pdf")))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert all(f"Persoon {n:04}" in text for n in range(500))


async def test_reports_are_listed_by_change_and_seen_by_their_provider_alone(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    tell(stand, tenant_id)
    document = await ordered(client, tenant_id, "nl")
    await ask(client, tenant_id)
    path = f"/record-documents?change_id={CHANGE}"
    for role in ("viewer", "auditor"):
        found = (await client.get(path, staff(tenant_id, role))).json()["items"]
        assert [one["id"] for one in found] == [document["id"]]
    other = f"/record-documents?change_id={uuid4()}"
    assert (await client.get(other, staff(tenant_id))).json()["items"] == []
    assert (await client.get(path, staff(uuid4()))).json()["items"] == []
    for actor in (contact(tenant_id, uuid4()), reseller(tenant_id, uuid4())):
        assert (await client.get(path, actor)).status_code == 403


async def test_without_its_change_or_with_a_day_it_is_refused(
    client: Client, tenant_id: UUID
) -> None:
    wrong: list[Json] = [
        {"kind": "evidence-report", "language": "nl"},
        {"kind": "processing-record", "language": "nl", "change_id": CHANGE},
        {"kind": "evidence-report", "change_id": CHANGE, "on": "2026-11-22"},
    ]
    for draft in wrong:
        body = json.dumps(draft)
        answer = await client.post("/record-documents", body, "application/json", staff(tenant_id))
        assert answer.status_code == 400
        assert answer.json()["type"].endswith("record-document-subject")


async def test_of_a_change_that_nobody_was_told_of_it_says_why_it_is_not_made(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    document = await ordered(client, tenant_id, "nl")
    await work(workshop, tenant_id, document)
    assert (await read(client, tenant_id, document))["state"] == "failing"
    with pytest.raises(DomainError):
        await read_report(workshop.notifications, tenant_id, UUID(CHANGE), "nl")


async def test_it_goes_with_a_client_that_it_names(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    tell(stand, tenant_id)
    document = await ordered(client, tenant_id, "nl")
    await work(without_pdf(workshop), tenant_id, document)
    await erase(workshop, tenant_id, NAMED)
    assert (await read(client, tenant_id, document))["state"] == "erased"

"""Who may have documents of the record made, and read them."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from services.documents.commands.render_agreement import Workshop
from tests.documents.asking import Client, contact, reseller, service, staff
from tests.documents.record_documents import (
    RECORD,
    Json,
    ask,
    read,
    without_pdf,
    work,
)
from tests.documents.registers import HOSTING, Record
from tests.documents.stand import Stand


@pytest.mark.parametrize("role", ["owner", "officer", "viewer", "auditor"])
async def test_every_role_reads_and_those_who_write_have_it_made(
    role: str, client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    actor = staff(tenant_id, role)
    for path in (
        "/record-documents",
        f"/record-documents/{document['id']}",
        f"/record-documents/{document['id']}/link?format=docx",
    ):
        assert (await client.get(path, actor)).status_code == 200
    path = "/record-contents/processing-record"
    assert (await client.get(path, actor)).status_code == 200
    answer = await client.post("/record-documents", json.dumps(RECORD), "application/json", actor)
    assert answer.status_code == (202 if role in ("owner", "officer") else 403)


async def test_clients_resellers_and_services_have_no_business_here(
    client: Client, tenant_id: UUID
) -> None:
    others = (
        contact(tenant_id, uuid4()),
        reseller(tenant_id, uuid4()),
        service("contracts", tenant_id),
    )
    document = await ask(client, tenant_id)
    for actor in others:
        for path in (
            "/record-documents",
            f"/record-documents/{document['id']}",
            "/record-contents/processing-record",
        ):
            assert (await client.get(path, actor)).status_code == 403
        answer = await client.post(
            "/record-documents", json.dumps(RECORD), "application/json", actor
        )
        assert answer.status_code == 403


async def test_another_provider_sees_nothing(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id)
    document = await ask(client, tenant_id)
    await work(without_pdf(workshop), tenant_id, document)
    digest = (await read(client, tenant_id, document))["files"][0]["digest"]
    stranger = staff(uuid4())
    assert (await client.get("/record-documents", stranger)).json()["items"] == []
    for path in (
        f"/record-documents/{document['id']}",
        f"/record-documents/{document['id']}/link?format=docx",
    ):
        hidden = await client.get(path, stranger)
        absent = await client.get(path.replace(document["id"], str(uuid4())), stranger)
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()
    assert (await client.get(f"/digests/{digest}", stranger)).status_code == 404
    assert (await client.get(f"/digests/{digest}", staff(tenant_id))).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "agreement"}, "request-invalid"),
        ({"language": "fr"}, "request-invalid"),
        ({"on": "gisteren"}, "request-invalid"),
        ({"told": {"certificates": ["x" * 301]}}, "request-invalid"),
        ({"told": {"by_design": ""}}, "request-invalid"),
        ({"told": {"anders": "x"}}, "request-invalid"),
        ({"more": 1}, "request-invalid"),
        ({"on": "2999-01-01"}, "day-to-come"),
    ],
)
async def test_what_is_wrong_with_a_request_is_told(
    wrong: Json, code: str, client: Client, tenant_id: UUID
) -> None:
    body = json.dumps(RECORD | wrong)
    answer = await client.post("/record-documents", body, "application/json", staff(tenant_id))
    assert answer.status_code == 400
    assert answer.json()["type"].endswith(code)


async def test_a_file_that_is_not_there_yet_has_no_link(client: Client, tenant_id: UUID) -> None:
    document = await ask(client, tenant_id)
    answer = await client.get(f"/record-documents/{document['id']}/link", staff(tenant_id))
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("record-document-unfinished")


async def test_a_document_is_of_today_unless_a_day_is_given(
    client: Client, tenant_id: UUID
) -> None:
    document = await ask(client, tenant_id)
    asked = datetime.fromisoformat(document["requested_at"]).astimezone(UTC)
    assert abs((datetime.fromisoformat(document["on"]).date() - asked.date()).days) <= 1
    assert HOSTING not in json.dumps(document)

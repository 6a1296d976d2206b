"""Files that people hand in, over HTTP and with real storage."""

import hashlib
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest

from services.documents.domain.file import LARGEST
from tests.acts import trail_of
from tests.conftest import Database
from tests.documents.asking import Client, contact, service, staff

PDF = b"%PDF-1.7 getekend"
PATH = "/files?name=getekend.pdf"


async def test_a_file_that_was_handed_in_is_downloaded_as_it_was(
    client: Client, tenant_id: UUID
) -> None:
    name = "Verwerkersovereenkomst “Café” €.pdf"
    path = f"/files?name={quote(name)}"
    answer = await client.post(path, PDF, "application/pdf; q=1", staff(tenant_id))
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert (file["name"], file["media_type"], file["size"]) == (name, "application/pdf", len(PDF))
    assert file["digest"] == hashlib.sha256(PDF).hexdigest()
    reader = staff(tenant_id, "viewer")
    assert (await client.get(f"/files/{file['id']}", reader)).json() == file
    link = (await client.get(f"/files/{file['id']}/link", reader)).json()
    async with httpx.AsyncClient() as browser:
        got = await browser.get(link["url"])
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    disposition = got.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert f"filename*=UTF-8''{quote(name)}" in disposition


async def test_the_same_bytes_twice_are_two_files_and_one_object(
    client: Client, tenant_id: UUID
) -> None:
    first = (await client.post(PATH, PDF, "application/pdf", staff(tenant_id))).json()
    second = (await client.post(PATH, PDF, "application/pdf", staff(tenant_id))).json()
    assert first["digest"] == second["digest"]
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    ("path", "body", "media_type", "code", "field"),
    [
        (PATH, b"", "application/pdf", "file-empty", "file"),
        (PATH, PDF, "", "media-type-missing", "Content-Type"),
        (PATH, PDF, "pdf", "media-type-missing", "Content-Type"),
        ("/files?name=%20", PDF, "application/pdf", "file-name-refused", "name"),
        ("/files?name=a/b.pdf", PDF, "application/pdf", "file-name-refused", "name"),
        ("/files?name=a%0d%0aX:1", PDF, "application/pdf", "file-name-refused", "name"),
        ("/files?name=fdp%E2%80%AE.exe", PDF, "application/pdf", "file-name-refused", "name"),
    ],
)
async def test_a_file_that_can_not_be_kept_is_refused_with_its_field(
    path: str, body: bytes, media_type: str, code: str, field: str, client: Client, tenant_id: UUID
) -> None:
    answer = await client.post(path, body, media_type, staff(tenant_id))
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:schakel:problem:{code}")
    assert answer.json()["errors"][0]["field"] == field


async def test_a_file_over_the_limit_is_refused_and_one_of_the_limit_is_kept(
    client: Client, tenant_id: UUID
) -> None:
    most = await client.post(PATH, bytes(LARGEST), "image/png", staff(tenant_id))
    assert most.status_code == 201
    answer = await client.post(PATH, bytes(LARGEST + 1), "image/png", staff(tenant_id))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:schakel:problem:body-too-large"
    assert str(LARGEST) in answer.json()["detail"]


@pytest.mark.parametrize("name", ["portal", "contracts"])
async def test_other_services_hand_in_and_read_too(
    name: str, client: Client, tenant_id: UUID
) -> None:
    actor = service(name, tenant_id)
    answer = await client.post(PATH, PDF, "application/pdf", actor)
    assert answer.status_code == 201
    assert (await client.get(f"/files/{answer.json()['id']}", actor)).status_code == 200


async def test_who_only_reads_hands_in_nothing_and_a_contact_sees_nothing(
    client: Client, tenant_id: UUID
) -> None:
    stranger = contact(tenant_id, uuid4())
    for actor in (staff(tenant_id, "viewer"), stranger):
        answer = await client.post(PATH, PDF, "application/pdf", actor)
        assert answer.status_code == 403
    file = (await client.post(PATH, PDF, "application/pdf", staff(tenant_id))).json()
    assert (await client.get(f"/files/{file['id']}", stranger)).status_code == 403
    assert (await client.get(f"/files/{file['id']}", None)).status_code == 401


async def test_a_file_of_another_provider_looks_like_none(client: Client, tenant_id: UUID) -> None:
    file = (await client.post(PATH, PDF, "application/pdf", staff(tenant_id))).json()
    for path in ("", "/link"):
        foreign = await client.get(f"/files/{file['id']}{path}", staff(uuid4()))
        absent = await client.get(f"/files/{uuid4()}{path}", staff(uuid4()))
        assert foreign.status_code == absent.status_code == 404
        assert foreign.json() == absent.json()


async def test_who_handed_in_what_is_on_record(
    client: Client, tenant_id: UUID, database: Database
) -> None:
    clerk = staff(tenant_id).model_copy(update={"address": "198.51.100.7"})
    file = (await client.post(PATH, PDF, "application/pdf", clerk)).json()
    await client.post(PATH, PDF, "application/pdf", staff(tenant_id, "viewer"))
    trail = await trail_of(database, tenant_id)
    assert trail.check.sound
    assert trail.operations == [("documents", "add_file")] * 2
    kept, refused = trail.acts
    assert (kept.deed.actor_id, kept.deed.status) == (clerk.id, 201)
    assert kept.deed.targets == (UUID(file["id"]),)
    assert kept.personal == {"address": "198.51.100.7"}
    assert (refused.deed.actor_role, refused.deed.status) == ("viewer", 403)

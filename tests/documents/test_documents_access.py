"""Who may list and download which documents, over HTTP."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from services.documents.commands.render_agreement import Workshop
from services.documents.engine.pdf import Press
from shared.database import Pool
from shared.identity import Actor
from tests.documents import samples
from tests.documents.asking import Client, contact, reseller, staff
from tests.documents.stand import Stand, Told, rendered, tell

Kind = Callable[[UUID, UUID | None], Actor]


@pytest.fixture
async def told(workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID) -> Told:
    """A version with its DOCX; the PDF waits for LibreOffice."""
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    shop = replace(workshop, press=Press(Path("/nowhere"), 1, 1))
    assert len(await rendered(shop)) == 1
    return told


@pytest.mark.parametrize("role", ["owner", "officer", "viewer", "auditor"])
async def test_every_role_of_the_provider_lists_and_downloads(
    role: str, client: Client, told: Told
) -> None:
    actor = staff(told.tenant_id, role)
    listed = await client.get(f"/documents?version_id={told.version_id}", actor)
    (document,) = listed.json()
    assert document["kind"] == "docx"
    assert document["variant"] == "offered"
    answer = await client.get(f"/documents/{document['id']}/link", actor)
    async with httpx.AsyncClient() as browser:
        file = await browser.get(answer.json()["url"])
    assert file.status_code == 200
    assert "VWO-2026-0001-v1.docx" in file.headers["content-disposition"]
    assert file.headers["content-type"].endswith("wordprocessingml.document")
    assert len(file.content) == document["size"]
    assert hashlib.sha256(file.content).hexdigest() == document["digest"]


@pytest.mark.parametrize("kind", [contact, reseller])
async def test_a_contact_and_a_reseller_download_the_documents_of_the_client_they_come_for(
    kind: Kind, client: Client, told: Told
) -> None:
    actor = kind(told.tenant_id, told.client_id)
    (document,) = (await client.get(f"/documents?version_id={told.version_id}", actor)).json()
    assert (await client.get(f"/documents/{document['id']}/link", actor)).status_code == 200


@pytest.mark.parametrize("kind", [contact, reseller])
async def test_who_comes_for_another_client_sees_nothing_and_learns_nothing(
    kind: Kind, client: Client, told: Told
) -> None:
    own = staff(told.tenant_id)
    (document,) = (await client.get(f"/documents?version_id={told.version_id}", own)).json()
    stranger = kind(told.tenant_id, uuid4())
    for path in ("documents", "renderings"):
        answer = await client.get(f"/{path}?version_id={told.version_id}", stranger)
        assert (answer.status_code, answer.json()) == (200, [])
    hidden = await client.get(f"/documents/{document['id']}/link", stranger)
    absent = await client.get(f"/documents/{uuid4()}/link", stranger)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()


async def test_another_tenant_sees_nothing_and_gets_404(client: Client, told: Told) -> None:
    own = staff(told.tenant_id)
    (document,) = (await client.get(f"/documents?version_id={told.version_id}", own)).json()
    strangers = (
        staff(uuid4()),
        contact(uuid4(), told.client_id),
        reseller(uuid4(), told.client_id),
    )
    for stranger in strangers:
        answer = await client.get(f"/documents?version_id={told.version_id}", stranger)
        assert answer.json() == []
        answer = await client.get(f"/documents/{document['id']}/link", stranger)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:schakel:problem:document-missing"


@pytest.mark.parametrize("kind", [contact, reseller])
async def test_who_does_not_say_for_which_client_is_refused(
    kind: Kind, client: Client, told: Told
) -> None:
    actor = kind(told.tenant_id, None)
    for path in ("documents", "renderings"):
        answer = await client.get(f"/{path}?version_id={told.version_id}", actor)
        assert answer.status_code == 403
    answer = await client.get(f"/documents/{uuid4()}/link", actor)
    assert answer.status_code == 403


async def test_a_reseller_reads_no_file_that_was_handed_in(client: Client, told: Told) -> None:
    answer = await client.get(f"/files/{uuid4()}", reseller(told.tenant_id, told.client_id))
    assert answer.status_code == 403


async def test_nobody_gets_anything_without_a_token(client: Client, told: Told) -> None:
    for path in ("/documents", "/renderings"):
        answer = await client.get(f"{path}?version_id={told.version_id}", None)
        assert answer.status_code == 401
        assert answer.json()["type"] == "urn:schakel:problem:token-missing"


async def test_a_service_that_has_no_business_here_is_refused(client: Client, told: Told) -> None:
    actor = Actor(kind="service", tenant_id=told.tenant_id, service="contracts")
    answer = await client.get(f"/documents?version_id={told.version_id}", actor)
    assert answer.status_code == 403


async def test_a_rendering_says_how_far_it_is_and_what_it_waits_for(
    client: Client, told: Told
) -> None:
    answer = await client.get(
        f"/renderings?version_id={told.version_id}", contact(told.tenant_id, told.client_id)
    )
    (rendering,) = answer.json()
    assert rendering["state"] == "announced"
    assert rendering["problem"] == "pdf-engine-missing"
    assert "LibreOffice" in rendering["detail"]


@pytest.mark.parametrize("query", ["", "?version_id=", "?version_id=geen-uuid"])
async def test_a_query_that_is_wrong_is_told_with_its_field(query: str, client: Client) -> None:
    answer = await client.get(f"/documents{query}", staff(uuid4()))
    assert answer.status_code == 400
    assert "version_id" in answer.json()["detail"]


async def test_a_link_ends_after_five_minutes(client: Client, told: Told) -> None:
    actor = staff(told.tenant_id)
    (document,) = (await client.get(f"/documents?version_id={told.version_id}", actor)).json()
    answer = (await client.get(f"/documents/{document['id']}/link", actor)).json()
    assert "X-Amz-Expires=300" in answer["url"]
    async with httpx.AsyncClient() as browser:
        forged = await browser.get(answer["url"].replace("Expires=300", "Expires=30000"))
    assert forged.status_code == 403

"""The portal's own API for other services and for the public APIs."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from shared.database import tenant_transaction
from shared.identity import Signer, Verifier, new_key
from tests.portal import record
from tests.portal.conftest import NOTIFICATIONS, Portal

LINK = "019a0000-0000-7000-8000-0000000000bb"


def wanted(portal: Portal, **more: Any) -> dict[str, Any]:
    link = {
        "id": LINK, "contact_id": str(record.CONTACT), "client_id": str(record.CLIENT),
        "language": "nl", "path": f"/agreements/{record.AGREEMENT}/sign", **more,
    }  # fmt: skip
    return {"tenant_id": str(portal.tenant_id), "links": [link]}


async def ask(portal: Portal, body: dict[str, Any], token: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        headers = {"Authorization": f"Bearer {token}"}
        return await client.post("/sign-in-links/batches", json=body, headers=headers)


def notifications_token(portal: Portal) -> str:
    signer = Signer("notifications", SecretStr(NOTIFICATIONS[0]))
    return signer.as_service(portal.tenant_id, "portal")


async def test_staff_exchange_their_session_for_a_token_of_an_hour(portal: Portal) -> None:
    browser = await portal.staff()
    answer = await browser.client.post("/access-tokens")
    assert answer.status_code == 201
    verifier = Verifier("contracts", {"portal": portal.public_key})
    actor = verifier.verify(answer.json()["token"])
    assert (actor.kind, actor.role, actor.tenant_id) == ("staff", "owner", portal.tenant_id)


async def test_nobody_else_gets_an_access_token(portal: Portal) -> None:
    stranger = await portal.visitor()
    assert (await stranger.client.post("/access-tokens")).status_code == 401
    contact = await portal.contact()
    refused = await contact.client.post("/access-tokens")
    assert refused.status_code == 403
    assert refused.headers["content-type"].startswith("application/problem+json")


async def test_a_link_for_a_notice_leads_to_its_page_and_stays_the_same(portal: Portal) -> None:
    await portal.provider()
    token = notifications_token(portal)
    first = await ask(portal, wanted(portal), token)
    second = await ask(portal, wanted(portal), token)
    assert first.status_code == 201
    assert first.json() == second.json()
    browser = await portal.visitor()
    path = first.json()["items"][0]["url"].removeprefix(portal.url)
    page = await browser.submit(await browser.open(path), path)
    assert page.path == f"/agreements/{record.AGREEMENT}/sign"


async def test_only_notifications_may_ask_for_links(portal: Portal) -> None:
    await portal.provider()
    forger = Signer("notifications", SecretStr(new_key()[0]))
    forged = forger.as_service(portal.tenant_id, "portal")
    assert (await ask(portal, wanted(portal), forged)).status_code == 401
    staff = await (await portal.staff()).client.post("/access-tokens")
    assert (await ask(portal, wanted(portal), staff.json()["token"])).status_code == 403


async def test_a_token_of_one_tenant_makes_no_link_of_another(portal: Portal) -> None:
    await portal.provider()
    body = wanted(portal) | {"tenant_id": "019a0000-0000-7000-8000-0000000000ff"}
    refused = await ask(portal, body, notifications_token(portal))
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:schakel:problem:tenant-foreign"


@pytest.mark.parametrize(
    ("field", "value"), [("id", "x"), ("contact_id", None), ("path", "elsewhere"), ("colour", "x")]
)
async def test_a_wrong_request_names_its_field(portal: Portal, field: str, value: Any) -> None:
    await portal.provider()
    refused = await ask(portal, wanted(portal, **{field: value}), notifications_token(portal))
    assert refused.status_code == 400
    assert field in [error["field"].rpartition(".")[2] for error in refused.json()["errors"]]


async def test_a_window_of_links_is_made_at_once_and_each_opens_once(portal: Portal) -> None:
    await portal.provider()
    token = notifications_token(portal)
    links = [wanted(portal, id=str(uuid4()))["links"][0] for _ in range(250)]
    answer = await ask(portal, {"tenant_id": str(portal.tenant_id), "links": links}, token)
    urls = {item["id"]: item["url"] for item in answer.json()["items"]}
    assert urls.keys() == {link["id"] for link in links}
    browser = await portal.visitor()
    path = urls[links[7]["id"]].removeprefix(portal.url)
    page = await browser.submit(await browser.open(path), path)
    assert page.path == f"/agreements/{record.AGREEMENT}/sign"
    again = await portal.visitor()
    assert (await again.open(path)).response.status_code == 410
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        used = await connection.fetchval(
            "SELECT count(*) FROM portal.sign_in_link WHERE used_at IS NOT NULL"
        )
    assert used == 1


async def test_a_link_under_an_id_of_another_tenant_is_refused(portal: Portal) -> None:
    await portal.provider()
    other = UUID("019a0000-0000-7000-8000-0000000000ff")
    async with tenant_transaction(portal.pool, other) as connection:
        await connection.execute(
            "INSERT INTO portal.sign_in_link"
            " (id, kind, person_id, client_id, path, purpose, language, expires_at)"
            " VALUES ($1, 'contact', $1, $1, '/home', 'notice', 'nl', now() + interval '1 day')",
            UUID(LINK),
        )
    refused = await ask(portal, wanted(portal), notifications_token(portal))
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:schakel:problem:link-id-taken"


async def test_a_link_of_a_contact_for_a_client_that_is_not_its_own_opens_nothing(
    portal: Portal,
) -> None:
    await portal.provider()
    made = await ask(portal, wanted(portal, client_id=LINK), notifications_token(portal))
    browser = await portal.visitor()
    path = made.json()["items"][0]["url"].removeprefix(portal.url)
    page = await browser.submit(await browser.open(path), path)
    assert page.path != f"/agreements/{record.AGREEMENT}/sign"
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM portal.session") == 0


async def test_no_session_is_given_to_a_contact_that_is_not_there_any_more(portal: Portal) -> None:
    await portal.provider()
    made = await ask(portal, wanted(portal), notifications_token(portal))
    portal.contracts.refuse("GET", f"/contacts/{record.CONTACT}", 404, "contact-unknown")
    browser = await portal.visitor()
    path = made.json()["items"][0]["url"].removeprefix(portal.url)
    page = await browser.open(path)
    await browser.submit(page, path)
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM portal.session") == 0

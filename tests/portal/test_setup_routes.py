"""A new installation gets its first provider."""

import httpx

from shared.database import tenant_transaction
from tests.portal.conftest import Portal

FORM = {
    "name": "Hoster Één",
    "owner.email": "olga@hoster.example",
    "owner.name": "Olga Zand",
    "token": "set-up-of-a-test",
}
BODY = {
    "setup_token": "set-up-of-a-test",
    "name": "Hoster Één",
    "owner": {"email": "olga@hoster.example"},
}


async def test_the_owner_gets_a_link_and_the_provider_a_public_page(portal: Portal) -> None:
    browser = await portal.visitor()
    page = await browser.submit(await browser.open("/setup"), "/setup", **FORM)
    assert page.status == 200
    assert page.tree.xpath("//a[@href='/p/hoster-een']")
    sent = portal.contracts.to("POST", "/tenants")[-1].body
    assert (sent["slug"], sent["name"]) == ("hoster-een", "Hoster Één")
    await portal.answer_requests()
    assert portal.mailed()[-1]["address"] == "olga@hoster.example"


async def test_a_wrong_set_up_code_creates_nothing_and_keeps_the_form(portal: Portal) -> None:
    browser = await portal.visitor()
    page = await browser.submit(await browser.open("/setup"), "/setup", **{**FORM, "token": "no"})
    assert page.status == 403
    assert "This set-up code is not right." in page.text
    assert page.values("/setup")["name"] == ["Hoster Één"]
    assert portal.contracts.to("POST", "/tenants") == []


async def test_an_owner_without_an_address_is_refused_at_the_field(portal: Portal) -> None:
    browser = await portal.visitor()
    form = await browser.open("/setup")
    page = await browser.submit(form, "/setup", **{**FORM, "owner.email": "olga"})
    assert page.status == 400
    assert page.tree.get_element_by_id("owner.email").get("aria-invalid") == "true"


async def test_the_api_sets_up_a_provider_and_doing_it_twice_makes_one(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        first = await client.post("/providers", json=BODY)
        second = await client.post("/providers", json=BODY)
    assert first.status_code == second.status_code == 201
    assert first.json()["tenant_id"] == second.json()["tenant_id"]
    assert first.json()["owner_id"] == second.json()["owner_id"]
    assert first.json()["public_page"] == f"{portal.url}/p/hoster-een"
    portal.tenant_id = first.json()["tenant_id"]
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM portal.staff") == 1


async def test_the_link_of_the_api_opens_the_portal_for_the_owner(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        made = (await client.post("/providers", json=BODY)).json()
    page = await (await portal.enter(made["sign_in_url"])).open("/clients")
    assert "olga" in page.text


async def test_the_api_refuses_a_wrong_code_and_an_unknown_field(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        forged = await client.post("/providers", json={**BODY, "setup_token": "no"})
        strange = await client.post("/providers", json={**BODY, "colour": "red"})
    assert forged.status_code == 403
    assert forged.json()["type"] == "urn:schakel:problem:setup-token-wrong"
    assert strange.status_code == 400
    assert "colour" in strange.text


async def test_a_refusal_of_the_register_is_passed_on(portal: Portal) -> None:
    portal.contracts.refuse("POST", "/tenants", 409, "slug-taken")
    async with httpx.AsyncClient(base_url=portal.url) as client:
        refused = await client.post("/providers", json=BODY)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:schakel:problem:slug-taken"


async def test_while_the_register_is_down_the_api_says_so(portal: Portal) -> None:
    portal.contracts.down = True
    async with httpx.AsyncClient(base_url=portal.url) as client:
        refused = await client.post("/providers", json=BODY)
    assert refused.status_code == 503
    assert refused.json()["type"] == "urn:schakel:problem:peer-unavailable"

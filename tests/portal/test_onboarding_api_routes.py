"""The entrance for whoever takes orders: one call, and back comes the way to sign."""

import httpx

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_clients_routes import MADE

ORDER = {"client": {"name": "Bakkerij"}, "contacts": [], "products": ["x"], "terms": {}}


async def token_of(portal: Portal) -> str:
    browser = await portal.staff()
    return str((await browser.client.post("/access-tokens")).json()["token"])


async def order(portal: Portal, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "order-1"}
    async with httpx.AsyncClient(base_url=portal.url) as client:
        return await client.post("/onboardings", json=ORDER, headers=headers)


async def test_the_answer_holds_the_status_and_a_link_for_the_signatory(portal: Portal) -> None:
    portal.contracts.say("POST", "/onboardings", MADE, 201)
    token = await token_of(portal)
    answer = await order(portal, token)
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["state"], said["client_id"]) == ("offered", str(record.CLIENT))
    sent = portal.contracts.to("POST", "/onboardings")[-1]
    assert (sent.body, sent.headers["idempotency-key"]) == (ORDER, "order-1")
    actor = portal.verifier("contracts").verify(sent.headers["authorization"].split()[1])
    assert (actor.kind, actor.role) == ("staff", "owner")
    again = await order(portal, token)
    assert again.json()["sign_in_url"] == said["sign_in_url"]
    portal.contracts.say(
        "GET", f"/agreements/{record.AGREEMENT}", {**record.AGREEMENT_RECORD, "state": "offered"}
    )
    path = said["sign_in_url"].removeprefix(portal.url)
    browser = await portal.visitor()
    page = await browser.submit(await browser.open(path), path)
    assert page.path == f"/agreements/{record.AGREEMENT}/sign"


async def test_what_the_register_refuses_comes_back_as_it_said_it(portal: Portal) -> None:
    errors = [{"field": "contacts", "code": "signatory-missing", "message": "x"}]
    portal.contracts.refuse("POST", "/onboardings", 400, "signatory-missing", errors=errors)
    token = await token_of(portal)
    answer = await order(portal, token)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "contacts")
    portal.contracts.down = True
    assert (await order(portal, token)).status_code == 503


async def test_without_a_token_nobody_brings_in_a_client(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        assert (await client.post("/onboardings", json=ORDER)).status_code == 401

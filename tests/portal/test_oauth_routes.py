"""Integrations get tokens for what an owner allowed them, and for nothing more."""

import base64
from typing import Any

import httpx
import pytest

from services.portal.domain.application import OAuthRefusal, credentials_of, granted
from shared.database import tenant_transaction
from tests.portal.browser import Browser
from tests.portal.conftest import Portal

GRANT = {"grant_type": "client_credentials"}


async def make(browser: Browser, *scopes: str) -> dict[str, str]:
    page = await browser.open("/settings/integrations")
    page = await browser.submit(page, "/settings/integrations", name="Billing", scopes=list(scopes))
    return shown(page)


def shown(page: Any) -> dict[str, str]:
    name, secret = page.tree.xpath("//code/text()")[:2]
    return {"client_id": name, "client_secret": secret}


async def ask(portal: Portal, form: dict[str, str], **more: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        return await client.post("/oauth/token", data=GRANT | form, **more)


async def test_a_secret_gives_a_token_of_an_hour_with_its_scopes(portal: Portal) -> None:
    credentials = await make(await portal.staff(), "read", "onboard")
    answer = await ask(portal, credentials)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    actor = portal.verifier("contracts").verify(told["access_token"])
    assert (actor.kind, actor.scopes) == ("application", ("read", "onboard"))
    assert str(actor.id) == credentials["client_id"]
    assert actor.capacities == {"viewer", "onboard"}


async def test_the_header_does_as_well_and_less_may_be_asked(portal: Portal) -> None:
    made = await make(await portal.staff(), "read", "write")
    pair = f"{made['client_id']}:{made['client_secret']}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    answer = await ask(portal, {"scope": "read"}, headers=headers)
    assert answer.json()["scope"] == "read"
    more = await ask(portal, {"scope": "read onboard"}, headers=headers)
    assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "019a0000-0000-7000-8000-000000000001"}, 401, "invalid_client"),
        ({"client_id": "nonsense"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
async def test_what_is_not_right_is_refused_as_oauth_says(
    portal: Portal, change: dict[str, str], status: int, error: str
) -> None:
    credentials = await make(await portal.staff(), "read")
    answer = await ask(portal, credentials | change)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_a_new_secret_replaces_the_old_one_within_a_day(portal: Portal) -> None:
    browser = await portal.staff()
    old = await make(browser, "read")
    path = f"/settings/integrations/{old['client_id']}/secrets"
    new = shown(await browser.submit(await browser.open("/settings/integrations"), path))
    assert new["client_secret"] != old["client_secret"]
    assert (await ask(portal, old)).status_code == 200
    newest = shown(await browser.submit(await browser.open("/settings/integrations"), path))
    assert (await ask(portal, old)).status_code == 401
    assert (await ask(portal, new)).status_code == 200
    assert (await ask(portal, newest)).status_code == 200


async def test_a_revoked_application_gets_nothing(portal: Portal) -> None:
    browser = await portal.staff()
    made = await make(browser, "read")
    path = f"/settings/integrations/{made['client_id']}"
    page = await browser.open("/settings/integrations")
    page = await browser.submit(page, f"{path}/revocations")
    assert "Revoked on" in page.text
    assert (await ask(portal, made)).status_code == 401


async def test_no_secret_is_kept_as_it_is(portal: Portal) -> None:
    made = await make(await portal.staff(), "read")
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        kept = await connection.fetchval("SELECT s::text FROM portal.application_secret s")
    assert made["client_secret"] not in kept


async def test_an_integration_needs_a_name_and_something_to_do(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open("/settings/integrations")
    page = await browser.submit(page, "/settings/integrations", name="Billing")
    assert page.status == 400
    assert not page.tree.xpath("//code")


def test_a_secret_in_both_places_is_one_too_many() -> None:
    with pytest.raises(OAuthRefusal):
        credentials_of("Basic eA==", {"client_secret": "x"})
    with pytest.raises(OAuthRefusal):
        credentials_of("Basic ???", {})
    assert granted(None, ("read",)) == ("read",)

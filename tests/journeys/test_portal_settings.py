"""Who works here and what else acts for the provider, in a real browser."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import examine
from tests.journeys.people import Scene, appoint, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

ADDRESS = "kim@calqi-nl.example"


async def test_somebody_is_appointed_given_another_role_and_removed(
    firm: Scene, clerk: Page
) -> None:
    await appoint(clerk, "Kim Kijkt", ADDRESS, "viewer")
    async with firm.portal.window() as page:
        await firm.portal.enter(page, ADDRESS)
        await expect(page.get_by_role("link", name="Nieuwe klant")).to_have_count(0)
        row = clerk.get_by_role("row").filter(has_text="Kim Kijkt")
        await row.locator("select").select_option("officer")
        await row.get_by_role("button", name="Rol wijzigen").click()
        await expect(row.locator("select")).to_have_value("officer")
        await examine(clerk, "staff-nl")
        await page.goto("/clients")
        await expect(page.get_by_role("link", name="Nieuwe klant")).to_be_visible()
        await row.get_by_role("button", name="Verwijderen").click()
        await expect(row).to_have_count(0)
        await page.goto("/clients")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")


async def test_the_last_owner_stays(firm: Scene, clerk: Page) -> None:
    await clerk.goto("/settings/staff")
    row = clerk.get_by_role("row").filter(has_text="(u)")
    await row.get_by_role("button", name="Verwijderen").click()
    await expect(clerk.get_by_role("alert")).to_be_visible()
    await expect(row).to_be_visible()
    await examine(clerk, "staff-last-owner-nl")


async def token(firm: Scene, name: str, secret: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=firm.portal.site.portal) as system:
        form = {"grant_type": "client_credentials"}
        return await system.post("/oauth/token", data=form, auth=(name, secret))


async def test_an_integration_gets_a_secret_once_and_acts_until_it_is_revoked(
    firm: Scene, clerk: Page
) -> None:
    await clerk.goto("/settings/integrations")
    await press(clerk, "Toevoegen en het geheim tonen")
    await expect(clerk.locator("#name-wrong")).to_be_visible()
    await clerk.locator("#name").fill("Facturatie")
    await clerk.get_by_label("alles lezen").check()
    await press(clerk, "Toevoegen en het geheim tonen")
    made, secret = await clerk.locator("code").all_inner_texts()
    await examine(clerk, "integration-made-nl")
    given = await token(firm, made, secret)
    assert given.status_code == 200
    async with httpx.AsyncClient(base_url=firm.portal.site.contracts) as system:
        bearer = {"Authorization": f"Bearer {given.json()['access_token']}"}
        listed = await system.get("/clients", headers=bearer)
        refused = await system.post("/products", headers=bearer, json={})
    assert {one["name"] for one in listed.json()["items"]} >= {firm.case("cal-1").name}
    assert refused.status_code == 403
    await clerk.goto("/settings/integrations")
    assert secret not in await clerk.content()
    await press(clerk, "Intrekken")
    await expect(clerk.get_by_text("Ingetrokken op")).to_be_visible()
    await examine(clerk, "integrations-nl")
    assert (await token(firm, made, secret)).status_code == 401

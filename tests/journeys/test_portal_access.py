"""Whose page it is not, can't open it: in a real browser, with everybody signed in."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from playwright.async_api import Page, expect

from deploy.demo import load
from deploy.demo.change import APPROVES, OBJECTS
from tests.journeys.browser import accessible, examine, text
from tests.journeys.people import Scene, ours

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


async def _status(page: Page, path: str) -> int:
    answer = await page.goto(path)
    assert answer is not None
    return answer.status


async def test_a_contact_opens_nothing_of_another_client(scene: Scene, signatory: Page) -> None:
    other = scene.case(APPROVES)
    papers = await scene.stage.papers(other.version_id, "offered")
    for path in (
        f"/agreements/{other.agreement_id}",
        f"/agreements/{other.agreement_id}/sign",
        f"/agreements/{other.agreement_id}/papers",
        f"/documents/{papers['pdf']['id']}",
    ):
        assert await _status(signatory, path) == 404, path
        assert other.name not in await signatory.content()
    await examine(signatory, "missing-nl")


async def test_a_contact_sees_no_page_of_the_staff(
    scene: Scene, signatory: Page, onboarded: str
) -> None:
    for path in (
        "/clients",
        "/clients/new",
        onboarded,
        "/changes",
        "/changes/new",
        "/subprocessors",
    ):
        assert await _status(signatory, path) == 403, path
        await expect(signatory.get_by_role("heading", level=1)).to_have_text(
            "Deze pagina is niet voor u"
        )
    await examine(signatory, "forbidden-nl")


@pytest.fixture(scope="module")
async def neighbour(scene: Scene) -> AsyncIterator[Page]:
    """The owner of another provider."""
    data = ours("qarebase")
    await load.provider(scene.portal.site, data)
    async with scene.portal.window() as page:
        await scene.portal.sign_in(page, data.owner.email)
        await expect(page.get_by_role("heading", level=1, name="Klanten")).to_be_visible()
        yield page


async def test_staff_of_another_provider_find_nothing(
    scene: Scene, neighbour: Page, published: str
) -> None:
    case = scene.case(OBJECTS)
    papers = await scene.stage.papers(case.version_id, "offered")
    objections = await scene.record(f"{published}/objections")
    paths = [
        f"/clients/{case.client_id}",
        f"/agreements/{case.agreement_id}",
        f"/documents/{papers['pdf']['id']}",
        published,
        *(f"/objections/{one['id']}" for one in objections["items"]),
    ]
    for path in paths:
        assert await _status(neighbour, path) == 404, path
    await neighbour.goto("/clients")
    assert case.name not in await neighbour.content()


async def test_what_leans_on_privacy_shield_is_shown_to_staff_with_what_to_do(
    neighbour: Page,
) -> None:
    await neighbour.goto("/subprocessors")
    alert = neighbour.locator(".utrecht-alert--error").first
    await expect(alert).to_contain_text("Privacy Shield is ongeldig sinds 16 juli 2020")
    await expect(alert).to_contain_text("2021/914")
    await examine(neighbour, "subprocessors-shield-nl")


async def test_who_may_only_read_finds_no_button_and_no_way_to_write(
    scene: Scene,
    published: str,
    onboarded: str,
    superuser: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    address = "lezer@de-kale-ict-nl.example"
    await superuser.execute(
        "WITH leo AS ("
        "  INSERT INTO portal.staff (tenant_id, email, name, language)"
        "  SELECT tenant_id, $1, 'Leo Lezer', 'nl' FROM portal.staff WHERE email = $2"
        "  ON CONFLICT DO NOTHING RETURNING tenant_id, id)"
        " INSERT INTO portal.appointment (tenant_id, staff_id, role)"
        " SELECT tenant_id, id, 'viewer' FROM leo",
        address,
        scene.owner,
    )
    async with scene.portal.window() as page:
        await scene.portal.sign_in(page, address)
        for path in ("/clients", onboarded, "/changes", published, "/subprocessors"):
            assert await _status(page, path) == 200, path
            main = page.get_by_role("main")
            assert await main.locator("form[method=post]").count() == 0, path
            assert await main.locator("a[href$='/new'], a[href*='/new?']").count() == 0, path
        for path in ("/clients/new", "/changes/new"):
            assert await _status(page, path) == 403, path
        token = await _form_token(page)
        sent = await page.request.post(
            f"{published}/withdrawals", form={"_csrf_token": token}, max_redirects=0
        )
        assert sent.status == 403
    assert (await scene.record(published))["state"] == "published"


async def _form_token(page: Page) -> str:
    return await page.locator('input[name="_csrf_token"]').first.input_value()


async def test_a_page_asked_without_signing_in_comes_after_signing_in(
    scene: Scene, published: str
) -> None:
    async with scene.portal.window() as page:
        await page.goto(published)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
        await accessible(page, "sign-in")
        mailbox = scene.portal.site.mailbox
        known = await mailbox.links(scene.owner)
        await page.get_by_label("E-mailadres").fill(scene.owner)
        await page.get_by_role("button", name="Mail mij een link").click()
        await page.goto(await mailbox.new_link(scene.owner, known))
        await page.get_by_role("main").get_by_role("button").click()
        await page.wait_for_url(f"**{published}")
        await page.get_by_role("button", name="Afmelden").click()
        await page.goto("/clients")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")


async def test_an_address_that_nobody_has_gets_the_same_answer_and_no_mail(scene: Scene) -> None:
    shown: dict[str, Any] = {}
    for address in (scene.case(OBJECTS).told, "niemand@nergens-nl.example"):
        async with scene.portal.window() as page:
            await page.goto("/sign-in")
            await page.get_by_label("E-mailadres").fill(address)
            await page.get_by_role("button", name="Mail mij een link").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
            shown[address] = await text(page)
    first, second = shown.values()
    assert first == second
    assert await scene.portal.site.mailbox.count("niemand@nergens-nl.example") == 0

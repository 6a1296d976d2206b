"""What anybody may read without signing in, and how pages behave under a keyboard."""

import pytest
from playwright.async_api import Page, expect

from deploy.demo import load
from deploy.demo.data import read_all
from tests.journeys.browser import Portal, examine_in_both_languages, text
from tests.journeys.people import Scene, ours

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]
SLUGS = sorted(data.provider.slug for data in read_all())
OPEN = {
    "nl": "nader te bevestigen door de aanbieder",
    "en": "to be confirmed by the provider",
}


@pytest.mark.parametrize("slug", SLUGS)
async def test_the_public_page_names_every_sub_processor_in_both_languages(
    portal: Portal, slug: str
) -> None:
    data = ours(slug)
    await load.provider(portal.site, data)
    path = f"/p/{data.provider.slug}"
    names = {party.key: party.name for party in data.parties}
    public = [link for link in data.links if link.capacity != "own_administration"]
    async with portal.window() as page:
        await examine_in_both_languages(page, path, f"public-{slug}")
        for language in ("en", "nl"):
            await page.goto(f"{path}?language={language}")
            shown = await text(page)
            for link in public:
                assert names[link.party] in shown
                if link.purpose and link.capacity == "subprocessor":
                    assert getattr(link.purpose, language) in shown
            if any(link.location is None for link in public if link.capacity == "subprocessor"):
                assert OPEN[language] in shown
            for client in data.clients:
                assert client.name not in shown


async def test_what_is_for_the_providers_own_administration_stands_apart(
    portal: Portal, scene: Scene
) -> None:
    async with portal.window() as page:
        await page.goto(f"/p/{scene.data.provider.slug}")
        for name in ("Google Analytics", "FactuurSturen"):
            card = page.locator("section").filter(has_text=name)
            await expect(card).to_have_count(1)
            await expect(card.get_by_role("heading")).to_have_text("Voor de eigen administratie")


async def test_an_announced_change_stands_on_the_public_page(
    portal: Portal, scene: Scene, published: str
) -> None:
    async with portal.window() as page:
        await page.goto(f"/p/{scene.data.provider.slug}")
        assert "Exact Online vervangt MoneyBird" in await text(page)


async def test_the_pages_before_signing_in_are_right(portal: Portal, scene: Scene) -> None:
    async with portal.window() as page:
        await examine_in_both_languages(page, "/", "front")
        await examine_in_both_languages(page, "/sign-in", "sign-in")
        await page.goto("/sign-in")
        await page.get_by_label("E-mailadres").fill("geen adres")
        await page.get_by_role("button", name="Mail mij een link").click()
        await expect(page.locator("#email-wrong")).to_contain_text("naam@bedrijf.nl")
        await examine_in_both_languages(page, "/setup", "setup")


async def test_the_browser_decides_the_language_until_somebody_chooses(portal: Portal) -> None:
    async with portal.window("en") as page:
        await page.goto("/")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await page.get_by_role("link", name="Nederlands").click()
        await expect(page.locator("html")).to_have_attribute("lang", "nl")
        await page.goto("/sign-in")
        await expect(page.locator("html")).to_have_attribute("lang", "nl")


async def test_a_keyboard_reaches_the_content_first_and_shows_where_it_is(staff: Page) -> None:
    await staff.goto("/clients")
    await staff.keyboard.press("Tab")
    skip = staff.get_by_role("link", name="Naar de inhoud")
    await expect(skip).to_be_focused()
    box = await skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["height"] >= 20
    await staff.keyboard.press("Enter")
    await expect(staff.locator("#main")).to_be_focused()
    seen = []
    for _ in range(8):
        await staff.keyboard.press("Tab")
        seen.append(
            await staff.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)] }"
            )
        )
    assert [one for one in seen if one[1] == "none" or one[2] < 2] == []
    assert len({one[0] for one in seen}) > 1

"""A change that a second person reviews, and an answer that staff record for a client."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import examine, text
from tests.journeys.people import Scene, appoint, press

PUBLISH = "Bekendmaken en iedereen berichten"

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

REVIEWER = "rita@calqi-nl.example"
TITLE = "Er komt een back-updienst bij"


async def four_eyes(clerk: Page, asked: bool) -> None:
    await clerk.goto("/settings/provider")
    await clerk.locator('[name="four_eyes"]').set_checked(asked)
    await press(clerk, "Opslaan")
    await expect(clerk.get_by_text("Opgeslagen")).to_be_visible()


@pytest.fixture(scope="module")
async def draft(firm: Scene, clerk: Page) -> str:
    """The path of a change that asks for a second person."""
    await clerk.goto("/subprocessors/new")
    await clerk.locator("#name").fill("Reservekopie")
    await clerk.get_by_role("button", name="Opslaan").click()
    await clerk.wait_for_url("**/subprocessors/*-*")
    await four_eyes(clerk, asked=True)
    await clerk.goto("/changes/new")
    typed = {
        "title.nl": TITLE,
        "reason.nl": "Klanten vroegen om een tweede kopie.",
        "effective_on": str(await firm.today() + timedelta(days=90)),
        "begins.0.purpose.nl": "bewaren van een tweede kopie",
        "begins.0.data_categories.nl": "alles wat de klant bewaart",
        "begins.0.data_subjects.nl": "klanten van de klant",
        "begins.0.location.nl": "Nederland",
    }
    for name, value in typed.items():
        await clerk.locator(f'[name="{name}"]').fill(value)
    await clerk.locator('[name="begins.0.subprocessor_id"]').select_option(label="Reservekopie")
    product = firm.data.products[0].name.nl
    await clerk.locator('[name="begins.0.product_id"]').select_option(label=product)
    await clerk.locator('[name="begins.0.zone"]').select_option("EU")
    await clerk.locator('[name="begins.0.mechanism"]').select_option("none_required")
    await clerk.get_by_role("button", name="Opslaan als concept").click()
    await clerk.wait_for_url("**/changes/*-*")
    return urlsplit(clerk.url).path


async def test_of_two_who_edit_a_draft_the_second_sees_what_the_first_made_of_it(
    firm: Scene, clerk: Page, colleague: Page, draft: str
) -> None:
    await clerk.goto(f"{draft}/edit")
    await colleague.goto(f"{draft}/edit")
    await colleague.locator('[name="title.nl"]').fill(f"{TITLE} (voorstel)")
    await colleague.get_by_role("button", name="Opslaan als concept").click()
    await colleague.wait_for_url(f"**{draft}")
    await clerk.locator('[name="reason.nl"]').fill("Een tweede kopie, elders.")
    await press(clerk, "Opslaan als concept")
    theirs = clerk.locator("section[aria-labelledby=theirs]")
    await expect(theirs).to_contain_text(f"{TITLE} (voorstel)")
    await expect(clerk.locator('[name="reason.nl"]')).to_have_value("Een tweede kopie, elders.")
    await examine(clerk, "draft-overtaken-nl")
    await clerk.get_by_role("button", name="Opslaan als concept").click()
    await clerk.wait_for_url(f"**{draft}")
    assert (await firm.record(draft))["reason"]["nl"] == "Een tweede kopie, elders."


@pytest.fixture(scope="module")
async def published(firm: Scene, clerk: Page, draft: str) -> str:
    """The same change, published after somebody who had no hand in it has read it."""
    await clerk.goto(draft)
    steps = clerk.get_by_role("region", name="Nakijken en bekendmaken")
    await expect(steps).to_contain_text("zodra iemand anders het heeft nagekeken")
    await expect(steps.get_by_role("button", name=PUBLISH)).to_have_count(0)
    await examine(clerk, "draft-unreviewed-nl")
    await appoint(clerk, "Rita Leest", REVIEWER)
    async with firm.portal.window(javascript=False) as page:
        await firm.portal.enter(page, REVIEWER)
        await page.goto(draft)
        await press(page, "Ik heb het gelezen en het klopt")
        await expect(page.get_by_text("Nagekeken op")).to_be_visible()
    await clerk.goto(draft)
    await press(clerk, PUBLISH)
    await expect(clerk.get_by_role("heading", name="Wie bericht kreeg")).to_be_visible()
    return draft


async def test_a_draft_is_published_once_somebody_else_has_read_it(
    firm: Scene, published: str
) -> None:
    assert (await firm.record(published))["state"] == "published"


async def test_an_objection_told_by_telephone_holds_that_client_back_alone(
    firm: Scene, clerk: Page, colleague: Page, published: str
) -> None:
    case = firm.case("cal-1")
    await colleague.goto(f"{published}/answer?agreement={case.agreement_id}")
    await press(colleague, "Het antwoord vastleggen")
    await expect(colleague.locator("#words-wrong")).to_be_visible()
    await colleague.locator("#words").fill("Belde: wil geen tweede kopie.")
    await press(colleague, "Het antwoord vastleggen")
    await clerk.goto("/objections")
    await clerk.get_by_role("link", name=case.name).click()
    await press(clerk, "Beslissen en de klant berichten")
    await expect(clerk.locator("[id='decision-wrong']")).to_be_visible()
    await examine(clerk, "objection-refused-nl")
    await clerk.locator('[value="client_held_back"]').check()
    await clerk.locator("#reason").fill("Uw gegevens blijven waar ze zijn.")
    await press(clerk, "Beslissen en de klant berichten")
    await clerk.goto(f"{published}/held")
    row = clerk.get_by_role("row").filter(has_text=case.name)
    await expect(row).to_contain_text("blijft buiten de wijziging")
    await examine(clerk, "held-nl")
    assert "Uw gegevens blijven waar ze zijn." in await decided(firm, clerk)


async def decided(firm: Scene, page: Page) -> str:
    await page.goto("/objections?show=all")
    await page.get_by_role("link", name=firm.case("cal-1").name).click()
    return await text(page)


async def test_an_exception_for_one_client_wants_a_reason_and_leaves_the_others_alone(
    firm: Scene, clerk: Page
) -> None:
    case, other = firm.case("cal-2"), firm.case("cal-1")
    await clerk.goto(f"/clients/{case.client_id}/exceptions")
    await press(clerk, "Uitzondering vastleggen")
    await expect(clerk.locator("#reason-wrong")).to_be_visible()
    await clerk.locator("#reason").fill("Deze klant doet dit zelf.")
    await press(clerk, "Uitzondering vastleggen")
    await expect(clerk.get_by_role("cell", name="Deze klant doet dit zelf.")).to_be_visible()
    await examine(clerk, "exceptions-nl")
    held = {}
    for one in (case, other):
        told = await firm.record(f"/clients/{one.client_id}/processors")
        held[one.name] = len(told["processors"])
    assert held == {case.name: 0, other.name: 2}

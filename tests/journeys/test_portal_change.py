"""A change from draft to decision: what staff and clients see of it, in a real browser."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from playwright.async_api import Page, expect

from deploy.demo.change import APPROVES, NEW, OBJECTS, OLD, UNREACHABLE
from deploy.demo.change import ENGLISH as FLOWERS
from tests.journeys.browser import examine, examine_in_both_languages, text
from tests.journeys.people import GROUNDS, Scene, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


async def test_a_change_without_a_title_or_a_party_is_refused_at_its_fields(
    scene: Scene, staff: Page
) -> None:
    await staff.goto("/changes/new")
    await staff.locator('[name="reason.nl"]').fill("Zomaar.")
    await press(staff, "Opslaan als concept")
    await expect(staff.locator("[id='title.nl-wrong']")).to_have_text("Vul dit in.")
    await expect(staff.locator("[id='effective_on-wrong']")).to_have_text("Vul dit in.")
    await expect(staff.locator('[name="reason.nl"]')).to_have_value("Zomaar.")
    await examine(staff, "change-refused-nl")
    await examine_in_both_languages(staff, "/changes/new", "change-new")


async def test_privacy_shield_can_not_be_chosen_and_a_third_country_needs_a_mechanism(
    scene: Scene, staff: Page
) -> None:
    await staff.goto("/subprocessors")
    await staff.get_by_role("link", name=f"Vervangen {OLD}").click()
    assert await staff.locator('option[value="privacy_shield"]').count() == 0
    await staff.locator('[name="title.nl"]').fill("Naar elders")
    await staff.locator('[name="effective_on"]').fill("2099-01-01")
    await staff.locator('[name="begins.0.subprocessor_id"]').select_option(label=NEW)
    await staff.locator('[name="begins.0.zone"]').select_option("third")
    await press(staff, "Opslaan als concept")
    await expect(staff.locator("[id='begins.0.mechanism-wrong']")).to_contain_text("doorgifte")
    await expect(staff.locator('[name="begins.0.zone"]')).to_have_value("third")


async def test_a_draft_shows_whom_it_concerns_before_anybody_is_told(
    scene: Scene, staff: Page, published: str
) -> None:
    change = await scene.record(published)
    assert change["state"] == "published"
    assert [line["action"] for line in change["lines"]] == ["replacement"]
    mailbox = scene.portal.site.mailbox
    assert await mailbox.count(scene.case("dk-1005").told, says=NEW) == 0
    await staff.goto(published)
    shown = await text(staff)
    for fact in (OLD, NEW, "Oud", "Nieuw", "Nederland"):
        assert fact in shown


async def test_recipients_stand_with_mail_deadline_and_standing(
    scene: Scene, staff: Page, published: str
) -> None:
    await staff.goto(published)
    rows = staff.locator("section[aria-labelledby=recipients] tbody tr")
    unreachable, flowers = scene.case(UNREACHABLE), scene.case(FLOWERS)
    first = rows.filter(has_text="onbestelbaar.example")
    await expect(first).to_contain_text("Niet te bezorgen")
    second = rows.filter(has_text=unreachable.next_told)
    await expect(second).to_contain_text("Aangenomen door de mailserver")
    await expect(second).to_contain_text("Bericht omdat anderen niet bereikbaar waren")
    specific = rows.filter(has_text=scene.case(APPROVES).told)
    await expect(specific).to_contain_text("Specifieke toestemming")
    await expect(rows.filter(has_text=flowers.told)).to_contain_text(flowers.name)
    await expect(rows.filter(has_text="Museum van Niets")).to_have_count(0)


async def test_an_objection_and_an_approval_are_in_the_record_and_on_the_page(
    scene: Scene, staff: Page, objector: Page, answered: str
) -> None:
    found = (await scene.record(f"{answered}/objections"))["items"]
    assert [one["grounds"] for one in found] == [GROUNDS]
    page = await scene.record(f"{answered}/recipients")
    standing = {item["client_id"]: item["standing"] for item in page["items"]}
    assert standing[scene.case(OBJECTS).client_id] == "objection_open"
    assert standing[scene.case(APPROVES).client_id] != "approval_missing"
    assert "Tot de Kale ICT heeft beslist, verandert er voor u niets" in await text(objector)
    await examine_in_both_languages(objector, "/home", "home-objected")
    await objector.goto(f"{answered}/object")
    await objector.locator("#grounds").fill("Nog eens.")
    await press(objector, "Bezwaar versturen")
    assert "al bezwaar gemaakt" in await text(objector)
    await staff.goto(answered)
    assert GROUNDS in await text(staff)


async def test_going_live_too_early_shows_who_is_protected_and_until_when(
    scene: Scene, staff: Page, refused: list[str], published: str
) -> None:
    said = {row.split("\t")[0].strip(): " ".join(row.split()[1:]) for row in refused}
    assert "Heeft bezwaar gemaakt" in said["Bakkerij Bedacht"]
    assert "Heeft nog geen toestemming gegeven" in said["Stichting Verzonnen Zorg"]
    assert "eindigt niet vanzelf" in said["Stichting Verzonnen Zorg"]
    assert "Kan nog bezwaar maken" in said["Coöperatie Lindewerk U.A."]
    assert format_date(await scene.today() + timedelta(days=21), "d MMMM y", "nl") in " ".join(
        said.values()
    )
    assert len(said) == 5
    assert (await scene.record(published))["state"] == "published"
    await examine_in_both_languages(staff, published, "change")
    await examine_in_both_languages(staff, "/changes", "changes")


async def test_a_decision_is_told_to_the_client_and_shown(
    scene: Scene, staff: Page, objector: Page, answered: str
) -> None:
    await staff.goto(answered)
    await staff.get_by_role("link", name="Beslissen").click()
    path = staff.url.removeprefix(scene.portal.site.portal)
    await examine_in_both_languages(staff, path, "objection")
    await press(staff, "Beslissen en de klant berichten")
    await expect(staff.locator("#reason-wrong")).to_have_text("Vul dit in.")
    await staff.get_by_label("De wijziging gaat voor deze klant niet door").check()
    reason = "U houdt MoneyBird; wij draaien beide naast elkaar."
    await staff.locator("#reason").fill(reason)
    await press(staff, "Beslissen en de klant berichten")
    await staff.wait_for_url(f"**{answered}")
    assert "De wijziging gaat voor deze klant niet door" in await text(staff)
    await scene.portal.site.mailbox.wait(scene.case(OBJECTS).told, says=reason)
    await objector.goto("/home")
    assert reason in await text(objector)


async def test_an_objection_is_made_without_javascript(scene: Scene, published: str) -> None:
    case = scene.case(FLOWERS)
    async with scene.portal.window("en", javascript=False) as page:
        await scene.portal.enter(page, case.told, says=NEW)
        await page.goto("/home?language=en")
        await page.get_by_role("link", name="Object").click()
        await press(page, "Send the objection")
        await expect(page.locator("#grounds-wrong")).to_have_text("Fill this in.")
        await page.locator("#grounds").fill("We need our own books to stay where they are.")
        await press(page, "Send the objection")
        assert "Your organisation objected on" in await text(page)
    found = (await scene.record(f"{published}/objections"))["items"]
    assert any(one["client_id"] == case.client_id for one in found)

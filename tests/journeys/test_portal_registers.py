"""The registers of a processor, filled in and mended through the portal in a real browser."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import examine, text
from tests.journeys.people import Scene, choose, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

ENDED = "cal-3"
# What each register wants, and what its list shows of it.
ENTRIES: dict[str, tuple[dict[str, str], str]] = {
    "instructions": (
        {"given_by": "Dirk Duim", "instruction": "Bewaar back-ups hooguit een week."},
        "Bewaar back-ups hooguit een week.",
    ),
    "disclosures": (
        {
            "authority": "Bedachte Toezichthouder",
            "legal_basis": "art. 0 Wnl",
            "requested": "Alles.",
        },
        "Bedachte Toezichthouder",
    ),
    "audits": ({"auditor": "Kijk & Luister", "scope": "toegang tot mappen"}, "Kijk & Luister"),
    "requests": ({"person.name": "Bea Trokken", "person.contact": "per brief"}, "Bea Trokken"),
}


async def begin(page: Page, firm: Scene, slug: str) -> None:
    """From the list to the form, by the name of the client."""
    await page.goto(f"/registers/{slug}")
    await page.get_by_role("link", name="Nieuw").first.click()
    await page.get_by_role("link", name=firm.case("cal-1").name).click()


@pytest.mark.parametrize("slug", ENTRIES)
async def test_an_entry_is_recorded_without_javascript_and_stands_in_its_register(
    firm: Scene, colleague: Page, clerk: Page, slug: str
) -> None:
    values, shown = ENTRIES[slug]
    await begin(colleague, firm, slug)
    for name, value in values.items():
        await colleague.locator(f'[name="{name}"]').fill(value)
    await colleague.get_by_role("button", name="Vastleggen").click()
    await colleague.wait_for_url(f"**/registers/{slug}/*-*")
    for name in values:
        assert values[name] in await text(colleague)
    path = urlsplit(colleague.url).path
    await clerk.goto(path)
    await examine(clerk, f"register-{slug}-entry-nl")
    await clerk.goto(f"/registers/{slug}")
    row = clerk.get_by_role("row").filter(has_text=shown)
    await expect(row).to_contain_text(firm.case("cal-1").name)
    await examine(clerk, f"register-{slug}-nl")


async def test_what_is_missing_is_said_at_its_field_and_the_file_is_kept(
    firm: Scene, clerk: Page
) -> None:
    await begin(clerk, firm, "instructions")
    await clerk.get_by_label("Wij denken dat dit in strijd is").check()
    await choose(clerk, "brief.pdf", b"%PDF-1.4 brief")
    await press(clerk, "Vastleggen")
    for name in ("given_by", "instruction"):
        await expect(clerk.locator(f"#{name}-wrong")).to_be_visible()
    await expect(clerk.get_by_text("brief.pdf")).to_be_visible()
    await examine(clerk, "register-refused-nl")
    await clerk.locator("#given_by").fill("Dirk Duim")
    await clerk.locator("#instruction").fill("Stuur alles naar een ander land.")
    await press(clerk, "Vastleggen")
    await expect(clerk.locator("#warning-wrong")).to_be_visible()
    await clerk.locator("#warning").fill("Dat mag niet zonder passende waarborgen.")
    await clerk.locator("#warned_on").fill(str(await firm.today()))
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url("**/registers/instructions/*-*")
    await expect(clerk.get_by_role("link", name="brief.pdf")).to_be_visible()


async def newest(firm: Scene, kind: str) -> dict[str, Any]:
    found = await firm.record("/register-entries", kind=kind)
    return dict(found["items"][0])


async def test_of_two_clerks_who_add_to_an_entry_both_are_kept(
    firm: Scene, clerk: Page, colleague: Page
) -> None:
    entry = await newest(firm, "audit")
    path = f"/registers/audits/{entry['id']}"
    await clerk.goto(f"{path}/revise")
    await colleague.goto(f"{path}/revise")
    await colleague.locator("#findings").fill("Eén map stond open.")
    await colleague.locator("#held_on").fill(str(await firm.today()))
    await colleague.locator("#reason").fill("Gehouden.")
    await press(colleague, "Vastleggen")
    await colleague.wait_for_url(f"**{path}")
    await clerk.locator("#scope").fill("toegang tot mappen en mail")
    await clerk.locator("#reason").fill("De opdracht is verruimd.")
    await press(clerk, "Vastleggen")
    await expect(clerk.get_by_role("alert")).to_contain_text("Iemand anders")
    await expect(clerk.locator("#findings")).to_have_value("Eén map stond open.")
    await expect(clerk.locator("#reason")).to_have_value("De opdracht is verruimd.")
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url(f"**{path}")
    facts = (await firm.record(f"/register-entries/{entry['id']}"))["facts"]
    assert facts["findings"] == "Eén map stond open."
    assert facts["scope"] == "toegang tot mappen en mail"
    await examine(clerk, "register-history-nl")


async def test_a_request_is_answered_from_its_pack_and_the_person_is_erased(
    firm: Scene, clerk: Page
) -> None:
    entry = await newest(firm, "subject_request")
    path, today = f"/registers/requests/{entry['id']}", str(await firm.today())
    await clerk.goto(path)
    await clerk.get_by_role("link", name="Antwoordpakket").click()
    assert firm.case("cal-1").name in await text(clerk)
    await examine(clerk, "answer-pack-nl")
    await clerk.goto(f"{path}/revise")
    for name in ("passed_on", "answered_on"):
        await clerk.locator(f"#{name}").fill(today)
    await clerk.locator("#outcome").select_option("answered")
    await clerk.locator("#answer").fill("Overzicht gestuurd.")
    await clerk.locator("#reason").fill("Beantwoord.")
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url(f"**{path}")
    await press(clerk, "Naam van de persoon wissen")
    await expect(clerk.get_by_text("Bea Trokken")).to_have_count(0)
    await examine(clerk, "request-erased-nl")


async def test_what_ends_stands_as_still_to_be_done_until_it_is_recorded(
    firm: Scene, clerk: Page
) -> None:
    case, today = firm.case(ENDED), str(await firm.today())
    await clerk.goto(f"/agreements/{case.agreement_id}/manage")
    await clerk.get_by_text("Beëindiging vastleggen").click()
    await press(clerk, "Overeenkomst beëindigen")
    await expect(clerk.locator("#ends_on-wrong")).to_be_visible()
    await clerk.locator("#reason").fill("De klant stopt met zijn bedrijf.")
    await clerk.locator("#ends_on").fill(today)
    await press(clerk, "Overeenkomst beëindigen")
    await expect(clerk.get_by_role("heading", name="Beëindigd per")).to_be_visible()
    await examine(clerk, "agreement-ended-nl")
    await clerk.goto("/registers/endings")
    row = clerk.get_by_role("row").filter(has_text=case.name)
    await examine(clerk, "register-endings-nl")
    await row.get_by_role("link", name="Vastleggen").click()
    await clerk.locator("#done").select_option("delete")
    await clerk.locator("#done_on").fill(today)
    await clerk.locator("#done_by").fill("Otto Bedacht")
    await choose(clerk, "verklaring.pdf", b"%PDF-1.4 gewist")
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url("**/registers/endings/*-*")
    assert "verklaring.pdf" in await text(clerk)
    await clerk.goto("/registers/endings")
    await expect(clerk.get_by_text("Nog te doen")).to_have_count(0)


async def test_a_version_of_the_statement_is_recorded_and_then_in_force(
    firm: Scene, clerk: Page, colleague: Page
) -> None:
    await colleague.goto("/registers/statements")
    await colleague.get_by_role("link", name="Nieuwe versie").first.click()
    await press(colleague, "Vastleggen")
    await expect(colleague.locator("#label-wrong")).to_be_visible()
    await colleague.locator("#label").fill("Verklaring 2026")
    await colleague.locator("#effective_on").fill("2026-01-01")
    await colleague.locator("#text").fill("Wij bewaren facturen zeven jaar.")
    await colleague.get_by_role("button", name="Vastleggen").click()
    await colleague.wait_for_url("**/registers/statements/*-*")
    await clerk.goto("/registers/statements")
    await expect(clerk.get_by_role("row").filter(has_text="Verklaring 2026")).to_contain_text(
        "Van kracht"
    )
    await examine(clerk, "statements-nl")

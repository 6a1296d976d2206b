"""What staff keep of parties and links, through the portal in a real browser."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.browser import examine, text
from tests.journeys.people import Scene, choose, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

PARTY = "Leveranciers van software en ICT (nog te benoemen)"
PAPER = b"%PDF-1.4\n% made by this test\n%%EOF\n"
STATEMENT = """Privacyverklaring van Calqi, versie 3 maart 2026.
Voor de betalingen van onze klanten gebruiken wij Mollie; zij ontvangt naam en rekeningnummer.
Onze boekhouding doen wij in Money Bird.
"""


async def party(firm: Scene) -> dict[str, Any]:
    listed = await firm.stage.contracts.all("/subprocessors")
    found = next(one for one in listed if one["name"] == PARTY)
    return dict(await firm.record(f"/subprocessors/{found['id']}"))


async def test_of_two_clerks_who_edit_a_party_at_once_neither_loses_a_word(
    firm: Scene, clerk: Page, colleague: Page
) -> None:
    path = f"/subprocessors/{(await party(firm))['id']}"
    await clerk.goto(f"{path}/edit")
    await colleague.goto(f"{path}/edit")
    await colleague.locator("#address").fill("Verzonnenstraat 1, Nergenshuizen")
    await colleague.locator("#contact_person").fill("Pia Post, directeur")
    await colleague.get_by_role("button", name="Opslaan").click()
    await colleague.wait_for_url(f"**{path}")
    await clerk.locator("#address").fill("Bedachtplein 2, Nergenshuizen")
    await clerk.locator("#website").fill("https://leverancier.example")
    await clerk.get_by_role("button", name="Opslaan").click()
    await expect(clerk.get_by_role("alert")).to_contain_text("Iemand anders")
    await expect(clerk.locator("#address")).to_have_value("Bedachtplein 2, Nergenshuizen")
    await expect(clerk.locator("#address-wrong")).to_contain_text("Verzonnenstraat 1")
    await expect(clerk.locator("#contact_person")).to_have_value("Pia Post, directeur")
    await examine(clerk, "party-overtaken-nl")
    await clerk.get_by_role("button", name="Opslaan").click()
    await clerk.wait_for_url(f"**{path}")
    now = await party(firm)
    assert now["address"] == "Bedachtplein 2, Nergenshuizen"
    assert now["contact_person"] == "Pia Post, directeur"
    assert now["website"] == "https://leverancier.example"
    await examine(clerk, "party-nl")


async def test_an_agreement_with_a_supplier_is_kept_with_its_file_and_edited_by_two(
    firm: Scene, clerk: Page, colleague: Page
) -> None:
    await clerk.goto("/registers/suppliers")
    await expect(
        clerk.get_by_text("Werkt voor uw klanten zonder overeenkomst").first
    ).to_be_visible()
    await clerk.get_by_role("link", name="Vastleggen").first.click()
    await clerk.locator("#title").fill("Voorwaarden van de leverancier")
    await clerk.locator("#valid_from").fill("2026-01-01")
    await clerk.locator("#notice_days").fill("veertien")
    await press(clerk, "Vastleggen")
    await expect(clerk.locator("#notice_days-wrong")).to_have_text("Dit is geen geheel getal.")
    await expect(clerk.locator("#title")).to_have_value("Voorwaarden van de leverancier")
    await examine(clerk, "supplier-refused-nl")
    await clerk.locator("#notice_days").fill("14")
    await choose(clerk, "getekend.pdf", PAPER)
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url("**/registers/suppliers/*-*")
    path = urlsplit(clerk.url).path
    async with clerk.expect_download() as coming:
        await clerk.get_by_role("link", name="getekend.pdf").click()
    assert Path(await (await coming.value).path()).read_bytes() == PAPER
    await examine(clerk, "supplier-nl")
    await clerk.goto(f"{path}/edit")
    await colleague.goto(f"{path}/edit")
    await colleague.locator("#title").fill("Verwerkersovereenkomst 2026")
    await press(colleague, "Vastleggen")
    await clerk.locator("#notice_days").fill("45")
    await press(clerk, "Vastleggen")
    await expect(clerk.locator("#title")).to_have_value("Verwerkersovereenkomst 2026")
    await expect(clerk.locator("#notice_days")).to_have_value("45")
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url(f"**{path}")
    await expect(clerk.get_by_role("heading", level=1)).to_have_text("Verwerkersovereenkomst 2026")
    assert "45 kalenderdagen" in await text(clerk)


async def test_a_statement_is_scanned_and_answered_line_by_line_without_javascript(
    firm: Scene, clerk: Page, colleague: Page
) -> None:
    await colleague.goto("/registers/scans")
    await press(colleague, "Scannen")
    await expect(colleague.get_by_role("alert")).to_be_visible()
    await colleague.locator("#title").fill("Onze verklaring")
    await colleague.locator("#text").fill(STATEMENT)
    await colleague.get_by_role("button", name="Scannen").click()
    await colleague.wait_for_url("**/registers/scans/*-*")
    scan = urlsplit(colleague.url).path
    shown = await text(colleague)
    assert "Mollie" in shown
    assert "Onze boekhouding doen wij in Money Bird." in shown
    await clerk.goto(scan)
    await examine(clerk, "scan-nl")
    line = colleague.locator("section", has=colleague.get_by_role("heading", name="MoneyBird"))
    await line.get_by_role("link").first.click()
    await colleague.locator("#capacity").select_option("own_administration")
    await colleague.locator('[name="purpose.nl"]').fill("onze eigen boekhouding")
    await colleague.locator('[name="data_categories.nl"]').fill("naam")
    await colleague.locator('[name="data_subjects.nl"]').fill("klanten")
    await clerk.goto(colleague.url)
    await examine(clerk, "scan-line-nl")
    await colleague.get_by_role("button", name="Overnemen").click()
    await colleague.wait_for_url(f"**{scan}*")
    names = {one["subprocessor"]["name"] for one in await firm.stage.contracts.all("/links")}
    assert "MoneyBird" in names
    line = colleague.locator("section", has=colleague.get_by_role("heading", name="Mollie"))
    await line.get_by_role("link").first.click()
    await press(colleague, "Terzijde leggen")
    await expect(colleague.locator("#dismissal-wrong")).to_be_visible()
    await colleague.locator("#dismissal").fill("Wij nemen dit niet meer af.")
    await colleague.get_by_role("button", name="Terzijde leggen").click()
    await colleague.wait_for_url(f"**{scan}*")
    await clerk.goto(scan)
    await expect(clerk.get_by_text("Wij nemen dit niet meer af.")).to_be_visible()
    await examine(clerk, "scan-answered-nl")


async def test_transfers_are_looked_at_for_a_day_and_an_ending_is_recorded(
    firm: Scene, clerk: Page
) -> None:
    await clerk.goto("/registers/transfers")
    assert PARTY in await text(clerk)
    await clerk.get_by_role("link", name="steunen hierop").first.click()
    await expect(clerk.get_by_role("heading", level=1)).to_have_text("Wie het raakt")
    assert firm.case("cal-1").name in await text(clerk)
    await examine(clerk, "transfer-touched-nl")
    await clerk.goto("/registers/transfers/decisions")
    await clerk.locator("#territory").select_option("AD")
    await clerk.locator("#ends_on").fill(str(await firm.today()))
    await press(clerk, "Vastleggen")
    await expect(clerk.locator("#reason-wrong")).to_be_visible()
    await expect(clerk.locator("#territory")).to_have_value("AD")
    await examine(clerk, "adequacy-refused-nl")
    await clerk.locator("#reason").fill("Vernietigd door het Hof.")
    await press(clerk, "Vastleggen")
    await clerk.goto("/registers/transfers/decisions")
    await expect(clerk.get_by_role("row", name="Andorra")).to_contain_text("Geldt niet")


async def test_the_record_of_processing_opens_in_a_spreadsheet(firm: Scene, clerk: Page) -> None:
    await clerk.goto("/registers/record-of-processing")
    await examine(clerk, "record-of-processing-nl")
    async with clerk.expect_download() as coming:
        await clerk.get_by_role("link", name="XLSX").click()
    content = Path(await (await coming.value).path()).read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = {
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    }
    assert {case.name for case in firm.stage.cases.values()} <= cells

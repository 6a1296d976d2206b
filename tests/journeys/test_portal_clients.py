"""Clients brought in by file, their agreements renewed, and who serves them: in a real browser."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from deploy.demo.waiting import until
from tests.journeys.browser import examine, text
from tests.journeys.people import AMENDED, Scene, choose, press, sign

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

HEAD = (
    "klantnummer;klant;adres;land;taal;contactpersoon;e-mail;taken;producten;toestemming;"
    "aankondigingstermijn;bezwaartermijn;soort dagen;geteld vanaf;bij bezwaar;bij einde"
)
ROW = (
    "cal-9;Stoelendans V.O.F.;Draaiweg 1, 0000 AA Nergenshuizen;NL;nl;Stella Stoel;{email};"
    "tekenen, wijzigingen;financiele-administratie;algemeen;30;14;kalenderdagen;verzending;"
    "tegenhouden;verwijderen"
)
MILA = "mila@dehaven-nl.example"
OWN_PAPER = "cal-2"


def table(email: str) -> bytes:
    return f"{HEAD}\r\n{ROW.format(email=email)}\r\n".encode()


async def test_a_file_with_a_mistake_is_mended_and_taken_over(firm: Scene, clerk: Page) -> None:
    await clerk.goto("/imports")
    await press(clerk, "Controleer het bestand")
    await expect(clerk.locator("#file-wrong")).to_be_visible()
    await examine(clerk, "imports-refused-nl")
    await choose(clerk, "klanten.csv", table("stella"))
    await clerk.get_by_role("button", name="Controleer het bestand").click()
    await clerk.wait_for_url("**/imports/*-*")
    wrong = clerk.get_by_role("row").filter(has_text="e-mail")
    await expect(wrong).to_contain_text("2", timeout=60_000)
    await examine(clerk, "import-mistakes-nl")
    await clerk.goto("/imports")
    await choose(clerk, "klanten.csv", table("stella@stoelendans-nl.example"))
    await clerk.get_by_role("button", name="Controleer het bestand").click()
    await clerk.wait_for_url("**/imports/*-*")
    await expect(clerk.get_by_role("button", name="Importeren")).to_be_visible(timeout=60_000)
    await examine(clerk, "import-checked-nl")
    await clerk.get_by_role("button", name="Importeren").click()
    await expect(clerk.get_by_text("Het bestand is overgenomen")).to_be_visible(timeout=60_000)
    await examine(clerk, "import-done-nl")
    await clerk.goto("/clients?q=cal-9")
    await expect(clerk.locator("#clients")).to_contain_text("Stoelendans V.O.F.")


async def test_a_clients_own_paper_is_kept_with_its_terms(firm: Scene, clerk: Page) -> None:
    path = f"/agreements/{firm.case(OWN_PAPER).agreement_id}"
    await clerk.goto(f"{path}/manage")
    await clerk.get_by_role("link", name="Eigen papier van de klant").click()
    await press(clerk, "Vastleggen")
    for name in ("file", "typed_name", "signed_on"):
        await expect(clerk.locator(f"[id='{name}-wrong']")).to_be_visible()
    await examine(clerk, "own-paper-refused-nl")
    await choose(clerk, "own paper.pdf", b"%PDF-1.4 own paper")
    await clerk.locator("#typed_name").fill("Petra Pretend")
    await clerk.locator("#signed_on").fill(str(await firm.today()))
    await clerk.locator("[id='terms.notice_days']").fill("60")
    await clerk.get_by_role("button", name="Vastleggen").click()
    await clerk.wait_for_url(f"**{path}/manage")
    await expect(clerk.get_by_role("link", name="own paper.pdf")).to_be_visible()
    await examine(clerk, "own-paper-nl")
    agreement = await firm.record(path)
    assert (agreement["state"], agreement["terms"]["notice_days"]) == ("in_force", 60)


async def test_new_terms_hold_once_the_client_has_accepted_them_without_javascript(
    firm: Scene, clerk: Page
) -> None:
    case = firm.case("cal-1")
    path = f"/agreements/{case.agreement_id}"
    mailbox = firm.portal.site.mailbox
    known = await mailbox.links(case.signatory)
    await clerk.goto(f"{path}/amend")
    await clerk.locator("[id='terms.notice_days']").fill("45")
    await press(clerk, "Bekijk wat er verandert")
    await expect(clerk.get_by_role("heading", name="Wat er verandert")).to_be_visible()
    assert "45" in await text(clerk)
    await examine(clerk, "amendment-preview-nl")
    await clerk.get_by_role("button", name="Dit voorstellen").click()
    await clerk.wait_for_url(f"**{path}/manage")
    await examine(clerk, "amendment-proposed-nl")
    assert (await firm.record(path))["terms"]["notice_days"] == 30
    async with firm.portal.window(javascript=False) as page:
        await page.goto(await mailbox.new_link(case.signatory, known))
        await page.get_by_role("main").get_by_role("button").click()
        await page.goto(f"{path}/sign")
        assert "45 kalenderdagen" in await text(page)
        await sign(page, "Dirk Duim", *AMENDED)
        await page.wait_for_url(f"**{path}")
    assert (await firm.record(path))["terms"]["notice_days"] == 45


async def test_annexes_that_differ_are_renewed_together_with_their_progress(
    firm: Scene, clerk: Page
) -> None:
    links = await firm.stage.contracts.all("/links")
    party = next(x["subprocessor"]["id"] for x in links if x["capacity"] == "subprocessor")
    await clerk.goto(f"/subprocessors/{party}/edit")
    await clerk.locator("#contact").fill("privacy@leverancier.example")
    await clerk.get_by_role("button", name="Opslaan").click()
    await clerk.wait_for_url(f"**/subprocessors/{party}")

    async def differs() -> Any:
        return (await firm.record("/drift"))["items"] or None

    await until("the annexes to differ", differs)
    await clerk.goto("/drift")
    await expect(clerk.get_by_role("row").filter(has_text=firm.case("cal-1").name)).to_be_visible()
    await examine(clerk, "drift-nl")
    await clerk.get_by_role("button", name="Al deze bijlagen vernieuwen").click()
    await expect(clerk.get_by_text("Afgehandeld", exact=True).first).to_be_visible(timeout=60_000)
    await clerk.goto("/drift")
    await expect(clerk.get_by_text("Alle bijlagen kloppen")).to_be_visible()
    await examine(clerk, "drift-mended-nl")


async def test_a_reseller_serves_its_own_clients_and_finds_no_other(
    firm: Scene, clerk: Page
) -> None:
    mine, other = firm.case("cal-1"), firm.case("cal-2")
    await clerk.goto("/resellers")
    await press(clerk, "Toevoegen")
    await expect(clerk.locator("#name-wrong")).to_be_visible()
    await clerk.locator("#name").fill("Webbureau De Haven B.V.")
    await clerk.locator("#brand").fill("De Haven")
    await clerk.get_by_role("button", name="Toevoegen").click()
    await clerk.wait_for_url("**/resellers/*-*")
    reseller = urlsplit(clerk.url).path
    await clerk.locator("#name").fill("Mila Haven")
    await clerk.locator("#email").fill(MILA)
    await press(clerk, "Toevoegen")
    await clerk.goto(f"/clients/{mine.client_id}/placements")
    await clerk.locator("#reseller_id").select_option(label="Webbureau De Haven B.V.")
    await clerk.get_by_role("button", name="Opslaan").click()
    await clerk.wait_for_url(f"**/clients/{mine.client_id}")
    await clerk.goto(reseller)
    await examine(clerk, "reseller-nl")
    async with firm.portal.window() as page:
        await firm.portal.sign_in(page, MILA)
        await expect(page.get_by_role("banner")).to_contain_text("De Haven")
        await expect(page.locator("#clients tr")).to_have_count(1)
        await examine(page, "reseller-clients-nl")
        await page.get_by_role("link", name=mine.name).click()
        await examine(page, "reseller-client-nl")
        await page.get_by_role("link", name="De overeenkomst lezen").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("VWO-")
        await page.goto(f"/clients/{mine.client_id}")
        await page.get_by_role("link", name="Per categorie gegevens").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Wie heeft welke gegevens")
        for path in (f"/clients/{other.client_id}", f"/agreements/{other.agreement_id}"):
            answer = await page.goto(path)
            assert answer is not None
            assert answer.status == 404
        await clerk.goto(f"/clients/{mine.client_id}/placements")
        await clerk.locator("#reseller_id").select_option("")
        await clerk.get_by_role("button", name="Opslaan").click()
        await clerk.wait_for_url(f"**/clients/{mine.client_id}")
        await page.goto("/clients")
        await expect(page.get_by_text(mine.name)).to_have_count(0)
        await examine(page, "reseller-empty-nl")

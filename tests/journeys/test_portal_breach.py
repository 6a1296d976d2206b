"""A breach of which one client hears and another's mail is refused for good: staff see both, can't
close it over that client's head, and the register says what happened; with every part real."""

import csv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from deploy.demo import load
from deploy.demo.data import read
from deploy.demo.site import Api
from deploy.demo.waiting import until
from tests.journeys.browser import Portal, examine, examine_in_both_languages
from tests.journeys.people import press
from tests.journeys.test_portal_letters import onboard

pytestmark = pytest.mark.xdist_group("instance")

KEY = uuid4().hex[:8]
OWNER, REACHED = f"eigenaar-{KEY}@lek.example", f"hoort-{KEY}@theater.example"
LOST = f"nergens-{KEY}@onbestelbaar.example"
THEATRE, PRINTER = f"Theater {KEY}", f"Boekbinder {KEY}"
FACTS: dict[str, Any] = {
    "title": "Postvak gelezen",
    "nature": {"nl": "Iemand las een postvak.", "en": "Somebody read a mailbox."},
    "subjects": {"nl": "klanten van de webwinkel", "en": "customers of the web shop"},
    "subjects_number": 250,
    "records": {"nl": "namen en adressen", "en": "names and addresses"},
    "records_number": 300,
    "contact_point": "FG, 050 123 45 67",
    "consequences": {"nl": "Gerichte nepmail.", "en": "Targeted phishing."},
    "measures": {"nl": "Wachtwoorden vervangen.", "en": "Passwords replaced."},
}
BECAUSE = "De boekbinder is failliet; de curator is gebeld en weet ervan."
SOON = 60_000


@dataclass
class Breached:
    """A provider with two clients, one of which has no mailbox; ``page``: its owner's browser."""

    portal: Portal
    contracts: Api
    page: Page

    async def report(self) -> str:
        """The path of its page, in the portal and in the API alike behind the registers."""
        product = (await self.contracts.all("/links"))[0]["product_id"]
        made = await self.contracts.post("/incidents", FACTS | {"product_ids": [product]})
        return f"/incidents/{made['id']}"

    async def rows(self, path: str) -> list[dict[str, str]]:
        table = await self.contracts.text(path)
        return list(csv.DictReader(StringIO(table.removeprefix("\ufeff"))))


@pytest.fixture(scope="module")
async def breached(portal: Portal) -> AsyncIterator[Breached]:
    data = read("de-kale-ict")
    provider = data.provider.model_copy(update={"slug": f"breach-{KEY}"})
    owner = data.owner.model_copy(update={"email": OWNER})
    token = await load.provider(
        portal.site, data.model_copy(update={"provider": provider, "owner": owner})
    )
    contracts, model = Api(portal.site.contracts, token), data.clients[0]
    for name, email in ((THEATRE, REACHED), (PRINTER, LOST)):
        client = {"name": name, "country": "NL", "language": "nl", "address": "Laan 7, 9000 AA Ee"}
        await onboard(contracts, model.terms.model_dump(), model.products, email=email, **client)
    async with portal.window() as page:
        await portal.sign_in(page, OWNER)
        yield Breached(portal, contracts, page)
    await contracts.close()


async def told(breached: Breached) -> str:
    """Reported, and clients told of it in the browser."""
    path, page = await breached.report(), breached.page
    await page.goto(f"/registers{path}")
    await expect(page.locator("#outcomes")).to_contain_text("Nog niemand.")
    await press(page, "Nu klanten inlichten")
    # Without loading the page again: it follows the sending by itself.
    await expect(page.locator("#outcomes")).to_contain_text("ingelicht 1 van 2", timeout=SOON)
    await expect(page.locator("#outcomes")).to_contain_text("niet bereikt 1", timeout=SOON)
    await expect(page.locator("#outcomes")).to_contain_text("1 klant is niet bereikt")
    return path


async def close(page: Page, because: str = "") -> None:
    await page.get_by_label("Dit is het laatste bericht").check()
    if because:
        await page.locator("#unreached_because").fill(because)
    await press(page, "Nu klanten inlichten")


async def test_who_was_not_reached_gets_a_letter_before_the_breach_is_closed(
    breached: Breached, well_behaved: None
) -> None:
    path, page = await told(breached), breached.page
    await close(page)
    await expect(page.get_by_role("alert").first).to_contain_text("Er zijn klanten niet bereikt.")
    assert (await breached.contracts.get(path))["state"] == "told"
    await examine_in_both_languages(page, f"/registers{path}", "breach-unreached")
    await see_who(page)
    await post_letter(page)
    await page.goto(f"/registers{path}")
    await expect(page.locator("#outcomes")).to_contain_text("per brief 1", timeout=SOON)
    await close(page)
    await expect(page.locator("#outcomes")).to_contain_text("Laatste bericht")
    await examine(page, "breach-closed-nl")
    await check_register(breached, path)


async def see_who(page: Page) -> None:
    """From the counts to each client, and from the one that was missed to its way out."""
    await page.get_by_role("link", name="niet bereikt 1").click()
    await expect(page.get_by_role("rowheader", name=PRINTER)).to_be_visible()
    await expect(page.get_by_role("rowheader", name=THEATRE)).to_have_count(0)
    await examine(page, "breach-missed-nl")
    await page.get_by_role("link", name="Alles", exact=True).click()
    await expect(page.get_by_role("rowheader", name=THEATRE)).to_be_visible()
    await examine(page, "breach-told-nl")
    await page.get_by_role("link", name="Zien waarom, en een brief laten maken").click()
    await expect(page.get_by_role("main")).to_contain_text("550")


async def post_letter(page: Page) -> None:
    await page.get_by_label(f"Brief aan {PRINTER}").check()
    await press(page, "Brieven laten maken")
    box = page.get_by_role("main").get_by_role("checkbox")

    async def made() -> bool | None:
        await page.reload()
        return await box.count() == 1 or None

    await until("the letter to be made", made, seconds=120)
    await box.check()
    await press(page, "Vastleggen dat de gekozen brieven zijn verzonden")


async def check_register(breached: Breached, path: str) -> None:
    """The first message reached one by mail and one by letter; of the last the mail to the one
    without a mailbox came back again, and the register does not keep that to itself."""
    page = breached.page
    await expect(page.locator("#outcomes")).not_to_contain_text("nog onderweg", timeout=SOON)
    found = await breached.contracts.get(f"{path}/outcomes")
    first, last = found["stages"]
    assert (first["told"], first["by_letter"], first["unreached"]) == (1, 1, 0)
    assert (last["told"], last["by_letter"], last["unreached"]) == (1, 0, 1)
    (row,) = await breached.rows("/incidents.csv")
    assert row["stand"] == "afgesloten"
    assert (row["klanten ingelicht per mail"], row["klanten niet bereikt"]) == ("1", "1")
    assert (row["niet bereikt bij afsluiten"], row["waarom toch afgesloten"]) == ("", "")
    await page.goto("/registers/incidents")
    await expect(page.get_by_role("row").filter(has_text="Postvak")).to_contain_text(
        "ingelicht 1 van 2"
    )


async def test_a_reason_closes_it_and_stands_in_the_register_and_its_table(
    breached: Breached, well_behaved: None
) -> None:
    path, page = await told(breached), breached.page
    await close(page, BECAUSE)
    await expect(page.get_by_role("main")).to_contain_text(
        "Afgesloten terwijl 1 klant niet bereikt was"
    )
    assert (await breached.contracts.get(path))["state"] == "closed"
    await examine_in_both_languages(page, f"/registers{path}", "breach-closed-for-a-reason")
    await examine_in_both_languages(page, "/registers/incidents", "breaches")
    await expect(page.get_by_role("main")).to_contain_text(BECAUSE)
    row = (await breached.rows("/incidents.csv"))[0]
    assert (row["niet bereikt bij afsluiten"], row["waarom toch afgesloten"]) == ("1", BECAUSE)


async def test_a_client_and_staff_read_since_when_it_was_told(
    breached: Breached, well_behaved: None
) -> None:
    await told(breached)
    (theatre, printer) = [
        next(
            one
            for one in (await breached.contracts.get("/clients"))["items"]
            if one["name"] == name
        )
        for name in (THEATRE, PRINTER)
    ]
    page = breached.page
    await page.goto(f"/clients/{theatre['id']}")
    await expect(page.locator("section[aria-labelledby=breaches]")).to_contain_text("Ingelicht op")
    await page.goto(f"/clients/{printer['id']}")
    await expect(page.locator("section[aria-labelledby=breaches]")).to_contain_text("Niet bereikt")
    await examine(page, "breach-client-nl")
    async with breached.portal.window() as own:
        await breached.portal.sign_in(own, REACHED)
        await examine_in_both_languages(own, "/incidents", "breach-own")
        await expect(own.get_by_role("main")).to_contain_text("Ingelicht op")
        await expect(own.get_by_role("main")).not_to_contain_text(BECAUSE)

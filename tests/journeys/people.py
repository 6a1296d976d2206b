"""Who takes part in the journeys, and what each does at a browser."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from deploy.demo.change import NEW, OLD
from deploy.demo.data import DemoProvider, read
from deploy.demo.stage import Case, Stage
from tests.journeys.browser import Portal

SIGNATORY, TOLD = "lien@lindewerk-nl.example", "timo@lindewerk-nl.example"
CLIENT = {
    "client.name": "Coöperatie Lindewerk U.A.",
    "client.registration": "00000017",
    "client.external_id": "dk-2001",
    "client.address": "Lindelaan 7, 0000 JJ Nergenshuizen",
    "contacts.0.name": "Lien Lindenberg",
    "contacts.0.email": SIGNATORY,
    "contacts.0.job_title": "bestuurder",
    "contacts.1.name": "Timo Takkenberg",
    "contacts.1.email": TOLD,
    "terms.notice_days": "21",
    "terms.objection_days": "21",
}
DUTIES = {"contacts.0.duties": ["signatory"], "contacts.1.duties": ["notice", "privacy", "breach"]}
COLLEAGUE, SIGNED = "cor@calqi-nl.example", "cal-1"
GROUNDS = "Ons pakket leest alleen facturen uit MoneyBird."
# How an agreement is signed in each language: the statement of authority, and the button.
DUTCH = ("Ik ben bevoegd", "Overeenkomst ondertekenen")
AMENDED = ("Ik ben bevoegd", "Wijziging ondertekenen")
ENGLISH = ("I am authorised", "Sign the agreement")
SHOP = "webwinkel met facturatie"


def ours(slug: str) -> DemoProvider:
    """A provider of the demonstration at addresses that other journeys don't use."""
    # The catcher refuses one domain, which has to stay as it is.
    text = re.sub(r"(?<!onbestelbaar)\.example", "-nl.example", read(slug).model_dump_json())
    data = DemoProvider.model_validate_json(text)
    provider = data.provider.model_copy(update={"slug": f"{slug}-nl"})
    return data.model_copy(update={"provider": provider})


@dataclass
class Scene:
    """A provider with clients, and whoever is signed in there by now."""

    portal: Portal
    stage: Stage
    data: DemoProvider
    used: dict[str, str] = field(default_factory=dict)  # links that were followed, by whom

    @property
    def owner(self) -> str:
        return self.data.owner.email

    async def record(self, path: str, **parameters: Any) -> Any:
        """What the system of record says, whatever a page shows."""
        return await self.stage.contracts.get(path, **parameters)

    async def today(self) -> date:
        """The legal day, which begins at midnight in the Netherlands."""
        now = datetime.fromisoformat((await self.record("/clock"))["now"])
        return now.astimezone(ZoneInfo("Europe/Amsterdam")).date()

    def case(self, external_id: str) -> Case:
        return self.stage.cases[external_id]


async def fill_in_client(page: Page, **other: str) -> None:
    """The form for a new client; ``other`` replaces or adds what is typed, dots as ``__``."""
    await page.goto("/clients/new")
    for name, value in (CLIENT | {k.replace("__", "."): v for k, v in other.items()}).items():
        await page.locator(f'[name="{name}"]').fill(value)
    for name, duties in DUTIES.items():
        boxes = page.locator(f'[name="{name}"]')
        for number in range(await boxes.count()):
            box = boxes.nth(number)
            await box.set_checked(await box.get_attribute("value") in duties)
    await page.get_by_label(SHOP).check()


async def send_client(page: Page) -> None:
    await page.get_by_role("button", name="Overeenkomst opmaken").click()


async def sign(page: Page, name: str, authority: str, button: str) -> None:
    """On the page where an agreement is signed."""
    await page.locator("#typed_name").fill(name)
    await page.get_by_label(authority).check()
    await page.get_by_role("button", name=button).click()


async def fill_in_change(page: Page, effective: str) -> None:
    """MoneyBird makes way for Exact Online, from the list of sub-processors."""
    await page.goto("/subprocessors")
    await page.get_by_role("link", name=f"Vervangen {OLD}").click()
    typed = {
        "title.nl": f"{NEW} vervangt {OLD}",
        "title.en": f"{NEW} replaces {OLD}",
        "reason.nl": "Eén pakket voor facturen en boekhouding.",
        "reason.en": "One package for invoices and bookkeeping.",
        "effective_on": effective,
        "begins.0.location.nl": "Nederland",
        "begins.0.location.en": "the Netherlands",
    }
    for name, value in typed.items():
        await page.locator(f'[name="{name}"]').fill(value)
    await page.locator('[name="begins.0.subprocessor_id"]').select_option(label=NEW)
    await page.locator('[name="begins.0.zone"]').select_option("EU")
    await page.locator('[name="begins.0.mechanism"]').select_option("none_required")


async def press(page: Page, name: str) -> None:
    """A button that leads to another page, waited for."""
    await page.get_by_role("button", name=name).click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def appoint(page: Page, name: str, address: str, role: str = "officer") -> None:
    """The owner lets somebody work here, who gets a sign-in link by mail."""
    await page.goto("/settings/staff")
    await page.locator("#name").fill(name)
    await page.locator("#email").fill(address)
    await page.locator(f'[name="role"][value="{role}"]').check()
    await page.get_by_role("button", name="Toevoegen").click()
    await expect(page.get_by_role("rowheader", name=name)).to_be_visible()


async def choose(page: Page, name: str, content: bytes, field: str = "#file") -> None:
    """A file, as if picked from a folder."""
    kind = "application/pdf" if name.endswith("pdf") else "text/csv"
    await page.locator(field).set_input_files([{"name": name, "mimeType": kind, "buffer": content}])

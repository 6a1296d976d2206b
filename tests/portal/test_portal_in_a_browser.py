"""The pages in a real browser: what scripts add, what small screens and keyboards need."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright, expect

from deploy.local.assets import fetch
from services.portal.commands.set_up_provider import owner_link
from tests.portal import record
from tests.portal.conftest import Portal

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = [
    "/clients", "/clients/new", f"/clients/{record.CLIENT}", "/changes", "/changes/new",
    f"/changes/{record.CHANGE}", "/subprocessors", f"/objections/{record.OBJECTION}",
    f"/agreements/{record.AGREEMENT}", "/p/de-kale-ict", "/", "/sign-in", "/objections",
    f"/changes/{record.CHANGE}/held", f"/changes/{record.CHANGE}/override",
    f"/changes/{record.CHANGE}/answer?agreement={record.AGREEMENT}",
    f"/changes/{record.CHANGE}/postponement",
]  # fmt: skip


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    fetch()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        await browser.close()


async def signed_in(
    portal: Portal, chromium: Chromium, width: int = 1280
) -> tuple[Page, list[str]]:
    """A page of staff, and what the browser complains of."""
    owner = await portal.provider()
    page = await chromium.new_page(viewport={"width": width, "height": 900}, locale="en")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(await owner_link(portal.pool, portal.settings, portal.tenant_id, owner))
    async with page.expect_navigation():
        await page.click("main button")
    await page.goto(f"{portal.url}/clients?language=en")
    return page, complaints


@pytest.mark.parametrize("width", [1280, 390])
async def test_no_page_is_wider_than_the_screen_or_breaks_its_own_rules(
    portal: Portal, chromium: Chromium, width: int
) -> None:
    page, complaints = await signed_in(portal, chromium, width)
    for path in PAGES:
        await page.goto(portal.url + path)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(wider) == 0, path
    assert complaints == []
    await page.close()


async def test_every_page_has_one_heading_and_every_field_a_name(
    portal: Portal, chromium: Chromium
) -> None:
    page, _ = await signed_in(portal, chromium)
    for path in PAGES:
        await page.goto(portal.url + path)
        assert await page.locator("h1").count() == 1, path
        nameless = await page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            ".filter(field => !field.labels.length).map(field => field.name)"
        )
        assert nameless == [], path
    await page.close()


async def test_the_keyboard_reaches_the_content_first(portal: Portal, chromium: Chromium) -> None:
    page, _ = await signed_in(portal, chromium)
    await page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert await skip.inner_text() == "Skip to the content"
    box = await skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    await page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    await page.close()


async def test_rows_are_added_in_place_and_keep_what_was_typed(
    portal: Portal, chromium: Chromium
) -> None:
    page, complaints = await signed_in(portal, chromium)
    await page.goto(f"{portal.url}/clients/new")
    await page.fill("[id='contacts.0.name']", "Anna")
    for expected in (2, 3):
        await page.click("text=Another contact")
        await page.wait_for_selector(f"[id='contacts.{expected}.name']")
    assert await page.input_value("[id='contacts.0.name']") == "Anna"
    assert await page.locator("text=Another contact").count() == 1
    assert complaints == []
    await page.close()


async def test_a_document_appears_when_it_is_made(portal: Portal, chromium: Chromium) -> None:
    page, _ = await signed_in(portal, chromium)
    portal.documents.say("GET", "/documents", [])
    portal.documents.say("GET", "/renderings", [{"variant": "offered", "state": "waiting"}])
    await page.goto(f"{portal.url}/clients/{record.CLIENT}")
    await page.wait_for_selector("text=it appears here by itself")
    portal.documents.say("GET", "/documents", [record.PAPER])
    portal.documents.say("GET", "/renderings", [{"variant": "offered", "state": "complete"}])
    await page.wait_for_selector("text=VWO-2026-0001.pdf")
    await page.close()


async def test_more_clients_join_the_list(portal: Portal, chromium: Chromium) -> None:
    page, _ = await signed_in(portal, chromium)
    portal.contracts.say("GET", "/clients", {"items": [record.CLIENT_LINE], "next": "cursor-2"})
    await page.goto(f"{portal.url}/clients")
    portal.contracts.say("GET", "/clients", {"items": [record.CLIENT_LINE], "next": None})
    await page.click("text=Show more clients")
    # The line of the link is a row too: only its going says that the answer is there.
    await page.wait_for_selector("text=Show more clients", state="detached")
    assert await page.locator("#clients th").count() == 2
    await page.close()


# What a form shows while it is on its way, kept for the page that follows.
WATCH = """form => new MutationObserver(() => {
  sessionStorage.said = form.querySelector("[role=status]").textContent;
  sessionStorage.off = form.querySelector("button").disabled;
}).observe(form, {subtree: true, childList: true, attributes: true})"""


async def test_a_file_on_its_way_says_so_and_is_not_sent_twice(
    portal: Portal, chromium: Chromium
) -> None:
    page, complaints = await signed_in(portal, chromium)
    portal.notifications.say("POST", "/reconciliations", {"confirmed": 1})
    await page.goto(f"{portal.url}/unreached/mail-log")
    file = {"name": "mail.log", "mimeType": "text/plain", "buffer": b"one\ntwo\n"}
    await page.locator("#file").set_input_files([file])
    await page.locator("main form").evaluate(WATCH)
    button = page.get_by_role("button", name="Settle by this log")
    await button.click()
    await expect(page.locator("#came")).to_contain_text("Lines read")
    assert "is being read" in await page.evaluate("sessionStorage.said")
    assert await page.evaluate("sessionStorage.off") == "true"
    assert len(portal.notifications.to("POST", "/reconciliations")) == 1
    await page.go_back()
    await expect(button).to_be_enabled()
    assert complaints == []
    await page.close()

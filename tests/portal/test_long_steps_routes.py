"""What takes longer than a page is followed until it has ended, and never said to have failed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from services.portal.commands import outlast
from tests.portal import record
from tests.portal.browser import Browser, Page
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}"
DRAFT = {**record.CHANGE_RECORD, "state": "draft", "published_at": None}


@pytest.fixture
async def slow(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """Contracts answers a POST once this is set, and nobody waits for that."""
    monkeypatch.setattr(outlast, "PATIENCE", timedelta(milliseconds=50))
    portal.contracts.say("GET", PATH, DRAFT)
    portal.contracts.say("POST", f"{PATH}/publications", record.CHANGE_RECORD, 201)
    portal.contracts.held = asyncio.Event()
    yield portal.contracts.held
    portal.contracts.held.set()


async def publish(browser: Browser) -> Page:
    return await browser.submit(await browser.open(PATH), f"{PATH}/publications")


async def ended(browser: Browser, path: str) -> Page:
    for _ in range(100):
        page = await browser.open(path)
        if "hx-get" not in page.response.text:
            return page
        await asyncio.sleep(0.05)
    raise AssertionError("it never ended")


async def test_a_publication_that_takes_long_is_followed_until_it_is_done(
    portal: Portal, slow: asyncio.Event
) -> None:
    browser = await portal.staff()
    page = await publish(browser)
    assert (page.status, page.path.rpartition("/")[0]) == (200, f"{PATH}/steps")
    assert "The work goes on" in page.text
    assert page.tree.xpath(f"//section[@hx-get='{page.path}/progress']")
    slow.set()
    done = await ended(browser, f"{page.path}/progress")
    assert "The change is published." in done.text


async def test_a_step_that_goes_on_is_not_asked_twice(portal: Portal, slow: asyncio.Event) -> None:
    browser = await portal.staff()
    page = await publish(browser)
    change = await browser.open(PATH)
    assert change.tree.xpath(f"//a[@href='{page.path}']")
    again = await browser.submit(change, f"{PATH}/publications")
    assert again.path == page.path
    slow.set()
    await ended(browser, page.path)
    assert len(portal.contracts.to("POST", f"{PATH}/publications")) == 1
    change = await browser.open(PATH)
    assert "The work goes on" not in change.text


async def test_a_refusal_that_comes_late_is_told_as_one(
    portal: Portal, slow: asyncio.Event
) -> None:
    browser = await portal.staff()
    portal.contracts.refuse("POST", f"{PATH}/publications", 409, "link-ending")
    page = await publish(browser)
    slow.set()
    done = await ended(browser, page.path)
    for word in ("It was not done", "This task ends already by another change."):
        assert word in done.text


async def test_where_no_answer_came_nothing_is_claimed(portal: Portal, slow: asyncio.Event) -> None:
    browser = await portal.staff()
    page = await publish(browser)
    portal.contracts.down = True
    slow.set()
    done = await ended(browser, page.path)
    assert "We don’t know how it ended" in done.text


async def test_an_override_that_takes_long_is_followed_too(
    portal: Portal, slow: asyncio.Event
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, record.CHANGE_RECORD)
    portal.contracts.say("POST", f"{PATH}/overrides", {}, 201)
    form = await browser.open(f"{PATH}/override")
    page = await browser.submit(form, f"{PATH}/override", person="Sanne", reason="Failliet.")
    slow.set()
    assert "The override is recorded." in (await ended(browser, page.path)).text


async def test_nobody_follows_a_step_of_another_change(portal: Portal, slow: asyncio.Event) -> None:
    browser = await portal.staff()
    page = await publish(browser)
    slow.set()
    number = page.path.rpartition("/")[2]
    assert (await browser.open(f"/changes/{record.CLIENT}/steps/{number}")).status == 404
    assert (await browser.open(f"{PATH}/steps/{record.CLIENT}")).status == 404
    visitor = await portal.visitor()
    assert (await visitor.open(page.path)).path.startswith("/sign-in")

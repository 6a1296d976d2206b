"""What somebody can do with a draft now: have it reviewed, publish it, or mend what stands in the
way."""

from typing import Any

import pytest

from services.portal.store import people
from shared.database import tenant_transaction
from tests.portal import record
from tests.portal.browser import Page
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}"
DRAFT = {**record.CHANGE_RECORD, "state": "draft", "published_at": None, "revision": 2}
ASKS = {**record.TENANT, "four_eyes": True}
REVIEW = {"revision": 2, "note": None, "reviewed_at": "2026-11-22T11:00:00Z"}


def main_steps(page: Page) -> list[str]:
    """Where the buttons lead that stand out."""
    button = "//form[.//button[contains(@class, '--primary-action')]]/@action"
    return [one for one in page.tree.xpath(button) if one.startswith(PATH)]


async def join(portal: Portal, name: str, role: Any) -> None:
    email = f"{name.lower()}@kale.example"
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        await people.add_staff(connection, email=email, name=name, language="nl", role=role)


async def test_where_four_eyes_are_asked_a_review_comes_before_publishing(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", "/tenant", ASKS)
    portal.contracts.say("GET", PATH, DRAFT)
    page = await browser.open(PATH)
    assert main_steps(page) == [f"{PATH}/reviews"]
    assert f"{PATH}/publications" not in page.response.text
    assert "It can be published once somebody else has reviewed it." in page.text
    portal.contracts.say("GET", PATH, {**DRAFT, "state": "reviewed", "reviews": [REVIEW]})
    assert main_steps(await browser.open(PATH)) == [f"{PATH}/publications"]


async def test_who_drafted_it_is_told_whom_to_ask_for_a_review(portal: Portal) -> None:
    browser = await portal.staff()
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        (owner,) = await people.members(connection)
    portal.contracts.say("GET", "/tenant", ASKS)
    portal.contracts.say("GET", PATH, {**DRAFT, "editors": [str(owner.id)]})
    page = await browser.open(PATH)
    assert main_steps(page) == []
    assert "Nobody else here may review it." in page.text
    await join(portal, "Rik", "officer")
    await join(portal, "Vera", "viewer")
    page = await browser.open(PATH)
    (asked,) = page.tree.xpath("//a[starts-with(@href, 'mailto:')]/@href")
    assert asked.startswith("mailto:rik@kale.example?")
    assert f"{PATH}/publications" not in page.response.text


@pytest.mark.parametrize(
    ("change", "impact", "why"),
    [
        ({"effective_on": "2026-11-21"}, {}, "The effective date has passed"),
        (
            {},
            {"findings": [{"refused": True, "finding": record.text("Nee.", "No.")}]},
            "The transfer check refuses",
        ),
    ],
)
async def test_what_would_be_refused_is_not_offered_for_publication(
    portal: Portal, change: dict[str, Any], impact: dict[str, Any], why: str
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, {**DRAFT, **change})
    portal.contracts.say("GET", f"{PATH}/impact", {**record.IMPACT, **impact})
    page = await browser.open(PATH)
    assert main_steps(page) == []
    assert f"{PATH}/publications" not in page.response.text
    assert why in page.text


async def test_a_notice_that_nobody_can_be_sent_is_not_offered_for_publication(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT)
    portal.notifications.refuse("POST", "/previews", 400, "fact-missing")
    page = await browser.open(PATH)
    assert main_steps(page) == []
    assert "Something is missing from what will be sent" in page.text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "comes on top"), ("nl", "komt daar bovenop")]
)
async def test_a_draft_says_whom_it_counts_and_that_others_may_be_told_later(
    portal: Portal, language: str, words: str
) -> None:
    browser = await portal.staff()
    await browser.open(f"/sign-in?language={language}")
    portal.contracts.say("GET", PATH, DRAFT)
    assert words in (await browser.open(PATH)).text
    nobody = record.IMPACT | {"recipients": 0}
    portal.contracts.say("GET", f"{PATH}/impact", nobody)
    assert words not in (await browser.open(PATH)).text

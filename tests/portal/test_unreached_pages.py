"""Who was not reached, on one page for staff and on its own page for the client; and letters."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_resellers_routes import mila

LETTER = "019a0000-0000-7000-8000-0000000000f1"
FILE = "019a0000-0000-7000-8000-0000000000f2"
CHANGE_TITLE = record.text("Ander boekhoudpakket", "Another bookkeeping system")
LOST: dict[str, Any] = {
    "client_id": str(record.CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
    "reference": "VWO-2026-0001", "agreement_id": str(record.AGREEMENT),
    "notice_id": str(record.NOTICE), "kind": "change_announced", "subject_id": str(record.CHANGE),
    "change_id": str(record.CHANGE), "incident_id": None,
    "title": CHANGE_TITLE, "effective_on": "2027-01-15", "since": "2026-11-20T09:00:00Z",
    "next_step": "ask_letter", "letter": None,
    "tries": [{
        "id": record.DELIVERY, "contact_id": str(record.CONTACT), "name": "Anna de Vries",
        "email": "anna@bakkerij.example", "state": "failed", "attempts": 1, "code": 550,
        "reason": None, "reply": "5.1.1 no such user", "at": "2026-11-20T09:00:01Z",
        "escalation": False,
    }],
}  # fmt: skip
READY: dict[str, Any] = {
    "id": LETTER, "notice_id": str(record.NOTICE), "client_id": str(record.CLIENT),
    "requested_at": "2026-11-21T09:00:00Z", "problem": None, "document_id": FILE,
    "digest": record.DIGEST, "posted_on": None, "recorded_at": None,
    "address_lines": ["Bakkerij Het Voorbeeld B.V.", "t.a.v. Anna de Vries", "Dorpsstraat 1"],
}  # fmt: skip
CHOICE = f"{record.NOTICE}.{record.CLIENT}"


def lost(portal: Portal, **more: Any) -> None:
    found = {"items": [LOST | more], "next": None}
    portal.notifications.say("GET", "/unreached", found)
    portal.notifications.say("GET", f"/clients/{record.CLIENT}/unreached", found)


def letters(portal: Portal, **more: Any) -> None:
    portal.notifications.say("GET", "/letters", {"items": [READY | more], "next": None})


async def test_who_was_not_reached_is_one_click_away_with_what_was_tried(portal: Portal) -> None:
    browser = await portal.staff()
    lost(portal)
    page = await browser.open("/settings")
    assert page.tree.xpath("//header//a[@href='/unreached']")
    page = await browser.open("/unreached")
    for words in ("Bakkerij Het Voorbeeld", "5.1.1 no such user", "Another bookkeeping system",
                  "Nobody is left to write to", "Not deliverable"):  # fmt: skip
        assert words in page.text
    portal.notifications.say("GET", "/unreached", {"items": [], "next": None})
    assert "Everybody was reached" in (await browser.open("/unreached")).text


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ({}, f"/changes/{record.CHANGE}"),
        ({"kind": "change_altered"}, f"/changes/{record.CHANGE}"),
        (
            {"kind": "incident_notified", "change_id": None, "incident_id": LETTER},
            f"/registers/incidents/{LETTER}",
        ),
    ],
)
async def test_what_was_to_be_told_is_one_click_away(
    portal: Portal, told: dict[str, Any], path: str
) -> None:
    lost(portal, **told)
    page = await (await portal.staff()).open("/unreached")
    assert path in page.tree.xpath("//main//a/@href")


async def test_letters_are_asked_for_of_those_that_are_chosen(portal: Portal) -> None:
    browser = await portal.staff()
    lost(portal)
    letters(portal, document_id=None)
    portal.notifications.say("POST", "/letters", {"items": []}, 202)
    page = await browser.open("/unreached")
    page = await browser.submit(page, "/unreached/letters", item=CHOICE)
    (asked,) = portal.notifications.to("POST", "/letters")
    wanted = {"notice_id": str(record.NOTICE), "client_id": str(record.CLIENT)}
    assert asked.body == {"items": [wanted]}
    assert "Being made" in page.text


async def test_a_refusal_is_said_on_the_page_of_the_list(portal: Portal) -> None:
    browser = await portal.staff()
    lost(portal)
    portal.notifications.refuse("POST", "/letters", 409, "client-reached")
    page = await browser.open("/unreached")
    page = await browser.submit(page, "/unreached/letters", item=CHOICE)
    assert page.status == 409
    assert "reached meanwhile" in page.text


async def test_a_letter_is_fetched_and_recorded_as_posted(portal: Portal) -> None:
    browser = await portal.staff()
    letters(portal)
    portal.notifications.say("POST", "/postings", {"items": []}, 201)
    portal.documents.say("GET", f"/letters/{FILE}/link", {"url": "https://s3.example/letter"})
    page = await browser.open("/unreached/letters")
    assert "Dorpsstraat 1" in page.text
    assert page.tree.xpath(f"//a[@href='/unreached/letters/{FILE}/pdf']")
    posting = {"letter": LETTER, "posted_on": "2026-11-22"}
    await browser.submit(page, "/unreached/letters/postings", **posting)
    (asked,) = portal.notifications.to("POST", "/postings")
    assert asked.body == {"letter_ids": [LETTER], "posted_on": "2026-11-22"}
    portal.notifications.refuse("POST", "/postings", 400, "posted-on-impossible")
    page = await browser.submit(page, "/unreached/letters/postings", **posting)
    assert "between the day on which it was asked for and today" in page.text


async def test_a_letter_that_waits_says_why(portal: Portal) -> None:
    browser = await portal.staff()
    letters(portal, document_id=None, problem={"code": "client-address-missing"}, address_lines=[])
    assert "no postal address" in (await browser.open("/unreached/letters")).text


async def test_the_people_of_a_client_see_what_did_not_reach_them(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    assert "could not reach your organisation" not in (await browser.open("/home")).text
    lost(portal)
    page = await browser.open("/home")
    assert "We could not reach your organisation by mail" in page.text
    assert "Another bookkeeping system" in page.text


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_may_change_nothing_is_offered_nothing(portal: Portal, role: str) -> None:
    browser = await portal.staff(role=role)
    lost(portal)
    letters(portal)
    for path in ("/unreached", "/unreached/letters"):
        page = await browser.open(path)
        assert page.status == 200
        assert page.tree.xpath("//main//input[@type='checkbox']") == []
        assert page.tree.xpath("//main//button") == []


async def test_a_client_sees_no_list_of_others(portal: Portal) -> None:
    browser = await portal.contact()
    for path in ("/unreached", "/unreached/letters"):
        assert (await browser.open(path)).status == 403


async def test_who_serves_a_client_sees_on_its_page_what_did_not_reach_it(portal: Portal) -> None:
    lost(portal)
    path = f"/clients/{record.CLIENT}"
    page = await (await portal.staff()).open(path)
    assert "No mail about this reached the client" in page.text
    assert page.tree.xpath(f"//main//a[@href='/unreached?client={record.CLIENT}']")
    page = await (await mila(portal)).open(path)
    assert "which addresses are right" in page.text
    assert not page.tree.xpath("//main//a[contains(@href, '/unreached')]")
    asked = portal.notifications.to("GET", f"{path}/unreached")[-1]
    actor = portal.verifier("notifications").verify(asked.headers["authorization"].split()[1])
    assert (actor.kind, actor.client_id) == ("reseller", record.CLIENT)

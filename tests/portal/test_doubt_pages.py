"""What is in doubt is settled from the portal: by a log that is handed in, or by hand."""

from typing import Any

import pytest

from services.portal.pages.mail_log import LARGEST
from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_unreached_pages import LOST, lost

LOG = "/unreached/mail-log"
OPEN = f"/notices/{record.NOTICE}/in-doubt"
CAME = {"confirmed": 12, "released": 3, "stopped": 0, "unfinished": 1, "uncovered": 2,
        "incomplete": 0, "gone": 0}  # fmt: skip


def chosen(content: bytes) -> dict[str, Any]:
    return {"file": ("mail.log", content, "text/plain")}


def doubted(portal: Portal) -> None:
    one = {"id": str(record.DELIVERY), "name": "Anna de Vries", "email": "anna@bakkerij.example",
           "client": "Bakkerij Het Voorbeeld B.V.", "state": "in_doubt", "proof": "in_doubt",
           "at": "2026-11-20T09:00:01Z"}  # fmt: skip
    path = f"/notices/{record.NOTICE}/deliveries"
    portal.notifications.say("GET", path, {"items": [one], "next": None})


async def test_a_log_is_handed_in_and_the_page_says_what_came_of_it(portal: Portal) -> None:
    browser = await portal.staff()
    portal.notifications.say("POST", "/reconciliations", CAME)
    page = await browser.open("/unreached")
    assert page.tree.xpath(f"//main//a[@href='{LOG}']")
    page = await browser.open(LOG)
    page = await browser.submit(page, LOG, files=chosen(b"one\ntwo \xff\x00\n"))
    assert page.status == 200
    (asked,) = portal.notifications.to("POST", "/reconciliations")
    assert asked.body == {"lines": ["one", "two \ufffd"], "zone": "Europe/Amsterdam",
                          "server_waits_seconds": "600"}  # fmt: skip
    told = page.tree.get_element_by_id("came").text_content()
    for words in ("Lines read2", "12", "counts as told", "it is sent again", "2 are not covered",
                  "Of 1 the log has a trace and no end"):  # fmt: skip
        assert words in told
    assert "lines are missing" not in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Choose a file"),
        (b"", "This file is empty"),
        (b"\x1f\x8b\x08rest", "unpack it first"),
        (b"x" * (LARGEST + 1), "too large"),
    ],
)
async def test_a_file_that_is_no_log_is_refused_at_its_field(
    portal: Portal, content: bytes | None, said: str
) -> None:
    browser = await portal.staff()
    page = await browser.open(LOG)
    files = None if content is None else chosen(content)
    page = await browser.submit(page, LOG, files=files)
    assert page.status == 400
    assert said in page.tree.get_element_by_id("file-wrong").text_content()
    assert portal.notifications.to("POST", "/reconciliations") == []


@pytest.mark.parametrize(
    ("field", "code", "name", "said"),
    [
        ("zone", "value_error", "zone", "There is no such time zone"),
        ("server_waits_seconds", "int_parsing", "server_waits_seconds", "not a whole number"),
        ("lines.6", "log-line-unreadable", "file", "Line 7: This line begins as JSON"),
        ("lines", "too_long", "file", "too many lines"),
    ],
)
async def test_what_the_service_refuses_stands_at_its_field(
    portal: Portal, field: str, code: str, name: str, said: str
) -> None:
    browser = await portal.staff()
    errors = [{"field": field, "code": code, "message": "no"}]
    portal.notifications.refuse("POST", "/reconciliations", 400, "request-invalid", errors=errors)
    page = await browser.open(LOG)
    page = await browser.submit(page, LOG, files=chosen(b"one"), zone="Mars")
    assert page.status == 400
    assert said in page.tree.get_element_by_id(f"{name}-wrong").text_content()
    assert page.values(LOG)["zone"] == ["Mars"]


async def test_one_that_is_in_doubt_is_settled_by_hand_with_a_reason(portal: Portal) -> None:
    browser = await portal.staff()
    doubted(portal)
    lost(portal, next_step="check_log", tries=[LOST["tries"][0] | {"state": "in_doubt"}])
    page = await browser.open("/unreached")
    assert page.tree.xpath(f"//main//a[@href='{OPEN}']")
    page = await browser.open(OPEN)
    assert "told twice" in page.text
    refused = await browser.submit(page, OPEN, outcome="resend", reason="x")
    assert "Choose at least one" in refused.text
    settled = f"/deliveries/{record.DELIVERY}/settlements"
    portal.notifications.say("POST", settled, None, 204)
    said = {"outcome": "accepted", "reason": "mail.log, 10:14"}
    await browser.submit(page, OPEN, delivery=str(record.DELIVERY), **said)
    (asked,) = portal.notifications.to("POST", settled)
    assert asked.body == said
    portal.notifications.refuse("POST", settled, 409, "delivery-not-in-doubt")
    page = await browser.submit(page, OPEN, delivery=str(record.DELIVERY), **said)
    assert (page.status, "settled already" in page.text) == (409, True)


async def test_what_is_no_delivery_is_none_that_was_chosen(portal: Portal) -> None:
    browser = await portal.staff()
    doubted(portal)
    page = await browser.open(OPEN)
    page = await browser.submit(page, OPEN, delivery="../notices", outcome="resend", reason="x")
    assert page.status == 400
    assert "Choose at least one" in page.text


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_may_change_nothing_reads_and_settles_nothing(portal: Portal, role: str) -> None:
    browser = await portal.staff(role=role)
    doubted(portal)
    for path in (LOG, OPEN):
        page = await browser.open(path)
        assert page.status == 200
        assert page.tree.xpath("//main//button") == []
    client = await portal.contact()
    for path in (LOG, OPEN):
        assert (await client.open(path)).status == 403

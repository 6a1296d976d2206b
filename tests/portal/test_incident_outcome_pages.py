"""Which client was told of a breach since when, as staff and clients read it; and its closing."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_incident_pages import (
    INCIDENT,
    NUMBER,
    OUTCOMES,
    PAGE,
    PATH,
    REACH,
    RELEASED,
    STAGE,
    STAGE_COUNTS,
    tell,
)

LIST = f"{PAGE}/stages/{STAGE}/clients"
ROW: dict[str, Any] = {
    "client_id": str(record.CLIENT), "client": "Bakkerij", "people": 1, "standing": "unreached",
    "told_at": None, "unreached_at": "2026-11-22T08:05:00Z", "posted_on": None,
}  # fmt: skip
WAYS: dict[str, dict[str, Any]] = {
    "told": {
        "standing": "told",
        "told_at": "2026-11-22T08:01:00Z",
        "unreached_at": None,
        "delivered_at": "2026-11-22T08:02:00Z",
    },
    "by_letter": {"standing": "by_letter", "posted_on": "2026-11-23"},
    "unreached": {},
    "in_doubt": {"standing": "in_doubt", "unreached_at": None},
    "pending": {"standing": "pending", "unreached_at": None},
}
BECAUSE = "Failliet; de curator weet ervan."
CLOSED = RELEASED | {
    "state": "closed",
    "stages": [RELEASED["stages"][0] | {"kind": "closing", "shortfall": {
        "clients": 3, "reason": BECAUSE, "decided_by": NUMBER,
        "decided_at": "2026-11-22T09:00:00Z"}}],
}  # fmt: skip


def fared(portal: Portal, **counts: int) -> None:
    stage = STAGE_COUNTS | counts
    portal.contracts.say("GET", f"{PATH}/outcomes", OUTCOMES | counts | {"stages": [stage]})


def clients(portal: Portal, *rows: dict[str, Any], after: str | None = None) -> None:
    page = {"items": [ROW | row for row in rows], "next": after}
    portal.contracts.say("GET", f"/incident-stages/{STAGE}/clients", page)


async def test_the_page_counts_whom_each_message_reached_and_leads_to_them(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    fared(portal, told=1100, by_letter=2, unreached=3, in_doubt=4, pending=91)
    page = await browser.open(PAGE)
    for words in ("told 1,100 of 1,200", "not reached 3", "by letter 2", "still under way 91",
                  "in doubt 4",
                  "3 clients were not reached", "Correct an address"):  # fmt: skip
        assert words in page.text
    for standing in WAYS:
        assert page.tree.xpath(f"//main//a[@href='{LIST}?show={standing}']")


@pytest.mark.parametrize(
    ("pending", "released", "pace"),
    [
        (2, "2026-11-22T12:00:00Z", "every 3s"),
        (2, "2026-11-20T12:00:00Z", "every 60s"),
        (0, "", ""),
    ],
)
async def test_it_looks_again_while_something_is_under_way(
    portal: Portal, pending: int, released: str, pace: str
) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    more = {"released_at": released} if released else {}
    stage = STAGE_COUNTS | {"pending": pending} | more
    portal.contracts.say("GET", f"{PATH}/outcomes", OUTCOMES | {"stages": [stage]})
    for path in (PAGE, f"{PAGE}/outcomes"):
        page = await browser.open(path)
        found = page.tree.xpath("//section[@id='outcomes']/@hx-trigger")
        assert found == ([pace] if pace else [])


async def test_who_was_told_since_when_is_there_as_a_table(portal: Portal) -> None:
    browser = await portal.staff("auditor")
    tell(portal, RELEASED)
    portal.contracts.say("GET", f"{PATH}/outcomes.csv", "klant")
    page = await browser.open(PAGE)
    (link,) = page.tree.xpath("//section[@id='outcomes']//a[contains(., 'as a table')]/@href")
    assert (await browser.client.get(link)).headers["content-type"].startswith("text/csv")


async def test_of_what_nobody_was_told_yet_the_page_says_so(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    assert "Nobody yet. Once clients are told" in (await browser.open(PAGE)).text


async def test_the_clients_of_a_message_stand_with_since_when_and_the_way_out(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    clients(portal, *WAYS.values(), {"people": 0}, after=str(record.PRODUCT))
    page = await browser.open(f"{LIST}?show=unreached")
    for words in ("22 November 2026 at 09:01", "posted on 23 November 2026",
                  "reported delivered on 22 November 2026 at 09:02",
                  "22 November 2026 at 09:05", "There is nobody to write to."):  # fmt: skip
        assert words in page.text
    for way in (f"/unreached?client={record.CLIENT}", f"/clients/{record.CLIENT}#contacts",
                f"/clients/{record.CLIENT}/contacts/new",
                f"{LIST}?show=unreached&after={record.PRODUCT}"):  # fmt: skip
        assert page.tree.xpath(f"//main//a[@href='{way}']"), way
    (asked,) = portal.contracts.to("GET", f"/incident-stages/{STAGE}/clients")
    assert "standing=unreached" in asked.query


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("", "Nobody is known to be told yet"),
        ("told", "Nobody is known to be told yet"),
        ("unreached", "Nobody was missed"),
        ("pending", "Nothing is under way any more"),
        ("by_letter", "No letter was posted"),
        ("in_doubt", "Nothing is in doubt"),
    ],
)
async def test_an_empty_list_says_what_to_do(portal: Portal, show: str, words: str) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    clients(portal)
    assert words in (await browser.open(f"{LIST}?show={show}")).text


async def test_a_message_of_another_breach_is_not_found(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    for path in (f"{PAGE}/stages/{NUMBER}/clients", f"{LIST}?show=maybe"):
        assert (await browser.client.get(path)).status_code == 404


async def test_who_only_reads_is_led_to_no_form(portal: Portal) -> None:
    browser = await portal.staff("auditor")
    tell(portal, RELEASED)
    clients(portal, {"people": 0})
    page = await browser.open(LIST)
    assert not page.tree.xpath("//main//a[contains(@href, '/new')]")


async def test_not_reached_shows_one_client_alone_when_asked(portal: Portal) -> None:
    browser = await portal.staff()
    portal.notifications.say("GET", "/unreached", {"items": [], "next": None})
    page = await browser.open(f"/unreached?client={record.CLIENT}")
    assert "Nothing came back here" in page.text
    assert page.tree.xpath("//main//a[@href='/unreached']")
    (asked,) = portal.notifications.to("GET", "/unreached")
    assert f"client_id={record.CLIENT}" in asked.query


async def test_closing_asks_why_where_clients_were_not_reached_and_keeps_what_was_typed(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    fared(portal, unreached=3, in_doubt=1, pending=95)
    page = await browser.open(PAGE)
    assert "95 clients are still under way" in page.text
    assert "Of 1 client it is in doubt" in page.text
    portal.contracts.refuse("POST", f"{PATH}/stages", 409, "clients-unreached", unreached=3)
    page = await browser.submit(page, f"{PAGE}/stages", closing="yes")
    assert "Clients were not reached. Have a letter made" in page.text
    assert page.values(f"{PAGE}/stages")["closing"] == ["yes"]
    portal.contracts.say("POST", f"{PATH}/stages", RELEASED, 201)
    await browser.submit(page, f"{PAGE}/stages", closing="yes", unreached_because=f" {BECAUSE} ")
    refused, sent = portal.contracts.to("POST", f"{PATH}/stages")
    assert refused.body == {"closing": True}
    assert sent.body == {"closing": True, "unreached_because": BECAUSE}


async def test_nobody_is_asked_why_where_everybody_was_reached(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    fared(portal, told=1200, unreached=0)
    portal.contracts.say("GET", f"{PATH}/reach", REACH | {"unreachable": 0})
    page = await browser.open(PAGE)
    assert "unreached_because" not in page.values(f"{PAGE}/stages")
    assert "still under way" not in page.text


async def test_why_it_was_closed_stands_on_its_page_and_in_the_register(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal, CLOSED)
    page = await browser.open(PAGE)
    assert "Closed while 3 clients were not reached" in page.text
    assert BECAUSE in page.text
    register = await browser.open("/registers/incidents")
    for words in ("told 1,197 of 1,200", "not reached 3", BECAUSE):
        assert words in register.text


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("told", "Told on 22 November 2026 at 09:01"),
        ("by_letter", "By letter, posted on 23 November 2026"),
        ("unreached", "Not reached by mail, known since 22 November 2026 at 09:05"),
        ("in_doubt", "In doubt: it is not known whether a mail server took the mail"),
        ("pending", "The mail is still under way"),
    ],
)
async def test_a_client_and_staff_read_how_it_was_told(
    portal: Portal, standing: str, words: str
) -> None:
    stage = RELEASED["stages"][0] | {"fared": ROW | WAYS[standing]}
    own = {"items": [{"id": NUMBER, "stages": [stage]}], "next": None}
    portal.contracts.say("GET", f"/clients/{record.CLIENT}/incidents", own)
    contact = await portal.contact("en")
    page = await contact.open("/incidents")
    assert words in page.text
    assert ("which addresses are right" in page.text) == (standing == "unreached")
    staff = await portal.staff()
    for path in (f"/clients/{record.CLIENT}", f"/clients/{record.CLIENT}/incidents"):
        assert words in (await staff.open(path)).text


async def test_a_breach_from_before_it_was_touched_says_nothing_of_this_client(
    portal: Portal,
) -> None:
    stage = RELEASED["stages"][0] | {"fared": None}
    own = {"items": [{"id": NUMBER, "stages": [stage]}], "next": None}
    portal.contracts.say("GET", f"/clients/{record.CLIENT}/incidents", own)
    page = await (await portal.contact("en")).open("/incidents")
    assert INCIDENT["title"] in page.text
    assert "Told on" not in page.text

"""Breaches as staff report, release and follow them, and as a client reads what it was told."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

NUMBER = "019a0000-0000-7000-8000-0000000000e1"
STAGE = "019a0000-0000-7000-8000-0000000000e2"
TOLD: dict[str, Any] = {
    "title": "Postvak gelezen", "products": [record.SHOP], "subprocessor": None, "server": "mail3",
    "found_at": "2026-11-22T06:00:00Z", "began_at": None, "ended_at": None,
    "nature": {"nl": "Iemand las mee.", "en": None}, "subjects": None, "subjects_number": 250,
    "records": None, "records_number": None, "numbers_note": None, "contact_point": "FG, 050 123",
    "consequences": None, "measures": None,
}  # fmt: skip
UNKNOWN = ["subjects", "records", "records_number", "consequences", "measures"]
INCIDENT: dict[str, Any] = TOLD | {
    "id": NUMBER, "state": "reported", "product_ids": [str(record.PRODUCT)],
    "subprocessor_id": None, "reported_by": None, "reported_at": "2026-11-22T07:00:00Z",
    "told_at": None, "minutes_to_tell": None, "waived_because": None, "waived_by": None,
    "waived_at": None, "stages": [],
}  # fmt: skip
RELEASED = INCIDENT | {
    "state": "told", "told_at": "2026-11-22T08:00:00Z", "minutes_to_tell": 120,
    "stages": [{"id": STAGE, "number": 1, "kind": "first", "told": TOLD, "unknown": UNKNOWN,
                "clients": 1200, "people": 1300, "released_by": NUMBER,
                "released_at": "2026-11-22T08:00:00Z", "reviews": []}],
}  # fmt: skip
REACH = {
    "days_from": "2026-11-22", "days_until": "2026-11-22", "begin_known": False, "clients": 1200,
    "people": 1300, "standing_in": 7, "unreachable": 1, "new": 1200, "left_out": 0,
}  # fmt: skip
AFFECTED = {
    "client_id": str(record.CLIENT), "client": "Bakkerij", "agreement_id": str(record.AGREEMENT),
    "agreement_reference": "VWO-1", "cause": "held", "choice": None, "reason": None, "people": 2,
    "told_as": "notice", "frozen_at": None,
}  # fmt: skip
NOTICE = {"id": str(record.NOTICE), "kind": "incident_notified", "subject_id": STAGE,
          "counts": {"accepted": 1298, "failed": 2}}  # fmt: skip
COUNTS = {"clients": 1200, "told": 1197, "by_letter": 0, "unreached": 3, "in_doubt": 0,
          "pending": 0}  # fmt: skip
STAGE_COUNTS: dict[str, Any] = COUNTS | {
    "stage_id": STAGE, "number": 1, "kind": "first", "released_at": "2026-11-22T08:00:00Z",
}  # fmt: skip
OUTCOMES: dict[str, Any] = COUNTS | {"incident_id": NUMBER, "stages": [STAGE_COUNTS]}
NOTHING: dict[str, Any] = dict.fromkeys(COUNTS, 0) | {"incident_id": NUMBER, "stages": []}
PATH, PAGE = f"/incidents/{NUMBER}", f"/registers/incidents/{NUMBER}"


def tell(portal: Portal, incident: dict[str, Any] = INCIDENT) -> None:
    contracts = portal.contracts
    contracts.say("GET", "/clock", {"now": "2026-11-22T12:30:00Z", "today": "2026-11-22"})
    outcomes = OUTCOMES if incident["stages"] else NOTHING
    listed = incident | {"outcomes": outcomes}
    contracts.say("GET", "/incidents", {"items": [listed], "next": None})
    contracts.say("GET", f"{PATH}/outcomes", outcomes)
    contracts.say("GET", PATH, incident)
    contracts.say("GET", f"{PATH}/reach", REACH)
    contracts.say("GET", f"{PATH}/clients", {"items": [AFFECTED], "next": None})
    contracts.say("GET", f"{PATH}/notice", {"notice": {}, "items": [{}], "next": None})
    words = {"language": "nl", "client": "Bakkerij", "subject": "Melding", "text": "Geachte Anna,"}
    portal.notifications.say("POST", "/previews", [words])
    portal.notifications.say("GET", "/notices", {"items": [NOTICE], "next": None})


async def test_the_clock_since_it_was_found_runs_until_clients_are_told(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    assert "6 hours" in (await browser.open("/registers/incidents")).text
    page = await browser.open(PAGE)
    for words in (
        "Found 6 hours ago, and no client has been told", "1,200", "not known yet",
        "7 clients have no contact for breaches", "1 client has no contact at all",
        "When it began is not filled in", "Geachte Anna,", "Iemand las mee.",
    ):  # fmt: skip
        assert words in page.text
    tell(portal, RELEASED)
    page = await browser.open(PAGE)
    assert "The first message left 2 hours after it was found" in page.text
    assert "1,298" in page.text
    assert "not reviewed yet" in page.text


async def test_nobody_reads_that_it_was_found_0_hours_ago(portal: Portal) -> None:
    browser = await portal.staff()
    just = {"found_at": "2026-11-22T12:10:00Z"}
    tell(portal, INCIDENT | just)
    assert "less than an hour" in (await browser.open("/registers/incidents")).text
    assert "Found less than an hour ago" in (await browser.open(PAGE)).text
    tell(portal, RELEASED | just | {"told_at": "2026-11-22T12:20:00Z"})
    assert "left less than an hour after it was found" in (await browser.open(PAGE)).text


async def test_little_is_asked_and_moments_are_those_of_the_netherlands(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("POST", "/incidents", INCIDENT, 201)
    form = await browser.open("/registers/incidents/new")
    assert form.values("/registers/incidents/new")["found_at"] == ["2026-11-22T13:30"]
    page = await browser.submit(
        form,
        "/registers/incidents/new",
        title="Postvak gelezen",
        title_en="Mailbox read",
        product_ids=str(record.PRODUCT),
        found_at="2026-11-22T07:00",
    )
    assert page.path == PAGE
    (sent,) = portal.contracts.to("POST", "/incidents")
    known = {name: sent.body[name] for name in ("title", "title_en", "product_ids", "found_at")}
    assert known == {
        "title": "Postvak gelezen",
        "title_en": "Mailbox read",
        "product_ids": [str(record.PRODUCT)],
        "found_at": "2026-11-22T07:00:00+01:00",
    }
    assert set(sent.body) <= {*known, "contact_point"}


async def test_an_edit_sends_what_changed_and_leaves_the_other_language_out(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("PATCH", PATH, INCIDENT)
    form = await browser.open(f"{PAGE}/edit")
    await browser.submit(
        form, f"{PAGE}/edit", **{"measures.nl": "Vervangen.", "subjects_number": ""}
    )
    (sent,) = portal.contracts.to("PATCH", PATH)
    assert sent.body == {"measures": {"nl": "Vervangen.", "en": None}, "subjects_number": None}
    assert sent.headers["if-match"] == '"as-seen"'


async def test_a_stage_goes_out_as_it_was_read_and_a_refusal_stands_on_the_page(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("POST", f"{PATH}/stages", RELEASED, 201)
    page = await browser.open(PAGE)
    await browser.submit(page, f"{PAGE}/stages", closing="yes")
    (sent,) = portal.contracts.to("POST", f"{PATH}/stages")
    assert (sent.body, sent.headers["if-match"]) == ({"closing": True}, '"as-seen"')
    portal.contracts.refuse("POST", f"{PATH}/stages", 409, "nobody-to-tell")
    page = await browser.submit(page, f"{PAGE}/stages")
    assert "No client is touched, or none has a contact." in page.text


async def test_a_review_a_waiver_and_a_choice_are_recorded(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("POST", f"{PATH}/waivers", INCIDENT, 201)
    await browser.submit(await browser.open(PAGE), f"{PAGE}/waivers", reason="Versleuteld.")
    assert portal.contracts.to("POST", f"{PATH}/waivers")[0].body == {"reason": "Versleuteld."}
    tell(portal, RELEASED)
    portal.contracts.say("POST", f"{PATH}/reviews", {}, 201)
    await browser.submit(await browser.open(PAGE), f"{PAGE}/reviews", note="Klopt.")
    (review,) = portal.contracts.to("POST", f"{PATH}/reviews")
    assert review.body == {"stage_id": STAGE, "note": "Klopt."}
    portal.contracts.say("POST", f"{PATH}/choices", {}, 201)
    listed = await browser.open(f"{PAGE}/clients")
    assert "contact for notices, for want of one for breaches" in listed.text
    form = await browser.open(f"{PAGE}/clients?client={record.CLIENT}")
    await browser.submit(form, f"{PAGE}/clients", choice="out", reason="Andere server.")
    (choice,) = portal.contracts.to("POST", f"{PATH}/choices")
    assert choice.body == {
        "client_id": str(record.CLIENT),
        "choice": "out",
        "reason": "Andere server.",
    }


async def test_who_only_reads_is_offered_nothing_to_send(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    tell(portal, RELEASED)
    for path in ("/registers/incidents", PAGE, f"{PAGE}/clients"):
        page = await browser.open(path)
        assert not page.tree.xpath("//main//form[@method='post']")
        assert not page.tree.xpath("//a[contains(@href, '/new') or contains(@href, '/edit')]")
    assert (await browser.client.get("/registers/incidents/new")).status_code == 403


async def test_a_client_reads_every_stage_that_it_was_told(portal: Portal) -> None:
    browser = await portal.contact("en")
    tell(portal, RELEASED)
    own = {"items": [{"id": NUMBER, "stages": RELEASED["stages"]}], "next": None}
    portal.contracts.say("GET", f"/clients/{record.CLIENT}/incidents", own)
    page = await browser.open("/incidents")
    for words in ("Postvak gelezen", "Iemand las mee.", "not known yet", "all clients together"):
        assert words in page.text
    stage = RELEASED["stages"][0]
    said = {"id": NUMBER, "stages": [stage | {"told": TOLD | {"title_en": "Mailbox read"}}]}
    portal.contracts.say("GET", f"/clients/{record.CLIENT}/incidents", own | {"items": [said]})
    page = await browser.open("/incidents")
    assert "Mailbox read" in page.text
    assert "Postvak gelezen" not in page.text
    portal.contracts.say("GET", f"/clients/{record.CLIENT}/incidents", {"items": [], "next": None})
    assert "No breach is known that touched your data." in (await browser.open("/incidents")).text
    assert (await browser.client.get(PAGE)).status_code == 403


@pytest.mark.parametrize("down", ["notifications"])
async def test_the_page_stands_while_notices_are_down(portal: Portal, down: str) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    getattr(portal, down).down = True
    page = await browser.open(PAGE)
    assert "What is known now" in page.text
    assert "temporarily unavailable" in page.text


async def test_the_evidence_of_each_message_of_a_breach_is_checked_from_its_page(
    portal: Portal,
) -> None:
    browser = await portal.staff("auditor")
    tell(portal, RELEASED)
    page = await browser.open(PAGE)
    check = f"/notices/{record.NOTICE}/check"
    assert not portal.notifications.to("GET", check)
    (at,) = page.tree.xpath("//main//a[contains(@href, 'check=')]/@href")
    assert at == f"{PAGE}?check={record.NOTICE}#stage-1"
    page = await browser.open(at.partition("#")[0])
    assert "The evidence is whole" in page.text
    detail = {"nl": "rij 2 ontbreekt", "en": "row 2 is missing"}
    fault = {"code": "row-missing", "number": 2, "other": None, "count": None, "detail": detail}
    portal.notifications.say("GET", check, record.CHECKED | {"sound": False, "findings": [fault]})
    page = await browser.open(f"{PAGE}?check={record.NOTICE}")
    assert "row 2 is missing" in page.text


async def test_a_notice_of_something_else_is_not_checked_at_a_breach(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal, RELEASED)
    page = await browser.open(f"{PAGE}?check={record.CHANGE}")
    assert page.status == 200
    assert not portal.notifications.to("GET", f"/notices/{record.CHANGE}/check")

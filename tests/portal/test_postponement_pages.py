"""An announced change is put off in two steps: what is typed, and what will be told."""

from typing import Any
from uuid import UUID

from services.portal.store import people
from shared.database import tenant_transaction
from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.record import text

CHANGE = f"/changes/{record.CHANGE}"
PATH = f"{CHANGE}/postponement"
ONE = UUID("019a0000-0000-7000-8000-0000000000f1")
WAITS: dict[str, Any] = {
    "id": str(ONE),
    "change_id": str(record.CHANGE),
    "effective_on": "2027-02-01",
    "reason": text("De leverancier is later.", "The supplier is late."),
    "postponed_by": str(record.AGREEMENT),
    "postponed_at": "2026-11-23T10:00:00Z",
    "number": None,
    "confirmed_by": None,
    "confirmed_at": None,
}
STANDING = {**record.CHANGE_RECORD, "announced_for": "2026-12-22", "postponements": [WAITS]}


async def test_a_later_day_and_a_reason_are_asked_for_and_refused_next_to_the_field(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    page = await browser.open(CHANGE)
    assert page.tree.xpath(f"//a[@href='{PATH}']")
    form = await browser.open(PATH)
    errors = [{"field": "effective_on", "code": "date-not-later", "message": "x"}]
    portal.contracts.refuse("POST", f"{CHANGE}/postponements", 400, "date-not-later", errors=errors)
    typed = {"effective_on": "2026-12-01", "reason.nl": "Later.", "reason.en": "Later on."}
    page = await browser.submit(form, PATH, **typed)
    assert page.status == 400
    field = page.tree.get_element_by_id("effective_on")
    assert field.get("aria-invalid") == "true"
    assert field.get("value") == "2026-12-01"
    assert "What was announced can’t come sooner" in page.text
    portal.contracts.say("POST", f"{CHANGE}/postponements", WAITS, 201)
    portal.contracts.say("GET", CHANGE, STANDING)
    portal.contracts.say("GET", f"/postponements/{ONE}/notice", record.DRAWN_UP)
    page = await browser.submit(form, PATH, **{**typed, "effective_on": "2027-02-01"})
    assert page.path == f"{PATH}/{ONE}"
    asked = portal.contracts.to("POST", f"{CHANGE}/postponements")[-1]
    assert asked.body == {
        "effective_on": "2027-02-01",
        "reason": {"nl": "Later.", "en": "Later on."},
    }


async def test_who_hears_what_is_seen_before_anybody_is_told(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", CHANGE, STANDING)
    portal.contracts.say("GET", f"/postponements/{ONE}/notice", record.DRAWN_UP)
    page = await browser.open(CHANGE)
    assert page.tree.xpath(f"//a[@href='{PATH}/{ONE}']")
    page = await browser.open(f"{PATH}/{ONE}")
    for word in ("1 February 2027", "22 December 2026", "The supplier is late.", "4 recipients"):
        assert word in page.text
    assert record.PREVIEW["subject"] in page.text
    portal.contracts.refuse("POST", f"/postponements/{ONE}/confirmations", 412, "edited-since")
    refused = await browser.submit(page, f"{PATH}/{ONE}")
    assert refused.status == 412
    assert "Somebody edited this since" in refused.text
    portal.contracts.say("POST", f"/postponements/{ONE}/confirmations", {}, 201)
    done = await browser.submit(page, f"{PATH}/{ONE}")
    assert done.path == CHANGE


async def test_who_proposed_it_under_four_eyes_is_told_whom_to_ask(portal: Portal) -> None:
    browser = await portal.staff()
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        (owner,) = await people.members(connection)
    own = {**WAITS, "postponed_by": str(owner.id)}
    portal.contracts.say("GET", CHANGE, {**STANDING, "postponements": [own]})
    portal.contracts.say("GET", f"/postponements/{ONE}/notice", {"items": []})
    portal.contracts.say("GET", "/tenant", {**record.TENANT, "four_eyes": True})
    page = await browser.open(f"{PATH}/{ONE}")
    assert "Somebody else confirms it" in page.text
    assert not page.tree.xpath(f"//form[@action='{PATH}/{ONE}']")


async def test_a_postponement_of_another_change_is_no_page(portal: Portal) -> None:
    browser = await portal.staff()
    assert (await browser.open(f"{PATH}/{ONE}")).status == 404


async def test_a_client_reads_both_days(portal: Portal) -> None:
    browser = await portal.contact("en")
    put_off = {**STANDING, "effective_on": "2027-02-01"}
    portal.contracts.say("GET", "/changes", {"items": [put_off], "next": None})
    portal.contracts.say("GET", CHANGE, put_off)
    page = await browser.open("/home")
    assert "1 February 2027" in page.text
    assert "announced for 22 December 2026" in page.text

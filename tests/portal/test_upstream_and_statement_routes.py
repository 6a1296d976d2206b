"""Agreements with suppliers and versions of the privacy statement, as staff see them."""

from typing import Any

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_registers_routes import FILE

NUMBER = "019a0000-0000-7000-8000-0000000000d1"
UPSTREAM: dict[str, Any] = {
    "id": NUMBER, "subprocessor_id": str(record.PARTY), "subprocessor": "MoneyBird",
    "title": "Verwerkersovereenkomst 2026", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
    "notice_days": 14, "objection_days": None, "day_kind": "calendar", "reminder_days": 60,
    "note": None, "state": "accepted", "reminded_on": "2026-11-01",
    "states": [{"id": NUMBER, "state": "accepted", "since": "2026-01-01", "file": FILE,
                "recorded_by": None, "recorded_at": "2026-01-01T10:00:00Z"}],
}  # fmt: skip
SLACK: dict[str, Any] = {
    "subprocessor_id": str(record.PARTY), "subprocessor": "MoneyBird", "on": "2026-11-22",
    "upstream_id": NUMBER, "notice_days": 14, "objection_days": None, "day_kind": "calendar",
    "products": [{"product_id": str(record.PRODUCT), "product": record.SHOP, "days": 30,
                  "objection_days": 30, "day_kind": "calendar", "agreements": 1200,
                  "notice_slack": -16, "objection_slack": None}],
    "warnings": ["upstream-notice-short"],
}  # fmt: skip
STATEMENT: dict[str, Any] = {
    "id": NUMBER, "label": "Privacyverklaring 2027", "effective_on": "2027-01-01",
    "valid_from": "2027-01-01", "valid_until": None, "state": "announced", "file": FILE,
    "text": "Wij bewaren facturen.\n\nZeven jaar.", "changes": "Nieuwe termijnen",
    "told_by": "email", "corrects_id": None, "recorded_by": None,
    "recorded_at": "2026-11-22T10:00:00Z", "withdrawn_at": None,
}  # fmt: skip
PAGE = f"/registers/suppliers/{NUMBER}"
PATH = f"/upstream-agreements/{NUMBER}"
VERSION = f"/registers/statements/{NUMBER}"


def tell(portal: Portal, *lacking: dict[str, Any]) -> None:
    portal.contracts.say("GET", "/upstream-agreements", {"items": [UPSTREAM], "next": None})
    portal.contracts.say("GET", "/slack", {"on": "2026-11-22", "items": lacking, "next": None})
    portal.contracts.say("GET", PATH, UPSTREAM)
    portal.contracts.say("GET", "/statements", {"items": [STATEMENT], "next": None})
    portal.contracts.say("GET", f"/statements/{NUMBER}", STATEMENT)


async def test_the_list_says_what_ends_soon_and_who_tells_too_late(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    missing = {
        **SLACK,
        "products": [],
        "warnings": ["upstream-missing"],
        "subprocessor": "SMTP.com",
    }
    tell(portal, SLACK, missing)
    page = await browser.open("/registers/suppliers")
    for word in (
        "Ends soon", "14 calendar days", "What is lacking", "later than you promised",
        "gives 14 calendar days, while 1,200 agreements promise 30 calendar days",
        "without an agreement (Art. 28(4) GDPR)",
    ):  # fmt: skip
        assert word in page.text
    assert not page.tree.xpath("//a[contains(@href, '/new')]")
    assert "ends on 31 December 2026" in (await browser.open(PAGE)).text


async def test_an_agreement_is_recorded_with_its_state_and_file(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.documents.say("POST", "/files", FILE, 201)
    portal.contracts.say("POST", "/upstream-agreements", UPSTREAM, 201)
    form = await browser.open(f"/registers/suppliers/new?party={record.PARTY}")
    page = await browser.submit(
        form,
        "/registers/suppliers/new",
        files={"file": ("dpa.pdf", b"%PDF", "application/pdf")},
        title="DPA",
        valid_from="2026-01-01",
        notice_days="30",
    )
    assert page.path == PAGE
    (sent,) = portal.contracts.to("POST", "/upstream-agreements")
    assert sent.body == {
        "subprocessor_id": str(record.PARTY), "title": "DPA", "valid_from": "2026-01-01",
        "notice_days": 30, "day_kind": "calendar", "reminder_days": 60,
        "standing": {"state": "accepted", "since": None, "file": FILE},
    }  # fmt: skip


async def test_mistakes_stand_at_their_fields(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    errors = [
        {"field": "standing", "code": "file-needed", "message": "x"},
        {"field": "notice_days", "code": "int_type", "message": "x"},
    ]
    portal.contracts.refuse("POST", "/upstream-agreements", 400, "request-invalid", errors=errors)
    form = await browser.open("/registers/suppliers/new")
    page = await browser.submit(form, "/registers/suppliers/new", notice_days="dertig")
    for name in ("file", "notice_days"):
        assert page.tree.get_element_by_id(name).get("aria-invalid") == "true"
    assert portal.contracts.to("POST", "/upstream-agreements")[0].body["notice_days"] == "dertig"


async def test_an_edit_is_based_on_what_was_read_and_empties_what_is_emptied(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("PATCH", PATH, UPSTREAM)
    form = await browser.open(f"{PAGE}/edit")
    assert form.values(f"{PAGE}/edit")["notice_days"] == ["14"]
    await browser.submit(form, f"{PAGE}/edit", valid_until="", notice_days="45")
    (sent,) = portal.contracts.to("PATCH", PATH)
    assert (sent.body["valid_until"], sent.body["notice_days"]) == (None, 45)
    assert sent.headers["if-match"] == '"as-seen"'
    problem = [{"field": "body", "code": "ends-too-early", "message": "x"}]
    portal.contracts.refuse("PATCH", PATH, 400, "request-invalid", errors=problem)
    page = await browser.submit(form, f"{PAGE}/edit", valid_until="2025-01-01")
    assert "The end must lie after the beginning." in page.text
    assert page.tree.get_element_by_id("valid_until").get("aria-invalid") == "true"


async def test_who_saves_an_agreement_after_a_colleague_keeps_the_edits_of_both(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    tell(portal)
    form = await browser.open(f"{PAGE}/edit")
    theirs = {**UPSTREAM, "title": "Verwerkersovereenkomst 2027", "notice_days": 30}
    portal.contracts.say("GET", PATH, theirs, etag='"newer"')
    portal.contracts.refuse("PATCH", PATH, 412, "edited-since")
    again = await browser.submit(form, f"{PAGE}/edit", notice_days="45")
    assert again.status == 412
    assert "The record says now: “30”" in again.text
    portal.contracts.say("PATCH", PATH, theirs)
    await browser.submit(again, f"{PAGE}/edit")
    second = portal.contracts.to("PATCH", PATH)[-1]
    assert (second.headers["if-match"], second.body) == ('"newer"', {"notice_days": 45})


async def test_a_state_is_added_with_the_paper_that_shows_it(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.documents.say("POST", "/files", FILE, 201)
    portal.contracts.say("POST", f"{PATH}/states", UPSTREAM, 201)
    page = await browser.open(PAGE)
    chosen = {"file": ("getekend.pdf", b"%PDF", "application/pdf")}
    await browser.submit(page, f"{PAGE}/states", files=chosen)
    (sent,) = portal.contracts.to("POST", f"{PATH}/states")
    assert sent.body == {"state": "countersigned", "since": "2026-11-22", "file": FILE}


async def test_a_version_of_the_statement_is_recorded_and_read(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    portal.contracts.say("POST", "/statements", STATEMENT, 201)
    assert "Not in force yet" in (await browser.open("/registers/statements")).text
    form = await browser.open("/registers/statements/new")
    page = await browser.submit(
        form, "/registers/statements/new", label="V2", effective_on="2027-01-01", text="Wij."
    )
    assert page.path == VERSION
    assert "Zeven jaar." in page.text
    (sent,) = portal.contracts.to("POST", "/statements")
    assert sent.body == {"label": "V2", "effective_on": "2027-01-01", "text": "Wij."}


async def test_a_version_is_corrected_on_its_own_day(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    form = await browser.open(f"/registers/statements/new?corrects={NUMBER}")
    errors = [{"field": "body", "code": "statement-empty", "message": "x"}]
    portal.contracts.refuse("POST", "/statements", 400, "request-invalid", errors=errors)
    page = await browser.submit(form, "/registers/statements/new", text="")
    assert "Choose its file, or fill in its text." in page.text
    (sent,) = portal.contracts.to("POST", "/statements")
    assert (sent.body["corrects_id"], sent.body["effective_on"]) == (NUMBER, "2027-01-01")


async def test_what_is_in_force_is_not_taken_back(portal: Portal) -> None:
    browser = await portal.staff()
    tell(portal)
    path = f"/statements/{NUMBER}/withdrawals"
    portal.contracts.refuse("POST", path, 409, "statement-in-force")
    page = await browser.open(VERSION)
    page = await browser.submit(page, f"{VERSION}/withdrawals", reason="Toch niet")
    assert (page.status, "in force already" in page.text) == (409, True)


async def test_a_client_sees_none_of_these_pages(portal: Portal) -> None:
    browser = await portal.contact()
    for path in ("/registers/suppliers", PAGE, "/registers/statements", VERSION):
        assert (await browser.open(path)).status == 403

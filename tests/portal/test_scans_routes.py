"""The scan of a privacy statement in the portal: from pasted text to an answered line."""

from typing import Any

from tests.portal import record
from tests.portal.conftest import Portal

SCAN = "019a0000-0000-7000-8000-0000000000c1"
PATH = f"/registers/scans/{SCAN}"
SENTENCE = "Voor facturen gebruiken wij Money Bird."


def line(number: int, name: str, **more: Any) -> dict[str, Any]:
    return {
        "number": number, "kind": "known", "name": name, "state": "open", "subprocessor_id": None,
        "times": 1, "acceptance": None, "dismissal": None, "links": [],
        "facts": {"legal_entity": "MoneyBird B.V.", "source": "Its own site."},
        "passages": [{"start": 28, "end": 38, "sentence_start": 0, "sentence": SENTENCE}],
        "link": {"capacity": "own_administration",
                 "purpose": record.text("boekhouding", "bookkeeping"),
                 "data_categories": [record.text("naam", "name")],
                 "basis": {"capacity": "text", "purpose": "text", "data_categories": "text"}},
        **more,
    }  # fmt: skip


FOUND = {
    "id": SCAN, "title": "Versie 3", "made_at": "2026-11-22T10:00:00Z",
    "lines": [line(1, "MoneyBird"),
              line(2, "Kluislaag", kind="unknown", state="dismissed",
                   dismissal={"reason": "Voorbeeld", "dismissed_at": "2026-11-22T11:00:00Z"})],
    "warnings": [{"code": "privacy-shield", "warning": record.text("Ongeldig", "Invalid shield"),
                  "instead": record.text("Anders", "Name another"), "parties": [], "passages": []}],
}  # fmt: skip
SUMMARY = {
    "id": SCAN, "title": "Versie 3", "made_at": "2026-11-22T10:00:00Z", "lines": 2, "open": 1,
    "warnings": 1,
}  # fmt: skip


def tell(portal: Portal) -> None:
    portal.contracts.say("GET", "/scans", {"items": [SUMMARY], "next": None})
    portal.contracts.say("GET", f"/scans/{SCAN}", FOUND)
    portal.contracts.say("POST", "/scans", FOUND, 201)


async def test_a_pasted_text_is_scanned_and_its_parties_are_shown(portal: Portal) -> None:
    tell(portal)
    browser = await portal.staff()
    form = await browser.open("/registers/scans")
    assert "Versie 3" in form.text
    page = await browser.submit(form, "/registers/scans", text=SENTENCE, title="Versie 3")
    assert page.path == PATH
    assert portal.contracts.to("POST", "/scans")[-1].body == {"text": SENTENCE, "title": "Versie 3"}
    assert [mark.text for mark in page.tree.xpath("//mark")] == ["Money Bird"] * 2
    assert "Invalid shield" in page.text
    assert "Not in the catalogue" in page.text
    assert "Dismissed: Voorbeeld" in page.text


async def test_a_web_page_goes_on_as_html_and_a_document_as_its_text(portal: Portal) -> None:
    tell(portal)
    portal.documents.say("POST", "/texts", {"kind": "docx", "text": SENTENCE})
    browser = await portal.staff()
    form = await browser.open("/registers/scans")
    web = {"file": ("p.html", b"<p>Mollie</p>", "text/html")}
    await browser.submit(form, "/registers/scans", web)
    assert portal.contracts.to("POST", "/scans")[-1].body == {"html": "<p>Mollie</p>"}


async def test_a_file_that_cannot_be_read_is_refused_at_its_field(portal: Portal) -> None:
    tell(portal)
    portal.documents.refuse("POST", "/texts", 400, "text-locked")
    browser = await portal.staff()
    form = await browser.open("/registers/scans")
    page = await browser.submit(
        form, "/registers/scans", {"file": ("p.pdf", b"{}", "application/pdf")}
    )
    assert page.status == 400
    assert "locked with a password" in page.tree.xpath("//*[@id='file-wrong']")[0].text


async def test_a_line_is_accepted_with_the_link_as_it_was_corrected(portal: Portal) -> None:
    tell(portal)
    portal.contracts.say("POST", f"/scans/{SCAN}/lines/1/acceptances", FOUND["lines"][0], 201)
    browser = await portal.staff()
    form = await browser.open(f"{PATH}/lines/1")
    action = f"{PATH}/lines/1/acceptances"
    assert form.values(action)["purpose.nl"] == ["boekhouding"]
    page = await browser.submit(form, action, **{"purpose.en": "books"})
    assert page.path.startswith(PATH)
    (sent,) = portal.contracts.to("POST", f"/scans/{SCAN}/lines/1/acceptances")
    assert sent.body == {
        "link": {
            "capacity": "own_administration",
            "purpose": {"nl": "boekhouding", "en": "books"},
            "data_categories": [{"nl": "naam", "en": "name"}],
        }
    }


async def test_a_refused_acceptance_comes_back_as_it_was_typed(portal: Portal) -> None:
    tell(portal)
    path = f"/scans/{SCAN}/lines/1/acceptances"
    wrong = [{"field": "link.product_id", "code": "product-needed", "message": "x"}]
    portal.contracts.refuse("POST", path, 400, "product-needed", errors=wrong)
    browser = await portal.staff()
    form = await browser.open(f"{PATH}/lines/1")
    action = f"{PATH}/lines/1/acceptances"
    page = await browser.submit(form, action, capacity="subprocessor", effective_on="2027-01-01")
    assert page.status == 400
    assert page.tree.xpath("//*[@id='product_id-wrong']")
    assert page.values(action)["effective_on"] == ["2027-01-01"]
    assert page.values(action)["capacity"] == ["subprocessor"]


async def test_a_line_is_dismissed_with_a_reason(portal: Portal) -> None:
    tell(portal)
    path = f"/scans/{SCAN}/lines/1/dismissals"
    browser = await portal.staff()
    form = await browser.open(f"{PATH}/lines/1")
    wrong = [{"field": "reason", "code": "string_too_short", "message": "x"}]
    portal.contracts.refuse("POST", path, 400, "request-invalid", errors=wrong)
    page = await browser.submit(form, f"{PATH}/lines/1/dismissals", dismissal="")
    assert page.tree.xpath("//*[@id='dismissal-wrong']")
    portal.contracts.say("POST", path, FOUND["lines"][1], 201)
    await browser.submit(page, f"{PATH}/lines/1/dismissals", dismissal="Een voorbeeld")
    assert portal.contracts.to("POST", path)[-1].body == {"reason": "Een voorbeeld"}


async def test_who_only_reads_sees_the_scan_and_no_form(portal: Portal) -> None:
    tell(portal)
    browser = await portal.staff("viewer")
    assert not (await browser.open("/registers/scans")).tree.xpath("//textarea")
    assert "MoneyBird" in (await browser.open(PATH)).text
    assert not (await browser.open(f"{PATH}/lines/1")).tree.xpath("//textarea")

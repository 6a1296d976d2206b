"""Pages of any day: by category of data, transfers, and the record of processing."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

ON = "2026-11-22"
BY_CATEGORY = f"/clients/{record.CLIENT}/processors/by-category"
OVERVIEW: dict[str, Any] = {
    "on": ON,
    "client": "Bakkerij Het Voorbeeld B.V.",
    "client_id": str(record.CLIENT),
    "entrusted": [
        {"category": record.text("NAW-gegevens", "names and addresses"),
         "holders": [record.MONEYBIRD, record.MOLLIE]},
        {"category": None, "holders": [record.EXACT]},
    ],
    "administration": [
        {"category": record.text("e-mail", "e-mail"), "holders": [record.GMAIL]},
    ],
}  # fmt: skip
FINDING: dict[str, Any] = {
    "id": f"{record.OLD_LINK}.adequacy-lapsed",
    "link_id": str(record.OLD_LINK),
    "subprocessor": "MoneyBird",
    "product": record.SHOP,
    "holds": "everybody",
    "finding": {
        "code": "adequacy-lapsed", "refused": True, "field": "mechanism",
        "finding": record.text("Geldt niet meer.", "Holds no more."),
        "instead": record.text("Kies een ander.", "Choose another."),
    },
    "first_seen": ON, "last_seen": ON, "touches": 3,
}  # fmt: skip
TOUCHED = {
    "on": ON, "next": None,
    "items": [{"agreement_id": str(record.AGREEMENT), "reference": "VWO-2026-0001",
               "client_id": str(record.CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
               "link_ids": [str(record.OLD_LINK)], "version_id": str(record.VERSION),
               "version": 1, "in_annex": True}],
}  # fmt: skip
DECISIONS = {
    "on": ON, "next": None,
    "items": [{"territory": "GB", "name": record.text("Verenigd Koninkrijk", "United Kingdom"),
               "number": "(EU) 2021/1772", "since": "2021-06-28", "until": "2031-12-27",
               "scope": "whole", "read": False, "ended_on": None, "in_force": True}],
}  # fmt: skip
RECORD: dict[str, Any] = {
    "on": ON,
    "processor": {**record.TENANT, "representative": None, "dpo": "fg@kale.example"},
    "products": [{"product_id": str(record.PRODUCT), "product": record.SHOP, "processings": [
        {"subject_matter": record.text("winkel", "shop"), "nature": None, "purpose": None,
         "data_categories": [], "data_subjects": [], "retention": None,
         "measures": [record.text("versleuteling", "encryption")]}]}],
    "transfers": [{"link_id": str(record.OLD_LINK), "product_id": str(record.PRODUCT),
                   "party": "SMTP.com", "country_names": record.text("Verenigde Staten", "USA"),
                   "zone": "third", "mechanism": "scc"}],
    "missing": ["processor.address"],
    "items": [{"agreement_id": str(record.AGREEMENT), "reference": "VWO-2026-0001",
               "client_id": str(record.CLIENT), "name": "Bakkerij Het Voorbeeld B.V.",
               "country": "NL", "contacts": [{"name": "Anna de Vries", "email": "a@b.example"}],
               "products": [str(record.PRODUCT)], "transfers": [str(record.OLD_LINK)]}],
    "next": None,
}  # fmt: skip


def _says(portal: Portal) -> None:
    say = portal.contracts.say
    say("GET", BY_CATEGORY, OVERVIEW)
    say("GET", f"{BY_CATEGORY}.csv", "category;party")
    say("GET", "/transfer-findings", {"on": ON, "items": [FINDING], "next": None})
    say("GET", f"/transfer-findings/{FINDING['id']}/touched", TOUCHED)
    say("GET", "/adequacy-decisions", DECISIONS)
    say("GET", "/adequacy-decisions/GB/touched", TOUCHED)
    say("GET", "/record-of-processing", RECORD)
    say("GET", "/record-of-processing.xlsx", "a workbook")
    links = [{**record.MONEYBIRD, "holds": "some"}]
    product = {"on": ON, "product_id": str(record.PRODUCT), "product": record.SHOP}
    say("GET", f"/products/{record.PRODUCT}/links", {**product, "items": links, "next": None})
    told = {
        "client_id": str(record.CLIENT), "client": "Bakkerij", "name": "Anna de Vries",
        "email": "anna@b.example", "authorisation": "general", "deadline": "2026-12-22",
    }  # fmt: skip
    say("GET", f"/products/{record.PRODUCT}/recipients", {"items": [told], "next": None})


async def test_staff_and_client_read_who_has_which_data(portal: Portal) -> None:
    _says(portal)
    contact = await portal.contact(language="en")
    page = await contact.open(f"/home/processors?on={ON}")
    for text in ("names and addresses", "MoneyBird B.V.", "Data to be confirmed", "Gmail"):
        assert text in page.text
    link = await contact.open("/home")
    assert f"/home/processors?on={ON}" in link.response.text
    table = await contact.client.get("/home/processors.csv")
    assert table.status_code == 200
    assert "attachment" in table.headers["content-disposition"]
    assert portal.contracts.to("GET", f"{BY_CATEGORY}.csv")[0].query == f"on={ON}&language=en"
    refused = await contact.open(f"/clients/{record.CLIENT}/processors")
    assert refused.status == 403


WAS: dict[str, Any] = {
    **record.CLIENT_RECORD, "name": "Bakkerij van Toen", "dpo": "Fred G.", "address": "Kade 2",
    "contacts": [{**record.BRAM, "name": "Bram van Toen"}], "agreement": None,
}  # fmt: skip
AGREED: dict[str, Any] = {
    "on": ON, "client_id": str(record.CLIENT), "agreement_id": str(record.AGREEMENT),
    "reference": "VWO-2026-0001", "state": "in_force", "terms": record.TERMS, "terms_from": ON,
    "products": [], "version": None, "runs_until": None,
}  # fmt: skip


async def test_staff_read_a_client_as_it_was_on_a_day(portal: Portal) -> None:
    staff = await portal.staff()
    path = f"/clients/{record.CLIENT}"
    first = await staff.open(f"{path}?language=en")
    assert f"{path}/as-it-was" in first.response.text
    portal.contracts.say("GET", f"{path}/agreement", AGREED)
    portal.contracts.say("GET", path, WAS)
    page = await staff.open(f"{path}/as-it-was?on=2026-01-31")
    for text in ("Bakkerij van Toen", "Fred G.", "Kade 2", "Bram van Toen", "VWO-2026-0001"):
        assert text in page.text
    assert [one.query for one in portal.contracts.to("GET", path)][-1] == "on=2026-01-31"
    assert "on=2026-01-31" in portal.contracts.to("GET", f"{path}/agreement")[-1].query


async def test_a_client_that_had_agreed_nothing_on_a_day_is_shown_so(portal: Portal) -> None:
    staff = await portal.staff()
    path = f"/clients/{record.CLIENT}"
    portal.contracts.refuse("GET", f"{path}/agreement", 404, "agreement-missing")
    page = await staff.open(f"{path}/as-it-was?on=2026-01-31&language=en")
    assert "had no agreement on that day" in page.text


async def test_staff_read_what_is_wrong_with_transfers_and_whom_it_touches(portal: Portal) -> None:
    _says(portal)
    staff = await portal.staff()
    page = await staff.open("/registers/transfers?on=2031-12-28")
    assert "Must be mended" in page.text
    assert "3 agreements rest on it" in page.text
    assert f"/changes/new?replace={record.OLD_LINK}" in page.response.text
    assert "on=2031-12-28" in portal.contracts.to("GET", "/transfer-findings")[-1].query
    touched = await staff.open(f"/registers/transfers/findings/{FINDING['id']}?on={ON}")
    assert "VWO-2026-0001" in touched.text
    assert "names it" in touched.text
    decision = await staff.open("/registers/transfers/decisions/GB")
    assert "VWO-2026-0001" in decision.text
    hub = await staff.open("/registers")
    assert "/registers/transfers" in hub.response.text
    assert "/registers/record-of-processing" in hub.response.text


async def test_an_ending_is_recorded_and_a_refusal_keeps_what_was_typed(portal: Portal) -> None:
    _says(portal)
    staff = await portal.staff()
    path = "/registers/transfers/decisions"
    form = await staff.open(path)
    assert "not compared with the decision itself yet" in form.text
    wrong = [{"field": "reason", "code": "string_too_short", "message": "short"}]
    portal.contracts.refuse("POST", "/adequacy-endings", 400, "request-invalid", errors=wrong)
    page = await staff.submit(form, path, territory="GB", ends_on="2026-12-01", reason="")
    assert page.status == 400
    assert "Fill this in." in page.text
    assert page.values(path)["ends_on"] == ["2026-12-01"]
    portal.contracts.say("POST", "/adequacy-endings", {"id": str(record.CHANGE)}, 201)
    done = await staff.submit(page, path, territory="GB", ends_on="", reason="Vergissing")
    assert done.path == "/registers/transfers"
    sent = portal.contracts.to("POST", "/adequacy-endings")[-1].body
    assert sent == {"territory": "GB", "ends_on": None, "reason": "Vergissing"}


async def test_the_record_of_processing_is_previewed_and_downloaded(portal: Portal) -> None:
    _says(portal)
    staff = await portal.staff()
    page = await staff.open("/registers/record-of-processing")
    for text in ("fg@kale.example", "encryption", "SMTP.com", "Anna de Vries", "not complete yet"):
        assert text in page.text
    file = await staff.client.get(f"/registers/record-of-processing.xlsx?on={ON}")
    assert "a workbook" in file.text
    assert f"record-of-processing-{ON}.xlsx" in file.headers["content-disposition"]
    later = await staff.open("/registers/record-of-processing?on=2031-01-01")
    assert later.path == "/registers/record-of-processing"
    portal.contracts.down = True
    broken = await staff.client.get(f"/registers/record-of-processing.csv?on={ON}")
    assert broken.status_code == 503


async def test_a_product_shows_whom_each_party_concerns_and_who_would_be_told(
    portal: Portal,
) -> None:
    _says(portal)
    staff = await portal.staff()
    page = await staff.open(f"/products/{record.PRODUCT}/any-day?on={ON}")
    for text in ("Some clients", "Anna de Vries", "22 December 2026"):
        assert text in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/registers/transfers",
        "/registers/transfers/decisions",
        "/registers/record-of-processing",
        f"/products/{record.PRODUCT}/any-day",
    ],
)
async def test_a_contact_reads_no_page_of_staff(portal: Portal, path: str) -> None:
    _says(portal)
    contact = await portal.contact()
    assert (await contact.open(path)).status == 403


async def test_a_viewer_sees_no_form_and_ends_no_decision(portal: Portal) -> None:
    _says(portal)
    viewer = await portal.staff("viewer")
    page = await viewer.open("/registers/transfers/decisions")
    assert "First day without it" not in page.text

"""The staff's pages about clients."""

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

NEW = {
    "client.name": "Bakkerij Het Voorbeeld B.V.",
    "contacts.0.name": "Anna de Vries",
    "contacts.0.email": "anna@bakkerij.example",
    "contacts.0.duties": ["signatory", "notice"],
    "products": ["webwinkel"],
}
MADE = {
    "client_id": str(record.CLIENT),
    "agreement_id": str(record.AGREEMENT),
    "version_id": str(record.VERSION),
    "digest": record.DIGEST,
    "state": "offered",
    "sign_in": {"contact_id": str(record.CONTACT), "language": "nl"},
}


async def test_the_list_shows_agreements_and_drift_and_leads_on(portal: Portal) -> None:
    browser = await portal.staff()
    line = {**record.CLIENT_LINE, "drift": True}
    portal.contracts.say("GET", "/clients", {"items": [line], "next": "cursor-2"})
    page = await browser.open("/clients?q=bakkerij")
    assert "Bakkerij Het Voorbeeld B.V." in page.text
    assert "Awaiting signature" in page.text
    assert "Differs from practice" in page.text
    more = page.tree.xpath("//a[contains(., 'Show more clients')]")[0]
    assert more.get("href") == "/clients?q=bakkerij&after=cursor-2"
    assert portal.contracts.to("GET", "/clients")[-1].query == "q=bakkerij&limit=50"


async def test_more_clients_come_as_rows_when_the_page_asks_for_them(portal: Portal) -> None:
    browser = await portal.staff()
    browser.client.headers["HX-Request"] = "true"
    rows = await browser.open("/clients?after=cursor-2")
    assert "<html" not in rows.response.text
    assert "<tr" in rows.response.text


async def test_a_provider_without_clients_is_told_what_to_do(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", "/clients", {"items": [], "next": None})
    page = await browser.open("/clients")
    assert "No clients yet" in page.text
    assert page.tree.xpath("//a[@href='/clients/new']")


async def test_a_client_page_shows_who_processes_on_the_day_that_was_asked(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open(f"/clients/{record.CLIENT}?on=2026-12-31")
    asked = portal.contracts.to("GET", f"/clients/{record.CLIENT}/processors")[-1]
    assert asked.query == "on=2026-12-31"
    for word in (
        "MoneyBird",
        "Exact Online",
        "VWO-2026-0001",
        "Anna de Vries",
        "VWO-2026-0001.pdf",
    ):
        assert word in page.text
    assert record.DIGEST[:8] in page.text
    assert "to be confirmed by the provider" in page.text


async def test_a_day_that_is_none_is_today(portal: Portal) -> None:
    browser = await portal.staff()
    await browser.open(f"/clients/{record.CLIENT}?on=soon")
    asked = portal.contracts.to("GET", f"/clients/{record.CLIENT}/processors")[-1]
    assert asked.query == "on=2026-11-22"


async def test_a_client_page_stands_while_documents_and_notifications_are_down(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.documents.down = portal.notifications.down = True
    page = await browser.open(f"/clients/{record.CLIENT}")
    assert page.status == 200
    assert page.text.count("This part is temporarily unavailable") == 2
    assert "MoneyBird" in page.text


async def test_a_document_that_is_being_made_is_asked_for_again_by_itself(portal: Portal) -> None:
    browser = await portal.staff()
    portal.documents.say("GET", "/documents", [])
    portal.documents.say("GET", "/renderings", [{"variant": "offered", "state": "waiting"}])
    page = await browser.open(f"/clients/{record.CLIENT}")
    papers = page.tree.get_element_by_id("papers")
    assert papers.get("hx-get") == f"/agreements/{record.AGREEMENT}/papers"
    portal.documents.say("GET", "/documents", [record.PAPER])
    portal.documents.say("GET", "/renderings", [{"variant": "offered", "state": "complete"}])
    part = await browser.open(papers.get("hx-get"))
    assert "VWO-2026-0001.pdf" in part.text
    assert "hx-trigger" not in part.response.text


@pytest.mark.parametrize("signature", [None, record.SIGNATURE])
async def test_a_document_that_nobody_has_begun_to_make_is_asked_for_too(
    portal: Portal, signature: dict[str, object] | None
) -> None:
    """Between freezing or signing and the documents service hearing of it."""
    browser = await portal.staff()
    agreement = {**record.AGREEMENT_RECORD, "signature": signature}
    portal.contracts.say("GET", f"/agreements/{record.AGREEMENT}", agreement)
    portal.documents.say("GET", "/documents", [record.PAPER] if signature else [])
    portal.documents.say("GET", "/renderings", [])
    page = await browser.open(f"/clients/{record.CLIENT}")
    assert page.tree.get_element_by_id("papers").get("hx-get")


async def test_staff_bring_in_a_client_and_the_key_keeps_it_from_happening_twice(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", "/onboardings", MADE, 201)
    form = await browser.open("/clients/new")
    done = await browser.submit(form, "/clients/new", **NEW)
    again = await browser.submit(form, "/clients/new", **NEW)
    assert done.path == again.path == f"/clients/{record.CLIENT}"
    first, second = portal.contracts.to("POST", "/onboardings")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.body["contacts"] == [
        {"name": "Anna de Vries", "email": "anna@bakkerij.example", "language": "nl",
         "duties": ["signatory", "notice"]}
    ]  # fmt: skip
    assert first.body["terms"]["notice_days"] == 30


async def test_what_the_register_refuses_stands_at_its_field_in_the_readers_language(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    errors = [
        {"field": "contacts.0.email", "code": "string_pattern_mismatch", "message": "pattern"},
        {"field": "contacts", "code": "signatory-missing", "message": "nobody signs"},
    ]
    portal.contracts.refuse("POST", "/onboardings", 400, "request-invalid", errors=errors)
    form = await browser.open("/clients/new?language=nl")
    page = await browser.submit(form, "/clients/new", **NEW)
    assert page.status == 400
    field = page.tree.get_element_by_id("contacts.0.email")
    assert field.get("aria-invalid") == "true"
    described = field.get("aria-describedby").split()[0]
    assert "Vul een e-mailadres in" in page.tree.get_element_by_id(described).text_content()
    assert "Noem iemand die tekent" in page.text
    assert page.values("/clients/new")["client.name"] == ["Bakkerij Het Voorbeeld B.V."]
    assert page.values("/clients/new")["key"] == form.values("/clients/new")["key"]


async def test_a_form_that_met_a_part_that_was_down_can_be_sent_again_as_it_was(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    form = await browser.open("/clients/new")
    portal.contracts.down = True
    page = await browser.submit(form, "/clients/new", **NEW)
    assert page.status == 503
    assert "Nothing is lost" in page.text
    assert page.values("/clients/new")["client.name"] == ["Bakkerij Het Voorbeeld B.V."]
    portal.contracts.down = False
    portal.contracts.say("POST", "/onboardings", MADE, 201)
    done = await browser.submit(page, "/clients/new")
    assert done.path == f"/clients/{record.CLIENT}"
    sent = portal.contracts.to("POST", "/onboardings")[-1]
    assert sent.headers["idempotency-key"] == form.values("/clients/new")["key"][0]
    assert sent.body["contacts"][0]["duties"] == ["signatory", "notice"]


async def test_a_row_for_another_contact_needs_no_javascript(portal: Portal) -> None:
    browser = await portal.staff()
    form = await browser.open("/clients/new")
    page = await browser.submit(form, "/clients/new", more="contact", **NEW)
    assert page.status == 200
    assert page.tree.get_element_by_id("contacts.1.name") is not None
    assert page.values("/clients/new")["contacts.0.name"] == ["Anna de Vries"]
    assert portal.contracts.to("POST", "/onboardings") == []


async def test_a_new_annex_mends_drift(portal: Portal) -> None:
    browser = await portal.staff()
    path = f"/agreements/{record.AGREEMENT}"
    portal.contracts.say("GET", path, {**record.AGREEMENT_RECORD, "drift": True})
    portal.contracts.say("POST", f"{path}/annexes", {"id": "x"}, 201)
    page = await browser.open(f"/clients/{record.CLIENT}")
    done = await browser.submit(page, f"{path}/annexes")
    assert done.path == f"/clients/{record.CLIENT}"
    assert len(portal.contracts.to("POST", f"{path}/annexes")) == 1


async def test_a_download_leads_to_where_the_file_lies(portal: Portal) -> None:
    browser = await portal.staff()
    browser.client.follow_redirects = False
    page = await browser.open(f"/documents/{record.DOCUMENT}")
    assert page.status == 303
    assert page.response.headers["location"] == f"{portal.documents.url}/file"


async def test_somebody_elses_document_is_not_there(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    path = f"/documents/{record.DOCUMENT}"
    portal.documents.refuse("GET", f"{path}/link", 404, "document-unknown")
    page = await browser.open(path)
    assert page.status == 404
    assert "This page does not exist" in page.text

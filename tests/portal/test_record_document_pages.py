"""The record of processing and the Data Pro Statement as documents, as staff see them."""

from typing import Any

import pytest

from tests.portal.conftest import Portal
from tests.portal.test_any_day_routes import RECORD

NUMBER = "019a0000-0000-7000-8000-0000000000a1"
STATEMENT = "/registers/data-pro-statement"
TOLD = {"certificates": ["ISO 27001", "NEN 7510"], "by_design": "Korte logboeken."}
MADE: dict[str, Any] = {
    "id": NUMBER, "kind": "data-pro-statement", "language": "nl", "on": "2026-11-22", "told": TOLD,
    "state": "complete", "problem": None, "requested_at": "2026-11-22T10:00:00Z",
    "digest": "3f5a9c01" * 8,
    "files": [{"format": "docx", "digest": "ab" * 32, "size": 21000},
              {"format": "pdf", "digest": "cd" * 32, "size": 90000}],
}  # fmt: skip
CONTENT: dict[str, Any] = {
    "kind": "data-pro-statement", "language": "nl", "on": "2026-11-22",
    "content": {
        "products": [{"name": "webhosting", "description": None,
                      "processings": [{"subject_matter": "sites tonen", "measures": ["TLS"]}],
                      "subprocessors": [{"name": "Verre Wolk", "location": "Dublin"}]}],
        "eu_only": False,
        "missing": [{"what": "measures", "of": "e-mail"}, {"what": "certificates", "of": None}],
    },
}  # fmt: skip


def tell(portal: Portal, *made: dict[str, Any]) -> None:
    portal.documents.say("GET", "/record-documents", {"items": list(made), "next": None})
    portal.documents.say("GET", "/record-contents/data-pro-statement", CONTENT)
    portal.documents.say("POST", "/record-documents", MADE, 202)
    portal.documents.say(
        "GET", f"/record-documents/{NUMBER}/link", {"url": f"{portal.url}/sign-in"}
    )
    portal.contracts.say("GET", "/record-of-processing", RECORD)


async def test_the_statement_shows_what_is_known_and_what_is_missing(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    tell(portal, MADE)
    page = await browser.open(STATEMENT)
    assert page.status == 200
    for word in ("how the data are secured (e-mail)", "certificates and audits", "sites tonen",
                 "TLS", "Verre Wolk, Dublin", "DOCX", "PDF", "3f5a9c01"):  # fmt: skip
        assert word in page.text, word
    assert not [
        form for form in page.tree.forms if form.action == STATEMENT and form.method != "GET"
    ]


async def test_the_words_that_were_said_last_stand_there_and_are_sent(portal: Portal) -> None:
    browser = await portal.staff("officer")
    tell(portal, MADE)
    page = await browser.open(f"{STATEMENT}?language=nl")
    form = next(one for one in page.tree.forms if one.method == "POST" and one.action == STATEMENT)
    assert form.fields["by_design"] == "Korte logboeken."
    assert form.fields["certificates"].split() == ["ISO", "27001", "NEN", "7510"]
    fields = {**dict(form.form_values()), "certificates": "ISO 27001\n\n  SOC 2 \n"}
    answer = await browser.client.post(STATEMENT, data=fields)
    assert answer.status_code == 200
    (asked,) = portal.documents.to("POST", "/record-documents")
    assert asked.body == {
        "kind": "data-pro-statement",
        "language": "nl",
        "on": page.tree.get_element_by_id("shown").value,
        "told": {"by_design": "Korte logboeken.", "certificates": ["ISO 27001", "SOC 2"]},
    }


async def test_a_word_that_is_too_long_is_told_at_its_field(portal: Portal) -> None:
    browser = await portal.staff("owner")
    tell(portal)
    page = await browser.open(STATEMENT)
    form = next(one for one in page.tree.forms if one.method == "POST" and one.action == STATEMENT)
    errors = [{"field": "told.by_design", "code": "string_too_long", "detail": "too long"}]
    portal.documents.refuse("POST", "/record-documents", 400, "request-invalid", errors=errors)
    fields = {**dict(form.form_values()), "by_design": "Lange woorden"}
    answer = await browser.client.post(STATEMENT, data=fields)
    assert answer.status_code == 400
    assert "Lange woorden" in answer.text
    assert 'id="by_design-wrong"' in answer.text


async def test_the_record_of_processing_is_made_of_the_day_that_is_shown(portal: Portal) -> None:
    browser = await portal.staff("officer")
    tell(portal)
    path = "/registers/record-of-processing"
    page = await browser.open(f"{path}?on=2026-01-31")
    assert "None yet." in page.text
    after = await browser.submit(page, f"{path}/documents", language="en")
    assert after.path.startswith(f"{path}?on=2026-01-31")
    (asked,) = portal.documents.to("POST", "/record-documents")
    assert asked.body == {"kind": "processing-record", "language": "en", "on": "2026-01-31"}


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"state": "waiting", "files": [], "digest": None}, "Being made"),
        ({"state": "failing", "files": [], "problem": "pdf-failed"}, "tried again by itself"),
        ({"state": "failing", "files": [], "problem": "too-many-controllers"}, "workbook"),
        ({"state": "erased", "files": MADE["files"]}, "Erased with a client"),
    ],
)
async def test_the_list_says_how_far_each_is(
    told: dict[str, Any], word: str, portal: Portal
) -> None:
    browser = await portal.staff("viewer")
    tell(portal, MADE | told)
    page = await browser.open("/registers/record-of-processing")
    assert word in page.text
    part = await browser.client.get("/registers/documents/processing-record")
    assert word in part.text
    going = told["state"] in ("waiting", "failing")
    assert ("hx-trigger" in part.text) == going
    assert "/docx" not in part.text


async def test_a_file_is_fetched_from_storage(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    tell(portal, MADE)
    answer = await browser.client.get(f"/registers/documents/{NUMBER}/pdf", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{portal.url}/sign-in"
    (asked,) = portal.documents.to("GET", f"/record-documents/{NUMBER}/link")
    assert asked.query == "format=pdf"
    wrong = await browser.client.get(f"/registers/documents/{NUMBER}/exe")
    assert wrong.status_code in (400, 404)


async def test_the_rest_of_a_page_stands_while_documents_is_down(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    tell(portal)
    portal.documents.down = True
    for path in (STATEMENT, "/registers/record-of-processing"):
        page = await browser.open(path)
        assert page.status == 200
        assert "temporarily unavailable" in page.text


async def test_a_viewer_makes_nothing(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    tell(portal)
    page = await browser.open("/registers/record-of-processing")
    assert not [form for form in page.tree.forms if form.action.endswith("/documents")]
    assert portal.documents.to("POST", "/record-documents") == []

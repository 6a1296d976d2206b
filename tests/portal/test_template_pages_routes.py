"""What staff see of templates and do with them, with documents as it answers."""

from typing import Any

import pytest

from tests.portal.conftest import Portal

VERSION = "019a0000-0000-7000-8000-0000000000f1"
OTHER = "019a0000-0000-7000-8000-0000000000f2"
USE = "/settings/templates/agreement/nl"
HERE = f"/settings/template-versions/{VERSION}"
PEER = f"/template-versions/{VERSION}"
DRAFT: dict[str, Any] = {
    "id": VERSION, "kind": "agreement", "language": "nl", "state": "draft", "origin": "uploaded",
    "name": "eigen.docx", "digest": "9f86d081" * 8, "size": 84213,
    "uploaded_at": "2026-11-22T09:00:00Z", "uploaded_by": None, "published_at": None,
    "published_by": None, "retired_at": None, "retired_by": None, "reason": None, "findings": [],
}  # fmt: skip
IN_FORCE = DRAFT | {"state": "in_force", "published_at": "2026-11-22T10:00:00Z"}
ERROR = {
    "level": "error", "code": "variable-unknown", "part": "word/document.xml", "paragraph": 11,
    "heading": "Artikel 1. <Definities>", "quoted": "{{ provider.nmae }}",
    "detail": "There is no provider.nmae to print. Did you mean provider.name?",
    "detail_nl": "Er is geen provider.nmae. Bedoelt u provider.name?", "times": 1,
}  # fmt: skip
HINT = ERROR | {"level": "hint", "code": "variables-unused", "part": None, "detail": "Unused: x."}
KINDS = {
    "items": [
        {"kind": "agreement", "name": {"nl": "Verwerkersovereenkomst", "en": "Processor agreement"}}
    ]
}
NAMES = f"{USE}/names"
MODEL: dict[str, Any] = {
    "kind": "agreement", "name": KINDS["items"][0]["name"],
    "fields": [
        {"name": "digest", "type": "text", "description": "A digest.", "description_nl": "Digest."},
        {
            "name": "agreement", "type": "record", "description": "The agreement.",
            "description_nl": "De overeenkomst.", "presence": "null",
            "children": [
                {"name": "frozen_on", "type": "date", "description": "When.",
                 "description_nl": "Wanneer."},
                {"name": "place", "type": "text", "description": "Where.", "presence": "absent"},
            ],
        },
        {
            "name": "processings", "type": "list", "description": "What is done.",
            "description_nl": "Wat er gebeurt.", "presence": "always",
            "children": [
                {"name": "nature", "type": "text", "description": "How.", "description_nl": "Hoe.",
                 "presence": "null", "values": ["a", "b"], "article": "28(3)"},
                {"name": "eu", "type": "boolean", "description": "Whether.",
                 "description_nl": "Of."},
            ],
        },
    ],
    "sample_on": {
        "digest": "<ab>", "agreement": {"frozen_on": "2026-11-22"},
        "processings": [{"nature": None}, {"nature": "opslaan", "eu": True}],
    },
}  # fmt: skip
LINES = [
    {"story": "text", "change": "removed", "text": "Oud <lid>"},
    {"story": "text", "change": "added", "text": "Nieuw lid"},
    {"story": "header", "change": "gap", "text": ""},
    {"story": "header", "change": "added", "text": "Huisstijl"},
]


def template(in_force: dict[str, Any] | None) -> dict[str, Any]:
    one = {"kind": "agreement", "language": "nl", "in_force": in_force, "versions": 1}
    return {"items": [one | {"builtin_digest": "0" * 64}], "next": None}


@pytest.fixture
async def portal_with_templates(portal: Portal) -> Portal:
    told = portal.documents
    told.say("GET", "/template-kinds", KINDS)
    told.say("GET", "/template-kinds/agreement/data-model", MODEL)
    told.say("GET", "/templates", template(None))
    told.say("GET", "/templates/agreement/nl/versions", {"items": [DRAFT], "next": None})
    told.say("GET", PEER, DRAFT)
    told.say("GET", f"{PEER}/difference", {"against": "builtin", "lines": LINES})
    pages = [{"number": one, "width": 661, "height": 935} for one in (1, 2)]
    told.say("GET", f"{PEER}/preview/pages", {"items": pages})
    for path in ("file", "annotated", "preview.docx", "preview/pages/1"):
        told.say("GET", f"{PEER}/{path}", {"the": path})
    return portal


async def test_an_officer_uploads_a_template_looks_at_it_and_publishes_it(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    told.say("POST", "/templates/agreement/nl/versions", DRAFT | {"known": False}, 201)
    told.say("POST", f"{PEER}/publications", IN_FORCE, 201)
    browser = await portal_with_templates.staff("officer")
    assert "/settings/templates" in (await browser.open("/settings")).tree.xpath("//main//a/@href")
    page = await browser.open("/settings/templates")
    assert USE in page.tree.xpath("//main//a/@href")
    chosen = {"file": ("C:\\stukken\\eigen.docx", b"PK", "application/docx")}
    page = await browser.submit(await browser.open(USE), USE, files=chosen)
    (asked,) = told.to("POST", "/templates/agreement/nl/versions")
    assert (asked.query, asked.body) == ("name=eigen.docx", b"PK")
    assert page.path == HERE
    assert "Nothing: its tags fit the data" in page.text
    page = await browser.open(f"{HERE}/publish")
    assert "No document that was issued changes." in page.text
    assert "2 paragraphs are new, 1 is gone" in page.text
    page = await browser.submit(page, f"{HERE}/publications")
    assert page.path == HERE
    assert len(told.to("POST", f"{PEER}/publications")) == 1


async def test_the_same_file_again_is_told_plainly(portal_with_templates: Portal) -> None:
    told = portal_with_templates.documents
    told.say("POST", "/templates/agreement/nl/versions", DRAFT | {"known": True}, 201)
    browser = await portal_with_templates.staff()
    chosen = {"file": ("eigen.docx", b"PK", "application/docx")}
    page = await browser.submit(await browser.open(USE), USE, files=chosen)
    assert "This very file was uploaded before" in page.text


async def test_a_refused_file_is_told_at_its_field_in_the_readers_words(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    told.refuse(
        "POST", "/templates/agreement/nl/versions", 400, "template-field", found="INCLUDEPICTURE x"
    )
    browser = await portal_with_templates.staff()
    chosen = {"file": ("eigen.docx", b"PK", "application/docx")}
    page = await browser.submit(await browser.open(USE), USE, files=chosen)
    assert page.status == 400
    (wrong,) = page.tree.xpath('//*[@id="file-wrong"]/text()')
    assert wrong == (
        "There is a field in it that fetches something. Replace it by its text. (INCLUDEPICTURE x)"
    )
    page = await browser.submit(await browser.open(USE), USE)
    assert page.tree.xpath('//*[@id="file-wrong"]/text()') == ["Fill this in."]
    await browser.open("/sign-in?language=nl")
    page = await browser.submit(await browser.open(USE), USE, files=chosen)
    (wrong,) = page.tree.xpath('//*[@id="file-wrong"]/text()')
    assert wrong.startswith("Er staat een veld in")


async def test_findings_stand_with_their_place_and_an_error_keeps_publication_away(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    told.say("GET", PEER, DRAFT | {"findings": [ERROR, HINT]})
    browser = await portal_with_templates.staff()
    page = await browser.open(HERE)
    assert "Did you mean provider.name?" in page.text
    assert "in the text, under “Artikel 1. <Definities>” (paragraph 11)" in page.text
    assert "{{ provider.nmae }}" in page.text
    assert "1 hint" in page.text
    links = page.tree.xpath("//main//a/@href")
    assert f"{HERE}/annotated" in links
    assert f"{HERE}/publish" not in links
    await browser.open("/sign-in?language=nl")
    assert "Bedoelt u provider.name?" in (await browser.open(HERE)).text


async def test_a_refused_publication_says_why(portal_with_templates: Portal) -> None:
    told = portal_with_templates.documents
    told.refuse("POST", f"{PEER}/publications", 409, "template-has-errors")
    browser = await portal_with_templates.staff()
    page = await browser.submit(await browser.open(f"{HERE}/publish"), f"{HERE}/publications")
    assert page.status == 409
    assert "Mend them first" in page.text


async def test_a_version_in_force_is_taken_out_of_use_with_a_reason(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    told.say("GET", PEER, IN_FORCE)
    told.say("GET", "/templates", template(IN_FORCE))
    errors = [{"field": "reason", "code": "string_too_short", "message": "x"}]
    told.refuse("POST", f"{PEER}/retirements", 400, "request-invalid", errors=errors)
    browser = await portal_with_templates.staff()
    assert "eigen.docx" in (await browser.open("/settings/templates")).text
    page = await browser.submit(await browser.open(HERE), f"{HERE}/retirements", reason=" ")
    assert page.tree.xpath('//*[@id="reason-wrong"]/text()') == ["Fill this in."]
    told.say("POST", f"{PEER}/retirements", IN_FORCE | {"state": "retired"}, 201)
    await browser.submit(await browser.open(HERE), f"{HERE}/retirements", reason="Artikel 7.")
    assert told.to("POST", f"{PEER}/retirements")[-1].body == {"reason": "Artikel 7."}


async def test_the_preview_shows_pages_and_says_where_it_fails(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    browser = await portal_with_templates.staff()
    page = await browser.open(f"{HERE}/preview?conditions=off")
    shown = page.tree.xpath("//main//img/@src")
    assert shown == [f"{HERE}/pages/{number}?conditions=off" for number in (1, 2)]
    assert (await browser.open(shown[0])).status == 200
    assert told.to("GET", f"{PEER}/preview/pages/1")[0].query == "conditions=off"
    told.refuse(
        "GET", f"{PEER}/preview/pages", 400, "template-variable-missing", variable="provider.nmae"
    )
    page = await browser.open(f"{HERE}/preview")
    assert page.status == 400
    assert "the data do not have. (provider.nmae)" in page.text
    assert page.tree.xpath("//main//img") == []


async def test_the_preview_says_so_while_libreoffice_is_away(
    portal_with_templates: Portal,
) -> None:
    portal_with_templates.documents.refuse(
        "GET", f"{PEER}/preview/pages", 503, "pdf-engine-missing"
    )
    browser = await portal_with_templates.staff()
    page = await browser.open(f"{HERE}/preview")
    assert page.status == 200
    assert "no pages now" in page.text
    assert f"{HERE}/preview.docx?conditions=on" in page.tree.xpath("//main//a/@href")


async def test_the_difference_marks_what_is_new_and_what_is_gone(
    portal_with_templates: Portal,
) -> None:
    told = portal_with_templates.documents
    others = [DRAFT, DRAFT | {"id": OTHER, "name": "eerder.docx"}]
    told.say("GET", "/templates/agreement/nl/versions", {"items": others, "next": None})
    browser = await portal_with_templates.staff()
    page = await browser.open(f"{HERE}/difference?against={OTHER}")
    assert page.tree.xpath("//main//del/text()") == ["Oud <lid>"]
    assert page.tree.xpath("//main//ins/text()") == ["Nieuw lid", "Huisstijl"]
    assert page.tree.xpath('//select[@name="against"]/option[@selected]/@value') == [OTHER]
    assert told.to("GET", f"{PEER}/difference")[0].query == f"against={OTHER}"
    told.say("GET", f"{PEER}/difference", {"against": "builtin", "lines": []})
    assert "No difference in words" in (await browser.open(f"{HERE}/difference")).text


@pytest.mark.parametrize("what", ["file", "annotated", "preview.docx"])
async def test_files_are_passed_on_to_the_browser(portal_with_templates: Portal, what: str) -> None:
    browser = await portal_with_templates.staff()
    assert (await browser.open(f"{HERE}/{what}")).status == 200
    (asked,) = portal_with_templates.documents.to("GET", f"{PEER}/{what}")
    assert asked.query == {"file": "", "annotated": "language=en"}.get(what, "conditions=on")


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_reads_sees_templates_without_buttons(
    portal_with_templates: Portal, role: str
) -> None:
    told = portal_with_templates.documents
    told.say("GET", PEER, IN_FORCE)
    browser = await portal_with_templates.staff(role)
    pages = ("/settings/templates", USE, NAMES, HERE, f"{HERE}/preview", f"{HERE}/difference")
    for path in pages:
        page = await browser.open(path)
        assert page.status == 200
        assert [form.action for form in page.tree.forms if form.method == "POST"] == ["/sign-out"]
        assert f"{HERE}/publish" not in page.tree.xpath("//a/@href")
    assert (await browser.open(f"{HERE}/publish")).status == 403


async def test_a_contact_sees_no_template(portal_with_templates: Portal) -> None:
    browser = await portal_with_templates.contact()
    for path in ("/settings/templates", USE, NAMES, HERE):
        assert (await browser.open(path)).status == 403


async def test_an_author_reads_every_name_as_it_is_written(portal_with_templates: Portal) -> None:
    browser = await portal_with_templates.staff("viewer")
    assert NAMES in (await browser.open(USE)).tree.xpath("//main//a/@href")
    page = await browser.open(NAMES)
    (asked, *_) = portal_with_templates.documents.to("GET", "/template-kinds/agreement/data-model")
    assert asked.query == "language=nl"
    rows = {
        "".join(row.xpath("./th//text()")): " ".join("".join(row.xpath("./td//text()")).split())
        for row in page.tree.xpath("//tbody/tr")
    }
    assert [*rows] == [
        "{% if agreement %} … {% endif %}",
        "{{ agreement.frozen_on|day }}",
        "{{ agreement.place|default('', true) }}",
        "{% for processing in processings %} … {% endfor %}",
        "{{ processing.nature }}",
        "{% if processing.eu %} … {% endif %}",
        "{{ digest }}",
    ]
    assert "22 November 2026" in rows["{{ agreement.frozen_on|day }}"]
    nature = rows["{{ processing.nature }}"]
    assert "How. text: a, b; may be unknown, and prints nothing then" in nature
    assert "(Art. 28(3)) opslaan" in nature.replace(")opslaan", ") opslaan")
    assert "<ab>" in rows["{{ digest }}"]
    dutch = (await browser.open(f"{NAMES}?language=nl")).text
    assert "Hoe." in dutch
    assert "kan onbekend zijn" in dutch


@pytest.mark.parametrize("path", ["roman/nl", "agreement/fr", "roman/nl/names"])
async def test_a_template_that_there_is_not_is_not_found(
    portal_with_templates: Portal, path: str
) -> None:
    browser = await portal_with_templates.staff()
    assert (await browser.open(f"/settings/templates/{path}")).status == 404

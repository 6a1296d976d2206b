"""What staff see and do with the words and looks of messages, with notifications as it answers."""

from typing import Any

import pytest

from tests.portal.conftest import Portal

VERSION = "019a0000-0000-7000-8000-0000000000f1"
HERE = "/settings/messages/change_announced/nl"
ONE = f"/settings/message-versions/{VERSION}"
PROBLEM = "urn:schakel:problem:"
RECORD: dict[str, Any] = {
    "id": VERSION, "kind": "change_announced", "language": "nl", "origin": "own",
    "subject": "Ander bedrijf", "text": "Geachte {{ name }},", "digest": "ab" * 32,
    "written_at": "2026-11-22T09:00:00Z", "written_by": None, "state": "draft",
    "published_at": None, "published_by": None, "retired_at": None, "retired_by": None,
    "reason": None,
}  # fmt: skip
FINDING = {
    "code": "fact-left-out", "name": "location", "line": 3,
    "detail": {"nl": "De plaats ontbreekt.", "en": "The place is missing."},
}  # fmt: skip
RULES: dict[str, Any] = {
    "kind": "change_announced", "language": "nl", "in_force": None, "versions": 1,
    "builtin": {"subject": "Ingebouwd", "text": "Geachte <b>{{ name }}</b>,"},
    "names": [{"name": "lines.new.party", "meaning": {"nl": "naam", "en": "the party"},
               "personal": False}],
    "mandatory": [{"fact": "location", "words": {"nl": "de plaats", "en": "the place"}}],
}  # fmt: skip
SHOWN = {"subject": "Ander bedrijf", "text": "Geachte", "html": "<!DOCTYPE html><p>Geachte</p>"}
BRAND = {
    "id": VERSION, "name": "Voorbeeld", "accent": "#7a1f5c", "footer_nl": "KvK", "footer_en": None,
    "set_at": "2026-11-22T09:00:00Z", "set_by": None,
}  # fmt: skip


@pytest.fixture
async def desk(portal: Portal) -> Portal:
    told = portal.notifications
    told.say("GET", "/wordings", {"items": [RULES]})
    told.say("GET", "/wordings/change_announced/nl", RULES)
    told.say("GET", "/wordings/change_announced/nl/preview", SHOWN)
    told.say("GET", "/wordings/change_announced/nl/versions", {"items": [RECORD], "next": None})
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": []})
    told.say("GET", f"/wording-versions/{VERSION}/preview", SHOWN)
    told.say("GET", "/brands", {"items": [BRAND], "next": None})
    return portal


async def test_a_version_is_written_from_the_built_in_words(desk: Portal) -> None:
    told = desk.notifications
    told.say("POST", "/wordings/change_announced/nl/versions", RECORD | {"findings": []}, 201)
    browser = await desk.staff(role="officer")
    page = await browser.open("/settings")
    assert "/settings/messages" in page.tree.xpath("//main//a/@href")
    page = await browser.open("/settings/messages")
    assert HERE in page.tree.xpath("//main//a/@href")
    page = await browser.open(HERE)
    assert page.tree.xpath("string(//textarea[@name='text'])").strip() == RULES["builtin"]["text"]
    assert "the place" in page.text
    assert "lines.new.party" in page.text
    await browser.submit(page, HERE, subject="Ander bedrijf", text="Een\r\n\r\ntwee")
    (asked,) = told.to("POST", "/wordings/change_announced/nl/versions")
    assert asked.body["subject"] == "Ander bedrijf"


async def test_messages_stand_under_whom_they_are_for(desk: Portal) -> None:
    kinds = ("sign_in", "public_altered", "webhook_halted", "subscription_asked")
    found = [RULES | {"kind": kind} for kind in kinds]
    desk.notifications.say("GET", "/wordings", {"items": found})
    page = await (await desk.staff()).open("/settings/messages")
    cards = [
        [" ".join(one.text_content().split()) for one in card.xpath(".//h2|.//tbody//th")]
        for card in page.tree.xpath("//main//section")
    ]
    assert cards[:-1] == [
        ["To clients, and to whoever signs in", "Link to sign in"],
        [
            "To followers of your public list",
            "Change put off, told to followers",
            "Confirmation for a follower",
        ],
        ["To your own people", "A webhook was stopped"],
    ]


async def test_a_version_that_leaves_out_a_fact_says_which_and_has_no_button(desk: Portal) -> None:
    told = desk.notifications
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": [FINDING]})
    browser = await desk.staff()
    page = await browser.open(ONE)
    assert "The place is missing." in page.text
    assert not page.tree.xpath("//form[contains(@action, 'publications')]")
    refused = {"type": f"{PROBLEM}wording-has-faults", "status": 409, "detail": "x"}
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": []})
    page = await browser.open(ONE)
    told.say("POST", f"/wording-versions/{VERSION}/publications", refused, 409)
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": [FINDING]})
    page = await browser.submit(page, f"{ONE}/publications")
    assert page.status == 409
    assert "can’t be published yet" in page.text
    assert "The place is missing." in page.text


async def test_what_was_refused_is_corrected_and_not_typed_anew(desk: Portal) -> None:
    told = desk.notifications
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": [FINDING]})
    browser = await desk.staff()
    page = await browser.open(ONE)
    (again,) = [at for at in page.tree.xpath("//main//a/@href") if f"version={VERSION}" in at]
    page = await browser.open(again)
    assert page.tree.xpath("string(//input[@name='subject']/@value)") == RECORD["subject"]
    assert page.tree.xpath("string(//textarea[@name='text'])").strip() == RECORD["text"]
    reader = await desk.staff(role="auditor")
    page = await reader.open(ONE)
    assert again not in page.tree.xpath("//main//a/@href")


async def test_a_version_is_published_tried_and_taken_back(desk: Portal) -> None:
    told = desk.notifications
    for noun, answer in (
        ("publications", RECORD),
        ("retirements", RECORD),
        ("tests", {"id": VERSION, "address": "els@kale.example"}),
    ):
        told.say("POST", f"/wording-versions/{VERSION}/{noun}", answer, 201)
    browser = await desk.staff()
    page = await browser.open(f"{ONE}?situation=approval")
    await browser.submit(page, f"{ONE}/publications")
    page = await browser.submit(page, f"{ONE}/tests")
    assert "to your own address" in page.text
    (asked,) = told.to("POST", f"/wording-versions/{VERSION}/tests")
    assert asked.body == {"situation": "approval"}
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"state": "in_force", "findings": []})
    page = await browser.open(ONE)
    await browser.submit(page, f"{ONE}/retirements", reason="Te stellig")
    (asked,) = told.to("POST", f"/wording-versions/{VERSION}/retirements")
    assert asked.body == {"reason": "Te stellig"}


async def test_the_mail_is_shown_on_a_page_on_which_nothing_runs(desk: Portal) -> None:
    browser = await desk.staff()
    page = await browser.open(ONE)
    (source,) = page.tree.xpath("//iframe[@sandbox]/@src")
    for path in (source, f"{HERE}/page"):
        shown = await browser.open(path)
        policy = shown.response.headers["content-security-policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'self'" in policy
        assert "Geachte" in shown.text


async def test_the_looks_are_set_and_a_pale_colour_is_refused_at_its_field(desk: Portal) -> None:
    told = desk.notifications
    told.say("POST", "/brands", BRAND, 201)
    browser = await desk.staff()
    page = await browser.open("/settings/messages/brand")
    sent = {"name": " ", "accent": "#7A1F5C", "footer_nl": "KvK", "footer_en": ""}
    await browser.submit(page, "/settings/messages/brand", **sent)
    (asked,) = told.to("POST", "/brands")
    assert asked.body == {
        "name": None, "accent": "#7a1f5c", "footer_nl": "KvK", "footer_en": None,
    }  # fmt: skip
    pale = {
        "type": f"{PROBLEM}accent-too-light", "status": 400, "detail": "x",
        "errors": [{"field": "accent", "code": "accent-too-light", "message": "x"}],
    }  # fmt: skip
    told.say("POST", "/brands", pale, 400)
    page = await browser.submit(page, "/settings/messages/brand", **sent | {"accent": "#ffff00"})
    assert page.status == 400
    assert "Choose a darker one." in page.text
    assert page.tree.xpath("string(//input[@name='accent']/@value)") == "#ffff00"


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_may_change_nothing_sees_the_words_and_no_form(desk: Portal, role: str) -> None:
    browser = await desk.staff(role=role)
    for path in ("/settings/messages", HERE, ONE, "/settings/messages/brand"):
        page = await browser.open(path)
        assert page.status == 200
        assert not page.tree.xpath("//main//form[@method='post']")


async def test_every_fault_of_a_draft_stands_at_its_field(desk: Portal) -> None:
    told = desk.notifications
    unknown = {
        "code": "name-unknown", "name": "namme", "field": "text", "line": 1,
        "detail": {"nl": "Die naam kent dit bericht niet.", "en": "That name is not known."},
    }  # fmt: skip
    personal = {
        "code": "subject-personal", "name": None, "field": "subject", "line": None,
        "detail": {"nl": "Dat verschilt per ontvanger.", "en": "That differs per recipient."},
    }  # fmt: skip
    findings = [unknown, personal, FINDING]
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": findings})
    browser = await desk.staff()
    page = await browser.open(ONE)
    for one in findings:
        assert one["detail"]["en"] in page.text
    assert "can be seen once this is mended" in page.text
    form = await browser.open(f"{HERE}?version={VERSION}")
    assert form.tree.xpath("string(//*[@id='subject-wrong'])") == "That differs per recipient."
    (wrong,) = form.tree.xpath("//*[@id='text-wrong']/text()")
    assert wrong == "line 1: That name is not known. line 3: The place is missing."
    told.say("GET", f"/wording-versions/{VERSION}", RECORD | {"findings": [FINDING]})
    assert "can be seen once this is mended" not in (await browser.open(ONE)).text

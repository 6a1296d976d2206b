"""A change of sub-processors, from draft to effect, and the objections on the way."""

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}"
DRAFT = {**record.CHANGE_RECORD, "state": "draft", "published_at": None}


async def test_a_replacement_starts_from_the_task_of_the_old_party(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", "/changes", DRAFT, 201)
    portal.contracts.say("GET", PATH, DRAFT)
    form = await browser.open(f"/changes/new?replace={record.OLD_LINK}")
    page = await browser.submit(
        form,
        "/changes/new",
        **{
            "title.nl": "Andere facturatiedienst",
            "effective_on": "2026-12-22",
            "begins.0.subprocessor_id": str(record.NEW_PARTY),
            "begins.0.location.nl": "Nederland",
        },
    )
    assert page.path == PATH
    sent = portal.contracts.to("POST", "/changes")[-1].body
    assert sent["ends"] == [str(record.OLD_LINK)]
    assert sent["at_once"] is False
    assert sent["begins"][0]["location"] == {"nl": "Nederland", "en": "Nederland"}
    assert sent["begins"][0]["purpose"]["en"] == "keep the client's invoices"


async def test_a_refused_change_keeps_what_was_typed_and_marks_the_field(portal: Portal) -> None:
    browser = await portal.staff()
    errors = [{"field": "begins.0.mechanism", "code": "privacy-shield", "message": "x"}]
    portal.contracts.refuse("POST", "/changes", 400, "privacy-shield", errors=errors)
    form = await browser.open("/changes/new")
    page = await browser.submit(
        form, "/changes/new", **{"begins.0.subprocessor_id": str(record.NEW_PARTY), "title.nl": "T"}
    )
    assert page.status == 400
    assert page.tree.get_element_by_id("begins.0.mechanism").get("aria-invalid") == "true"
    assert "Privacy Shield has been invalid since 16 July 2020" in page.text
    assert page.values("/changes/new")["title.nl"] == ["T"]


async def test_a_draft_shows_whom_it_concerns_before_anybody_is_told(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT)
    page = await browser.open(PATH)
    for word in ("Whom it concerns", "23 December 2026", "Location not known yet.", "Exact Online"):
        assert word in page.text
    portal.contracts.say("POST", f"{PATH}/publications", record.CHANGE_RECORD, 201)
    await browser.submit(page, f"{PATH}/publications")
    assert len(portal.contracts.to("POST", f"{PATH}/publications")) == 1


async def test_a_published_change_shows_who_was_told_and_until_when_they_may_object(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    unreached = {**record.RECIPIENT, "outcome": "failed", "deadline": None, "standing": "unreached"}
    items = [record.RECIPIENT, unreached]
    portal.contracts.say("GET", f"{PATH}/recipients", {"items": items, "next": "r-2"})
    page = await browser.open(PATH)
    for word in (
        "Accepted by the mail server", "22 December 2026", "Not deliverable", "no term runs yet",
        "Show more recipients",
    ):  # fmt: skip
        assert word in page.text
    reports = page.tree.xpath("//a[contains(@href, '/evidence')]/@href")
    assert reports == [f"{PATH}/evidence{suffix}" for suffix in ("", ".csv", ".json")]


async def test_going_live_too_early_names_who_is_protected_and_until_when(portal: Portal) -> None:
    browser = await portal.staff()
    held = [
        {"client_id": str(record.CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
         "agreement_id": str(record.AGREEMENT), "reason": "notice_running", "until": "2026-12-22"},
        {"client_id": str(record.CLIENT), "client": "Stichting Verzonnen",
         "agreement_id": str(record.AGREEMENT), "reason": "approval_missing", "until": None},
    ]  # fmt: skip
    portal.contracts.refuse("POST", f"{PATH}/activations", 409, "change-protected", held=held)
    page = await browser.submit(await browser.open(PATH), f"{PATH}/activations")
    assert page.status == 409
    for word in (
        "Nobody can go live yet", "May still object", "22 December 2026", "Stichting Verzonnen",
        "Has not given its approval",
    ):  # fmt: skip
        assert word in page.text


async def test_an_open_objection_asks_for_a_decision_with_a_reason(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"{PATH}/objections", [record.OBJECTION_RECORD])
    page = await browser.open(PATH)
    assert "Bakkerij Het Voorbeeld B.V. objects" in page.text
    path = f"/objections/{record.OBJECTION}"
    portal.contracts.say("POST", f"{path}/decisions", record.OBJECTION_RECORD, 201)
    form = await browser.open(path)
    done = await browser.submit(
        form, f"{path}/decisions", decision="client_held_back", reason="U blijft bij MoneyBird."
    )
    assert done.path == PATH
    sent = portal.contracts.to("POST", f"{path}/decisions")[-1].body
    assert sent == {"decision": "client_held_back", "reason": "U blijft bij MoneyBird."}


async def test_a_decision_without_a_reason_is_refused_at_the_field(portal: Portal) -> None:
    browser = await portal.staff()
    path = f"/objections/{record.OBJECTION}"
    errors = [{"field": "reason", "code": "string_too_short", "message": "x"}]
    portal.contracts.refuse("POST", f"{path}/decisions", 400, "request-invalid", errors=errors)
    page = await browser.submit(
        await browser.open(path), f"{path}/decisions", decision="measure_taken", reason=""
    )
    assert page.tree.get_element_by_id("reason").get("aria-invalid") == "true"
    assert "Fill this in." in page.text
    assert page.values(f"{path}/decisions")["decision"] == ["measure_taken"]


async def test_sub_processors_stand_by_capacity_with_what_the_check_says(portal: Portal) -> None:
    browser = await portal.staff()
    finding = {
        "code": "privacy-shield", "refused": True, "field": "mechanism",
        "finding": record.text("Privacy Shield is ongeldig.", "Privacy Shield is invalid."),
        "instead": record.text("Kies iets anders.", "Choose something else."),
    }  # fmt: skip
    found = [{"link_id": record.SMTP["link_id"], "subprocessor": "SMTP.com", "finding": finding}]
    portal.contracts.say("GET", "/transfer-findings", found)
    page = await browser.open("/subprocessors")
    sections = {
        section.xpath("string(.//h2)"): " ".join(section.text_content().split())
        for section in page.tree.xpath("//section")
    }
    assert "MoneyBird" in sections["web shop with invoicing"]
    assert "Choose something else." in sections["web hosting and e-mail"]
    assert "Gmail" in sections["For your own administration"]
    assert "licence" in sections["Controllers of their own"]

"""Who is held and why, the owner's word against it, and answers recorded on behalf of a client."""

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}"


async def test_a_running_change_shows_its_reasons_waves_and_overrides(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open(PATH)
    for word in (
        "Not reached yet", "Free from 23 December 2026", "2 agreements", "by itself",
        "Sanne de Boer, directeur", "Record an answer",
    ):  # fmt: skip
        assert word in page.text
    assert page.tree.xpath(f"//a[@href='{PATH}/held?reason=unreached']")


async def test_the_held_are_listed_with_what_can_be_done(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open(f"{PATH}/held?reason=unreached")
    asked = portal.contracts.to("GET", f"{PATH}/held")[-1]
    assert "reason=unreached" in asked.query
    for word in ("Could not be reached yet", "Check its contacts", "Override for this client"):
        assert word in page.text
    portal.contracts.say("GET", f"{PATH}/held", {"items": [], "next": None})
    page = await browser.open(f"{PATH}/held?reason=nonsense")
    assert "reason=" not in portal.contracts.to("GET", f"{PATH}/held")[-1].query
    assert "No client is held for this reason." in page.text


async def test_a_decision_that_was_taken_is_read_and_not_asked_for_again(portal: Portal) -> None:
    browser = await portal.staff()
    objected = {**record.HELD, "objection_id": str(record.OBJECTION)}
    said = {}
    for reason in ("objection_open", "objection_upheld"):
        held = {"items": [{**objected, "reason": reason}], "next": None}
        portal.contracts.say("GET", f"{PATH}/held", held)
        page = await browser.open(f"{PATH}/held")
        (link,) = page.tree.xpath(f"//a[@href='/objections/{record.OBJECTION}']")
        said[reason] = link.text_content()
    assert said == {
        "objection_open": "Decide on the objection",
        "objection_upheld": "Read the decision",
    }


async def test_an_override_names_a_person_and_a_reason(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", f"{PATH}/overrides", {}, 201)
    form = await browser.open(f"{PATH}/override?agreement={record.AGREEMENT}")
    assert "Bakkerij Het Voorbeeld B.V." in form.text
    await browser.submit(form, f"{PATH}/override", person="Sanne", reason="Failliet.")
    sent = portal.contracts.to("POST", f"{PATH}/overrides")[-1].body
    expected = {"person": "Sanne", "reason": "Failliet.", "agreement_id": str(record.AGREEMENT)}
    assert sent == expected
    portal.contracts.refuse("POST", f"{PATH}/overrides", 409, "approval-needed")
    whole = await browser.open(f"{PATH}/override")
    page = await browser.submit(whole, f"{PATH}/override", person="Sanne", reason="Failliet.")
    assert "agreement_id" not in portal.contracts.to("POST", f"{PATH}/overrides")[-1].body
    assert page.status == 409
    assert "nothing replaces the client’s own approval" in page.text


async def test_staff_record_what_a_client_said(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", f"{PATH}/objections", {}, 201)
    portal.contracts.say("POST", f"{PATH}/approvals", {}, 201)
    answer = f"{PATH}/answer"
    form = await browser.open(f"{answer}?agreement={record.AGREEMENT}")
    await browser.submit(form, answer, words="Nee, want.")
    sent = portal.contracts.to("POST", f"{PATH}/objections")[-1].body
    assert sent == {"agreement_id": str(record.AGREEMENT), "grounds": "Nee, want."}
    await browser.submit(form, answer, kind="approvals", words="Ja.")
    assert portal.contracts.to("POST", f"{PATH}/approvals")[-1].body["note"] == "Ja."
    errors = [{"field": "note", "code": "string_too_short", "message": "x"}]
    portal.contracts.refuse("POST", f"{PATH}/approvals", 400, "request-invalid", errors=errors)
    page = await browser.submit(form, answer, kind="approvals", words="")
    assert page.tree.get_element_by_id("words").get("aria-invalid") == "true"


async def test_objections_stand_in_one_list_the_undecided_first(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open("/objections")
    assert "undecided=true" in portal.contracts.to("GET", "/objections")[-1].query
    assert "De locatie is niet bekend." in page.text
    portal.contracts.say("GET", "/objections", {"items": [], "next": None})
    page = await browser.open("/objections?show=all")
    assert "undecided" not in portal.contracts.to("GET", "/objections")[-1].query
    assert "No objection fits this choice." in page.text
    page = await browser.open("/objections?show=late")
    asked = portal.contracts.to("GET", "/objections")[-1].query
    assert ("late=true" in asked, "undecided" in asked) == (True, False)
    page = await browser.open("/objections?show=nonsense")
    assert "No objection waits for you" in page.text


async def test_a_signatory_may_end_the_agreement_over_a_change_it_objected_to(
    portal: Portal,
) -> None:
    browser = await portal.contact("en")
    objected = {**record.CHANGE_RECORD["concern"], "objection_id": str(record.OBJECTION)}
    change = {**record.CHANGE_RECORD, "concern": {**objected, "standing": "may_leave"}}
    portal.contracts.say("GET", PATH, change)
    decision = {
        "decision": "measure_taken", "reason": "Wij versleutelen.", "leave_until": "2026-12-30",
    }  # fmt: skip
    objection = {**record.OBJECTION_RECORD, "on_objection": "terminate", "decisions": [decision]}
    portal.contracts.say("GET", f"/objections/{record.OBJECTION}", objection)
    home = await browser.open("/home")
    assert "lets you end it over this change, until 30 December 2026" in home.text
    portal.contracts.say("POST", f"{PATH}/leavings", {}, 201)
    form = await browser.open(f"{PATH}/leave")
    page = await browser.submit(form, f"{PATH}/leave", reason="Wij stappen over.")
    assert page.path == "/home"
    sent = portal.contracts.to("POST", f"{PATH}/leavings")[-1].body
    assert sent == {"reason": "Wij stappen over."}


async def test_what_went_early_can_still_be_objected_to(portal: Portal) -> None:
    browser = await portal.contact("en")
    told = {**record.CHANGE_RECORD["concern"], "standing": "effective", "let_by": "emergency"}
    portal.contracts.say("GET", PATH, {**record.CHANGE_RECORD, "concern": told})
    assert "Object" in (await browser.open("/home")).text
    portal.contracts.say(
        "GET", PATH, {**record.CHANGE_RECORD, "concern": {**told, "may_object": False}}
    )
    home = await browser.open("/home")
    assert not home.tree.xpath(f"//a[@href='{PATH}/object']")


async def test_a_viewer_reads_and_finds_no_way_to_change_anything(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    page = await browser.open(PATH)
    for action in ("activations", "withdrawals"):
        assert not page.tree.xpath(f"//form[@action='{PATH}/{action}']")
    assert not page.tree.xpath("//a[contains(@href, '/override') or contains(@href, '/answer')]")


async def test_what_a_withdrawal_does_is_said_before_it_is_done(portal: Portal) -> None:
    page = await (await portal.staff("officer")).open(PATH)
    (form,) = page.tree.xpath(f"//form[@action='{PATH}/withdrawals']")
    (folded,) = form.xpath("ancestor::details[not(@open)]")
    assert "can’t be undone" in folded.text_content()


async def test_of_a_withdrawn_change_nothing_runs_any_more(portal: Portal) -> None:
    withdrawn = {
        **record.CHANGE_RECORD,
        "state": "withdrawn",
        "withdrawn_at": "2026-11-23T10:00:00Z",
    }
    portal.contracts.say("GET", PATH, withdrawn)
    page = await (await portal.staff("officer")).open(PATH)
    assert "Was to take effect on" in page.text
    assert "Anna de Vries" in page.text
    for over in ("Who may go and who is held", "Free from", "Term", "Record an answer"):
        assert over not in page.text

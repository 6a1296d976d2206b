"""What a client's contact sees and does."""

from typing import Any

from tests.portal import record
from tests.portal.conftest import Portal

SIGN = f"/agreements/{record.AGREEMENT}/sign"
SIGNATURES = f"/agreements/{record.AGREEMENT}/signatures"
CHANGE = f"/changes/{record.CHANGE}"


def concern(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = record.CHANGE_RECORD["concern"]  # type: ignore[assignment]
    return {**record.CHANGE_RECORD, "concern": {**told, **more}}


async def test_home_shows_what_there_is_to_sign_and_what_is_going_to_change(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    page = await browser.open("/home")
    for word in (
        "Your agreement is ready to sign", "Another invoicing service",
        "you can object until 22 December 2026", "MoneyBird", "VWO-2026-0001.pdf",
    ):  # fmt: skip
        assert word in page.text
    assert page.tree.xpath(f"//a[@href='{SIGN}']")


async def test_a_contact_who_does_not_sign_can_read(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    reader = {**record.ANNA, "duties": ["privacy"]}
    client = {**record.CLIENT_RECORD, "contacts": [reader]}
    portal.contracts.say("GET", f"/clients/{record.CLIENT}", client)
    page = await browser.open("/home")
    assert not page.tree.xpath(f"//a[@href='{SIGN}']")
    assert "somebody else at your organisation" in page.text


async def test_what_was_shown_is_what_is_signed(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    portal.contracts.say("POST", SIGNATURES, record.SIGNATURE, 201)
    form = await browser.open(SIGN)
    for word in ("MoneyBird", "versleutelde verbindingen", "NAW-gegevens", record.DIGEST[:8]):
        assert word in form.text
    await browser.submit(form, SIGN, typed_name="Anna de Vries", authority="yes")
    sent = portal.contracts.to("POST", SIGNATURES)[-1]
    assert sent.body["version_id"] == str(record.VERSION)
    assert sent.body["digest"] == record.DIGEST
    assert sent.body["typed_name"] == "Anna de Vries"
    assert sent.body["authority"] is True
    assert sent.body["address"] == "127.0.0.1"
    assert sent.body["user_agent"].startswith("python-httpx")
    assert sent.body["sign_in_link_id"] == "019a0000-0000-7000-8000-0000000000aa"


async def test_an_agreement_that_changed_meanwhile_is_shown_anew(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    form = await browser.open(SIGN)
    newer = "9" * 64
    version = f"/agreements/{record.AGREEMENT}/versions/{record.VERSION}"
    portal.contracts.say("GET", version, {"digest": newer, "snapshot": record.SNAPSHOT})
    portal.contracts.refuse("POST", SIGNATURES, 409, "newer-version")
    page = await browser.submit(form, SIGN, typed_name="Anna de Vries", authority="yes")
    assert page.status == 409
    assert "The agreement has changed since you read it" in page.text
    assert page.values(SIGN)["digest"] == [newer]
    assert page.values(SIGN)["typed_name"] == ["Anna de Vries"]


async def test_without_authority_nothing_is_signed_and_the_name_is_kept(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    errors = [{"field": "authority", "code": "literal_error", "message": "must be true"}]
    portal.contracts.refuse("POST", SIGNATURES, 400, "request-invalid", errors=errors)
    page = await browser.submit(await browser.open(SIGN), SIGN, typed_name="Anna", authority=None)
    assert "Tick this to be able to sign." in page.text
    assert page.values(SIGN)["typed_name"] == ["Anna"]


async def test_a_signature_that_met_a_part_that_was_down_is_not_lost(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    form = await browser.open(SIGN)
    portal.contracts.down = True
    page = await browser.submit(form, SIGN, typed_name="Anna de Vries", authority="yes")
    assert page.status == 503
    portal.contracts.down = False
    portal.contracts.say("POST", SIGNATURES, record.SIGNATURE, 201)
    await browser.submit(page, SIGN)
    sent = portal.contracts.to("POST", SIGNATURES)[-1].body
    assert (sent["typed_name"], sent["digest"]) == ("Anna de Vries", record.DIGEST)


async def test_a_signed_agreement_is_read_and_not_signed_again(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    signed = {**record.AGREEMENT_RECORD, "state": "in_force", "signature": record.SIGNATURE}
    portal.contracts.say("GET", f"/agreements/{record.AGREEMENT}", signed)
    page = await browser.open(SIGN)
    assert page.path == f"/agreements/{record.AGREEMENT}"
    assert "Signed by Anna de Vries on 22 November 2026 at 11:00" in page.text


async def test_a_client_objects_with_grounds(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    portal.contracts.say("POST", f"{CHANGE}/objections", record.OBJECTION_RECORD, 201)
    form = await browser.open(f"{CHANGE}/object")
    assert "22 December 2026" in form.text
    done = await browser.submit(form, f"{CHANGE}/object", grounds="De locatie is niet bekend.")
    assert done.path == "/home"
    sent = portal.contracts.to("POST", f"{CHANGE}/objections")[-1].body
    assert sent == {"grounds": "De locatie is niet bekend."}


async def test_an_objection_that_stands_already_says_so_and_keeps_the_grounds(
    portal: Portal,
) -> None:
    browser = await portal.contact(language="en")
    portal.contracts.refuse("POST", f"{CHANGE}/objections", 409, "objection-stands")
    form = await browser.open(f"{CHANGE}/object")
    page = await browser.submit(form, f"{CHANGE}/object", grounds="Nogmaals")
    assert "An objection to this change was recorded already." in page.text
    assert page.values(f"{CHANGE}/object")["grounds"] == ["Nogmaals"]


async def test_a_client_reads_beforehand_that_its_objection_is_late(portal: Portal) -> None:
    browser = await portal.contact(language="nl")
    told = concern(standing="effective", may_object=False, may_object_late=True)
    portal.contracts.say("GET", CHANGE, told)
    portal.contracts.say("POST", f"{CHANGE}/objections", record.OBJECTION_RECORD, 201)
    home = await browser.open("/home")
    assert "Alsnog bezwaar maken" in home.text
    form = await browser.open(f"{CHANGE}/object")
    assert "Uw bezwaar is te laat" in form.text
    assert "verandert er voor u niets" not in form.text
    await browser.submit(form, f"{CHANGE}/object", grounds="Toch liever niet.")
    assert portal.contracts.to("POST", f"{CHANGE}/objections")


async def test_a_client_and_staff_see_that_an_objection_came_late(portal: Portal) -> None:
    late = record.OBJECTION_RECORD | {"late_after": "2026-12-22"}
    portal.contracts.say("GET", f"/objections/{record.OBJECTION}", late)
    portal.contracts.say("GET", "/objections", {"items": [late], "next": None})
    objected = {"may_object": False, "may_object_late": True, "objection_id": str(record.OBJECTION)}
    portal.contracts.say("GET", CHANGE, concern(standing="clear", **objected))
    home = await (await portal.contact(language="en")).open("/home")
    assert "That was late: you could object until 22 December 2026." in home.text
    assert "nothing changes for you" not in home.text
    staff = await portal.staff()
    assert "late" in (await staff.open("/objections")).text
    page = await staff.open(f"/objections/{record.OBJECTION}")
    assert "This objection is late" in page.text
    assert "Until it is decided" not in page.text


async def test_under_specific_authorisation_a_client_approves(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    told = concern(authorisation="specific", standing="approval_missing", deadline=None)
    portal.contracts.say("GET", CHANGE, told)
    portal.contracts.say("POST", f"{CHANGE}/approvals", {"id": "x"}, 201)
    home = await browser.open("/home")
    assert home.tree.xpath(f"//a[@href='{CHANGE}/approve']")
    form = await browser.open(f"{CHANGE}/approve")
    done = await browser.submit(form, f"{CHANGE}/approve")
    assert done.path == "/home"
    assert len(portal.contracts.to("POST", f"{CHANGE}/approvals")) == 1


async def test_after_objecting_home_says_where_the_objection_stands(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    portal.contracts.say("GET", CHANGE, concern(objection_id=str(record.OBJECTION)))
    page = await browser.open("/home")
    assert "Your organisation objected on 23 November 2026" in page.text
    assert not page.tree.xpath(f"//a[@href='{CHANGE}/object']")
    decision = {"decision": "client_held_back", "reason": "U blijft bij MoneyBird."}
    decided = {**record.OBJECTION_RECORD, "decisions": [decision]}
    portal.contracts.say("GET", f"/objections/{record.OBJECTION}", decided)
    page = await browser.open("/home")
    assert "The change does not go ahead for this client" in page.text
    assert "U blijft bij MoneyBird." in page.text


async def test_a_contact_who_opens_the_staffs_page_of_a_change_lands_at_home(
    portal: Portal,
) -> None:
    browser = await portal.contact(language="en")
    assert (await browser.open(CHANGE)).path == "/home"

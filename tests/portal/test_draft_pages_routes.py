"""A draft in the portal: edited beside somebody else, reviewed, read before it is sent."""

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}"
DRAFT = {**record.CHANGE_RECORD, "state": "draft", "published_at": None, "revision": 2}


async def test_a_draft_shows_the_text_that_will_be_sent_and_the_slack(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT)
    page = await browser.open(PATH)
    for word in (
        "What will be sent", "Voorgenomen wijziging van subverwerkers", "Geachte Anna de Vries",
        "8 days short", "1 agreement has nobody who is told", "Nobody else has reviewed",
    ):  # fmt: skip
        assert word in page.text
    assert portal.notifications.to("POST", "/previews")[-1].body == record.DRAWN_UP


async def test_a_fact_that_is_missing_is_named_before_publishing(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT)
    errors = [
        {"field": f"lines.0.new.{name}", "code": "fact-missing", "message": "x"}
        for name in ("purpose", "location")
    ]
    portal.notifications.refuse("POST", "/previews", 400, "fact-missing", errors=errors)
    page = await browser.open(PATH)
    assert page.status == 200
    assert "A fact is missing without which this notice can’t be sent." in page.text
    assert "Exact Online: Purpose" in page.text
    assert "Exact Online: Location" in page.text


async def test_a_draft_still_opens_while_notices_are_down(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT)
    portal.notifications.down = True
    page = await browser.open(PATH)
    assert page.status == 200
    assert "temporarily unavailable" in page.text


async def test_a_second_pair_of_eyes_reviews_what_it_saw(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT, etag='"tag-2"')
    portal.contracts.say("POST", f"{PATH}/reviews", {}, 201)
    page = await browser.open(PATH)
    await browser.submit(page, f"{PATH}/reviews")
    (sent,) = portal.contracts.to("POST", f"{PATH}/reviews")
    assert sent.headers["if-match"] == '"tag-2"'
    reviewed = {"revision": 2, "note": "klopt", "reviewed_at": "2026-11-22T10:00:00Z"}
    portal.contracts.say("GET", PATH, {**DRAFT, "state": "reviewed", "reviews": [reviewed]})
    page = await browser.open(PATH)
    assert "“klopt”" in page.text
    assert f'action="{PATH}/reviews"' not in page.response.text


async def test_an_edit_sends_only_what_the_form_shows_and_the_state_it_was_made_of(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT, etag='"tag-2"')
    portal.contracts.say("PATCH", PATH, DRAFT)
    form = await browser.open(f"{PATH}/edit")
    assert form.values(f"{PATH}/edit")["title.nl"] == ["Andere facturatiedienst"]
    page = await browser.submit(
        form, f"{PATH}/edit", **{"title.nl": "Anders", "supplier_date": "2027-01-15"}
    )
    assert page.path == PATH
    (sent,) = portal.contracts.to("PATCH", PATH)
    assert sent.headers["if-match"] == '"tag-2"'
    assert sent.body["title"]["nl"] == "Anders"
    assert sent.body["supplier_date"] == "2027-01-15"
    assert sent.body["emergency"] is None
    assert not {"ends", "begins"} & set(sent.body)


async def test_of_two_who_edit_at_once_the_second_sees_the_other_and_loses_nothing(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, DRAFT, etag='"tag-2"')
    form = await browser.open(f"{PATH}/edit")
    theirs = {**DRAFT, "title": record.text("Van een ander", "Somebody else’s")}
    portal.contracts.say("GET", PATH, theirs, etag='"tag-3"')
    portal.contracts.refuse("PATCH", PATH, 412, "edited-since")
    page = await browser.submit(form, f"{PATH}/edit", **{"title.nl": "Van mij"})
    assert page.status == 412
    assert "Somebody else’s" in page.text
    values = page.values(f"{PATH}/edit")
    assert values["title.nl"] == ["Van mij"]
    assert values["seen"] == ['"tag-3"']


async def test_an_emergency_and_its_reason_are_sent_in_both_languages(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", "/changes", DRAFT, 201)
    portal.contracts.say("GET", PATH, {**DRAFT, "emergency": record.text("Spoed.", "Urgent.")})
    form = await browser.open("/changes/new")
    page = await browser.submit(form, "/changes/new", **{"emergency.nl": "Spoed."})
    sent = portal.contracts.to("POST", "/changes")[-1].body
    assert sent["emergency"] == {"nl": "Spoed.", "en": "Spoed."}
    assert "This is an emergency" in page.text

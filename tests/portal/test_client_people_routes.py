"""Staff correct a client and the people there."""

from tests.portal import record
from tests.portal.conftest import Portal

CLIENT = f"/clients/{record.CLIENT}"
ANNA = f"/contacts/{record.CONTACT}"


async def test_only_what_was_changed_is_sent(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("PATCH", CLIENT, record.CLIENT_RECORD)
    form = await browser.open(f"{CLIENT}/edit")
    done = await browser.submit(form, f"{CLIENT}/edit", name="Bakkerij B.V.", address="")
    assert done.path == CLIENT
    sent = portal.contracts.to("PATCH", CLIENT)[-1]
    assert sent.body == {"name": "Bakkerij B.V.", "address": None}


async def test_representative_and_protection_officer_are_recorded(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("PATCH", CLIENT, record.CLIENT_RECORD)
    form = await browser.open(f"{CLIENT}/edit?language=en")
    assert "Data protection officer" in form.text
    new = {"dpo": "Fred G., fg@bakkerij.example", "representative": "Vera Voogd"}
    await browser.submit(form, f"{CLIENT}/edit", **new)
    assert portal.contracts.to("PATCH", CLIENT)[-1].body == new


async def test_duties_are_ticked_and_sent_together(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("PATCH", ANNA, record.ANNA)
    form = await browser.open(ANNA)
    assert form.values(ANNA)["duties"] == ["signatory", "notice"]
    await browser.submit(form, ANNA, duties=["signatory", "notice", "privacy"])
    sent = portal.contracts.to("PATCH", ANNA)[-1]
    assert sent.body == {"duties": ["signatory", "notice", "privacy"]}


async def test_the_last_who_signs_stays_and_the_page_says_why(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.refuse("POST", f"{ANNA}/departures", 409, "last-signatory")
    page = await browser.submit(await browser.open(ANNA), f"{ANNA}/departures")
    assert page.status == 409
    assert "Nobody else at this client may sign" in page.text


async def test_a_person_is_added(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("POST", f"{CLIENT}/contacts", record.BRAM, 201)
    form = await browser.open(f"{CLIENT}/contacts/new")
    new = {"name": "Bram", "email": "bram@bakkerij.example", "duties": ["privacy"]}
    done = await browser.submit(form, f"{CLIENT}/contacts/new", **new)
    assert done.path == CLIENT
    assert portal.contracts.to("POST", f"{CLIENT}/contacts")[-1].body == {**new, "language": "nl"}


async def test_who_only_reads_edits_nobody(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    for path in (f"{CLIENT}/edit", f"{CLIENT}/contacts/new", ANNA, "/imports"):
        assert (await browser.open(path)).status == 403, path
    page = await browser.open(CLIENT)
    assert not page.tree.xpath(f"//a[@href='{ANNA}']")


async def test_the_list_keeps_its_filters(portal: Portal) -> None:
    browser = await portal.staff()
    listed = {"items": [record.CLIENT_LINE], "next": "cursor-2"}
    portal.contracts.say("GET", "/clients", listed)
    await browser.open("/clients?spoken=nl&language=en")
    assert portal.contracts.to("GET", "/clients")[-1].query == "language=nl&limit=50"
    page = await browser.open("/clients?state=offered&drift=true&strange=x")
    assert portal.contracts.to("GET", "/clients")[-1].query == "state=offered&drift=true&limit=50"
    more = page.tree.xpath("//a[contains(., 'Show more clients')]")[0]
    assert more.get("href") == "/clients?state=offered&drift=true&after=cursor-2"

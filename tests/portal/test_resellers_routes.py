"""Resellers in the portal: kept by staff, and signed in under their own brand."""

from typing import Any

from tests.portal import record
from tests.portal.browser import Browser
from tests.portal.conftest import Portal

RESELLER = f"/resellers/{record.RESELLER}"
CLIENT = f"/clients/{record.CLIENT}"


async def mila(portal: Portal) -> Browser:
    """Signed in as somebody at a reseller, by the link in a mail."""
    await portal.provider()
    await portal.answer_requests()
    place = {
        "kind": "reseller", "tenant_id": str(portal.tenant_id), "tenant_name": "De Kale ICT",
        "contact_id": str(record.PERSON), "client_id": None, "reseller_id": str(record.RESELLER),
        "language": "en",
    }  # fmt: skip
    portal.contracts.say("GET", "/sign-in-contacts", [place])
    browser = await portal.visitor()
    page = await browser.open("/sign-in")
    await browser.submit(page, "/sign-in", email="mila@dehaven.example")
    await portal.answer_requests()
    facts: Any = portal.mailed()[-1]["facts"]
    return await portal.enter(facts["url"])


async def test_a_person_at_a_reseller_sees_the_clients_under_its_brand(portal: Portal) -> None:
    browser = await mila(portal)
    page = await browser.open("/clients?language=en")
    assert "Webbureau De Haven" in page.text
    assert "Bakkerij Het Voorbeeld B.V." in page.text
    assert not page.tree.xpath("//nav//a[@href='/changes' or @href='/settings']")
    asked = portal.contracts.to("GET", "/clients")[-1]
    actor = portal.verifier("contracts").verify(asked.headers["authorization"].split()[1])
    assert (actor.kind, actor.reseller_id) == ("reseller", record.RESELLER)


async def test_a_reseller_reads_a_client_and_can_change_nothing_there(portal: Portal) -> None:
    change = {"change": record.CHANGE_RECORD, "standing": "notice_running", "deadline": None}
    portal.contracts.say("GET", f"{CLIENT}/changes", {"items": [change], "next": None})
    browser = await mila(portal)
    page = await browser.open(f"{CLIENT}?language=en")
    assert "MoneyBird" in page.text
    assert "Another invoicing service" in page.text
    assert not page.tree.xpath("//main//form[@method='post']")
    for path in ("/changes", "/settings", "/resellers", "/imports", "/home", f"{CLIENT}/edit"):
        assert (await browser.open(path)).status == 403, path


def _speaks(portal: Portal, path: str) -> tuple[str, Any]:
    asked = portal.documents.to("GET", path)[-1]
    actor = portal.verifier("documents").verify(asked.headers["authorization"].split()[1])
    return actor.kind, actor.client_id


async def test_a_reseller_downloads_the_documents_of_its_client_in_the_name_of_that_one_alone(
    portal: Portal,
) -> None:
    browser = await mila(portal)
    page = await browser.open(f"{CLIENT}?language=en")
    (link,) = page.tree.xpath("//*[@id='papers']//a/@href")
    assert link == f"/documents/{record.DOCUMENT}?agreement={record.AGREEMENT}"
    assert _speaks(portal, "/documents") == ("reseller", record.CLIENT)
    assert (await browser.client.get(link)).status_code in (200, 302, 303, 307)
    assert _speaks(portal, f"/documents/{record.DOCUMENT}/link") == ("reseller", record.CLIENT)


async def test_a_reseller_gets_no_document_of_an_agreement_that_contracts_hides(
    portal: Portal,
) -> None:
    browser = await mila(portal)
    path = f"/documents/{record.DOCUMENT}"
    portal.contracts.refuse("GET", f"/agreements/{record.AGREEMENT}", 404, "agreement-missing")
    assert (await browser.open(f"{path}?agreement={record.AGREEMENT}")).status == 404
    assert portal.documents.to("GET", f"{path}/link") == []
    portal.documents.refuse("GET", f"{path}/link", 403, "client-unknown")
    assert (await browser.open(path)).status == 403
    assert _speaks(portal, f"{path}/link") == ("reseller", None)


async def test_a_reseller_reads_and_prints_who_has_which_data_of_its_client(
    portal: Portal,
) -> None:
    browser = await mila(portal)
    told = {"on": "2026-11-22", "client": "Bakkerij", "client_id": str(record.CLIENT)}
    holders = [{"category": None, "holders": [record.MONEYBIRD]}]
    overview = f"{CLIENT}/processors/by-category"
    portal.contracts.say("GET", overview, told | {"entrusted": holders, "administration": []})
    portal.contracts.say("GET", f"{overview}.csv", "category;party")
    page = await browser.open(f"{CLIENT}/processors?on=2026-11-22&language=en")
    assert (page.status, "MoneyBird" in page.text) == (200, True)
    assert (await browser.client.get(f"{CLIENT}/processors.csv")).status_code == 200


async def test_a_reseller_brings_in_a_client(portal: Portal) -> None:
    browser = await mila(portal)
    page = await browser.open("/clients/new")
    assert page.status == 200
    assert "web shop with invoicing" in page.text


async def test_who_left_a_reseller_comes_in_no_more(portal: Portal) -> None:
    browser = await mila(portal)
    portal.contracts.refuse("GET", "/clients", 403, "person-departed")
    page = await browser.open("/clients?language=en")
    assert page.status == 403
    assert "no longer recorded as somebody at this reseller" in page.text


async def test_staff_record_a_reseller_and_its_people(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open("/resellers")
    assert "De Haven Internet B.V." in page.text
    portal.contracts.say("POST", "/resellers", record.RESELLER_LINE, 201)
    done = await browser.submit(page, "/resellers", name="De Haven", brand="Haven")
    assert done.path == RESELLER
    assert portal.contracts.to("POST", "/resellers")[-1].body == {
        "name": "De Haven",
        "brand": "Haven",
    }
    assert "Mila Haven" in done.text
    errors = [{"field": "email", "code": "email-taken"}]
    portal.contracts.refuse("POST", f"{RESELLER}/people", 409, "email-taken", errors=errors)
    again = await browser.submit(done, f"{RESELLER}/people", name="Mila", email="m@haven.example")
    assert (again.status, "Somebody else here has this e-mail address" in again.text) == (409, True)
    leaving = f"{RESELLER}/people/{record.PERSON}/departures"
    portal.contracts.say("POST", f"/reseller-people/{record.PERSON}/departures", record.MILA, 201)
    await browser.submit(await browser.open(RESELLER), leaving)
    assert portal.contracts.to("POST", f"/reseller-people/{record.PERSON}/departures")


async def test_staff_say_who_serves_a_client(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"{CLIENT}/placements", {"items": [], "next": None})
    portal.contracts.say("POST", f"{CLIENT}/placements", {}, 201)
    page = await browser.open(f"{CLIENT}/placements")
    await browser.submit(page, f"{CLIENT}/placements", reseller_id=str(record.RESELLER))
    sent = portal.contracts.to("POST", f"{CLIENT}/placements")[-1]
    assert sent.body == {"reseller_id": str(record.RESELLER)}

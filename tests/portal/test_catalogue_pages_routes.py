"""Pages of parties, products, processings, links and the provider itself."""

from typing import Any
from uuid import UUID

import pytest

from services.portal.domain.catalogue import PARTY, PROCESSING
from services.portal.domain.record_form import body, edit, merged, shown
from tests.portal import record as r
from tests.portal.conftest import Portal

PROCESSING_ID = UUID("019a0000-0000-7000-8000-0000000000b1")
PRODUCT: dict[str, Any] = {
    "id": str(r.PRODUCT), "key": "webwinkel", "name": r.SHOP, "description": None,
    "missing": ["duration", "measures"],
}  # fmt: skip
DONE: dict[str, Any] = {
    "id": str(PROCESSING_ID), "product_id": str(r.PRODUCT),
    "subject_matter": r.text("bestellingen", "orders"), "duration": None,
    "nature": r.text("opslaan", "storing"), "purpose": r.text("verkopen", "selling"),
    "data_categories": [r.text("naam", "name"), r.text("adres", "address")],
    "data_subjects": [r.text("klanten", "customers")],
    "controller_rights": r.text("instrueren", "instructing"), "retention": None,
    "measures": [], "valid_from": None, "valid_until": None, "missing": ["duration", "measures"],
}  # fmt: skip
WOLK = r.party("Wolk", r.PARTY, contact_person="A. de Vries", verified_on="2025-01-01",
               aliases=["Wolkje"], missing=["contact"],
               chain=[{"id": str(r.NEW_PARTY), "name": "Boven", "address": "Straat 1",
                       "country": "US", "legal_entity": None, "contact": None,
                       "contact_person": None}])  # fmt: skip
TENANT = {
    "id": "019a0000-0000-7000-8000-0000000000b2", "slug": "kale", "name": "De Kale ICT",
    "eu_only": True, "four_eyes": False, "retention_years": 5, "address": "Kade 1",
    "signing_reminder_days": 7, "escalation_days": 7,
}  # fmt: skip
PATHS = [
    "/subprocessors/parties", "/subprocessors/new", f"/subprocessors/{r.PARTY}",
    f"/subprocessors/{r.PARTY}/edit", "/products", "/products/new", f"/products/{r.PRODUCT}",
    f"/products/{r.PRODUCT}/edit", f"/products/{r.PRODUCT}/processings/new",
    f"/processings/{PROCESSING_ID}", "/links/new", f"/links/{r.OLD_LINK}",
    f"/clients/{r.CLIENT}/exceptions", "/settings/provider",
]  # fmt: skip
WRITING = [path for path in PATHS if path.rsplit("/", 1)[-1] in ("new", "edit")]


def page_of(*items: Any) -> dict[str, Any]:
    return {"items": list(items), "next": None}


def stock(portal: Portal) -> None:
    said = portal.contracts.say
    said("GET", "/subprocessors", page_of(WOLK, r.party("Boven", r.NEW_PARTY)))
    said("GET", f"/subprocessors/{r.PARTY}", WOLK)
    said("GET", "/products", page_of(PRODUCT))
    said("GET", f"/products/{r.PRODUCT}", {**PRODUCT, "processings": [DONE]})
    said("GET", f"/processings/{PROCESSING_ID}", DONE)
    said("GET", "/links", page_of(r.MONEYBIRD, r.GMAIL))
    said("GET", f"/links/{r.OLD_LINK}", r.MONEYBIRD)
    said("GET", "/tenant", TENANT)
    held = {"link_id": str(r.OLD_LINK), "subprocessor": "MoneyBird", "product": r.SHOP,
            "valid_from": "2027-01-01", "valid_until": None, "reason": "eerst verhuizen",
            "made_at": "2026-11-22T10:00:00Z"}  # fmt: skip
    said("GET", f"/clients/{r.CLIENT}/exceptions", page_of(held))


@pytest.fixture
def shop(portal: Portal) -> Portal:
    stock(portal)
    return portal


async def test_every_page_of_the_catalogue_opens_for_staff_alone(shop: Portal) -> None:
    browser = await shop.staff()
    for path in PATHS:
        assert (await browser.open(path)).status == 200, path
    contact = await shop.contact()
    for path in PATHS:
        assert (await contact.open(path)).status == 403, path


async def test_a_viewer_opens_no_form_and_sees_no_button(shop: Portal) -> None:
    viewer = await shop.staff("viewer")
    for path in PATHS:
        page = await viewer.open(path)
        assert page.status == (403 if path in WRITING or "/processings/" in path else 200), path
        if page.status == 200 and path != "/settings/provider":
            posting = [form.action for form in page.tree.forms if form.method == "POST"]
            assert posting == ["/sign-out"], path


async def test_a_product_says_what_keeps_its_agreements_from_being_issued(shop: Portal) -> None:
    page = await (await shop.staff()).open(f"/products/{r.PRODUCT}")
    assert "No agreement on this product can be issued yet" in page.text
    assert "Duration, Security measures." in page.text
    assert "2 facts missing" in page.text


async def test_a_party_shows_its_chain_and_what_nobody_checked(shop: Portal) -> None:
    page = await (await shop.staff()).open(f"/subprocessors/{r.PARTY}")
    for word in ("Boven", "Straat 1, US", "A. de Vries", "Wolkje", "more than a year ago"):
        assert word in page.text
    asked = shop.contracts.to("GET", "/subprocessors")[-1]
    assert f"parent_id={r.PARTY}" in asked.query


async def test_the_list_of_parties_asks_for_what_is_stale(shop: Portal) -> None:
    await (await shop.staff()).open("/subprocessors/parties?q=wolk&stale=yes")
    asked = shop.contracts.to("GET", "/subprocessors")[-1]
    assert "stale=365" in asked.query
    assert "q=wolk" in asked.query


async def test_a_new_party_is_sent_without_what_was_left_open(shop: Portal) -> None:
    shop.contracts.say("POST", "/subprocessors", WOLK, 201)
    browser = await shop.staff()
    page = await browser.open("/subprocessors/new")
    done = await browser.submit(page, "/subprocessors/new", name="Wolk", aliases="a\r\n\r\nb")
    assert done.path == f"/subprocessors/{r.PARTY}"
    (asked,) = shop.contracts.to("POST", "/subprocessors")
    assert asked.body == {"name": "Wolk", "aliases": ["a", "b"]}


async def test_a_refusal_stands_beside_its_field_with_what_was_typed(shop: Portal) -> None:
    wrong = [{"field": "country", "code": "country-unknown", "message": "x"}]
    shop.contracts.refuse("POST", "/subprocessors", 400, "request-invalid", errors=wrong)
    browser = await shop.staff()
    page = await browser.open("/subprocessors/new")
    again = await browser.submit(page, "/subprocessors/new", name="Wolk", country="XX")
    assert again.status == 400
    assert "This is no country." in again.text
    assert again.values("/subprocessors/new")["country"] == ["XX"]


async def test_an_edit_sends_what_changed_and_the_state_that_was_seen(shop: Portal) -> None:
    shop.contracts.say("PATCH", f"/subprocessors/{r.PARTY}", WOLK)
    browser = await shop.staff()
    path = f"/subprocessors/{r.PARTY}/edit"
    page = await browser.open(path)
    await browser.submit(page, path, address="", seen='"tag"')
    (asked,) = shop.contracts.to("PATCH", f"/subprocessors/{r.PARTY}")
    assert asked.body == {"address": None}
    assert asked.headers["if-match"] == '"tag"'


async def test_of_two_who_edit_at_once_neither_loses_what_was_typed(shop: Portal) -> None:
    target = f"/subprocessors/{r.PARTY}"
    browser = await shop.staff()
    page = await browser.open(f"{target}/edit")
    shop.contracts.refuse("PATCH", target, 412, "edited-since")
    theirs = {**WOLK, "address": "Hun straat 2", "country": "BE"}
    shop.contracts.say("GET", target, theirs)
    again = await browser.submit(page, f"{target}/edit", address="Mijn straat 3", contact="x@y.nl")
    assert again.status == 412
    assert "Hun straat 2" in again.text
    assert "Somebody else saved this record" in again.text
    values = again.values(f"{target}/edit")
    assert values["address"] == ["Mijn straat 3"]
    assert values["contact"] == ["x@y.nl"]
    assert values["country"] == ["BE"]
    shop.contracts.say("PATCH", target, theirs)
    await browser.submit(again, f"{target}/edit")
    sent = shop.contracts.to("PATCH", target)[-1].body
    assert sent == {"address": "Mijn straat 3", "contact": "x@y.nl"}


async def test_a_processing_is_edited_in_both_languages(shop: Portal) -> None:
    path = f"/processings/{PROCESSING_ID}"
    shop.contracts.say("PATCH", path, DONE)
    browser = await shop.staff()
    page = await browser.open(path)
    typed: dict[str, Any] = {"duration.nl": "zolang het loopt", "measures.nl": "slot\r\nsleutel",
                             "measures.en": "lock"}  # fmt: skip
    done = await browser.submit(page, path, **typed)
    assert done.path == f"/products/{r.PRODUCT}"
    (asked,) = shop.contracts.to("PATCH", path)
    assert asked.body == {
        "duration": r.text("zolang het loopt", "zolang het loopt"),
        "measures": [r.text("slot", "lock"), r.text("sleutel", "sleutel")],
    }


async def test_a_link_that_needs_a_change_says_so(shop: Portal) -> None:
    wrong = [{"field": "valid_from", "code": "link-needs-change", "message": "x"}]
    shop.contracts.refuse("POST", "/links", 409, "link-needs-change", errors=wrong)
    browser = await shop.staff()
    page = await browser.open(f"/links/new?product={r.PRODUCT}&party={r.PARTY}")
    typed: dict[str, Any] = {"purpose.nl": "opslag", "countries": "nl, de"}
    again = await browser.submit(page, "/links/new", **typed)
    assert again.status == 409
    assert "announce it as a change" in again.text
    assert again.values("/links/new")["purpose.nl"] == ["opslag"]
    (asked,) = shop.contracts.to("POST", "/links")
    assert asked.body["countries"] == ["NL", "DE"]
    assert asked.body["subprocessor_id"] == str(r.PARTY)


async def test_an_exception_is_made_for_one_client(shop: Portal) -> None:
    target = f"/links/{r.OLD_LINK}/exceptions"
    shop.contracts.say("POST", target, {}, 201)
    browser = await shop.staff()
    path = f"/clients/{r.CLIENT}/exceptions"
    page = await browser.open(path)
    assert "eerst verhuizen" in page.text
    await browser.submit(page, path, link_id=str(r.OLD_LINK), reason="wil niet")
    (asked,) = shop.contracts.to("POST", target)
    assert asked.body == {"client_id": str(r.CLIENT), "valid_from": None, "reason": "wil niet"}


async def test_the_owner_alone_saves_what_the_provider_promises(shop: Portal) -> None:
    shop.contracts.say("PATCH", "/tenant", TENANT)
    owner = await shop.staff()
    page = await owner.open("/settings/provider")
    saved = await owner.submit(
        page,
        "/settings/provider",
        eu_only=None,
        four_eyes="yes",
        retention_years="7",
        signing_reminder_days="10",
        **{"reply_term.count": "4", "reply_term.unit": "weeks"},
    )
    assert "Saved" in saved.text
    (asked,) = shop.contracts.to("PATCH", "/tenant")
    assert asked.body == {
        "eu_only": False,
        "four_eyes": True,
        "retention_years": 7,
        "signing_reminder_days": 10,
        "reply_term": {"count": 4, "unit": "weeks"},
    }


async def test_an_officer_reads_the_settings_and_saves_none(shop: Portal) -> None:
    officer = await shop.staff("officer")
    page = await officer.open("/settings/provider")
    assert "Only an owner changes this" in page.text
    sent = page.values("/sign-out") | {"name": "Anders"}
    refused = await officer.client.post("/settings/provider", data=sent)
    assert refused.status_code == 403
    assert shop.contracts.to("PATCH", "/tenant") == []


def test_a_form_shows_and_says_the_same_record() -> None:
    for record, fields in ((DONE, PROCESSING), (WOLK, PARTY)):
        said = body(shown(record, fields), fields)
        assert said == {field.name: record.get(field.name) for field in fields}
        assert edit(shown(record, fields), shown(record, fields), fields) == {}


def test_a_merge_names_only_what_both_changed() -> None:
    was = shown(WOLK, PARTY)
    mine = was | {"name": "Mijn", "address": "Zelfde"}
    now = was | {"name": "Hun", "address": "Zelfde", "country": "BE"}
    values, theirs = merged(mine, was, now, PARTY)
    assert values == now | {"name": "Mijn"}
    assert theirs == {"name": "Hun"}

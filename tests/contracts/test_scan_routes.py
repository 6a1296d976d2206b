"""A scan of the provider's own statement, and what staff make of its lines."""

from typing import Any

import pytest

from tests.contracts.house import House, Json, found_provider, order, stock

TEXT = (
    "Privacyverklaring, versie van 1 mei 2026.\n\n"
    "Voor onze boekhouding gebruiken wij Money Bird. Onze servers staan bij Kluislaag B.V. in"
    " Nederland. Bezoekcijfers meten wij met Google Analytics onder het Privacy Shield.\n"
)


async def scan(house: House, text: str = TEXT) -> Json:
    return await house.owner.post("/scans", {"title": "Versie 1", "text": text})


def path(scanned: Json, number: int, what: str) -> str:
    return f"/scans/{scanned['id']}/lines/{number}/{what}"


async def test_a_statement_goes_in_and_its_parties_come_out(house: House) -> None:
    scanned = await scan(house)
    names = [(line["number"], line["kind"], line["name"]) for line in scanned["lines"]]
    assert names == [
        (1, "known", "MoneyBird"),
        (2, "unknown", "Kluislaag"),
        (3, "known", "Google Analytics"),
    ]
    first, second, _ = scanned["lines"]
    assert first["link"]["capacity"] == "own_administration"
    assert first["link"]["basis"]["purpose"] == "text"
    assert first["facts"]["legal_entity"] == "MoneyBird B.V."
    assert second["link"]["countries"] == ["NL"]
    assert {line["state"] for line in scanned["lines"]} == {"open"}
    assert [one["code"] for one in scanned["warnings"]] == ["privacy-shield"]
    assert await house.staff("viewer").get(f"/scans/{scanned['id']}") == scanned


async def test_a_passage_counts_in_the_text_that_was_scanned(house: House) -> None:
    scanned = await scan(house)
    text = (await house.owner.get(f"/scans/{scanned['id']}/text"))["text"]
    for line in scanned["lines"]:
        for passage in line["passages"]:
            start = passage["sentence_start"]
            assert text[start : start + len(passage["sentence"])] == passage["sentence"]
            assert passage["start"] >= start
    assert text[scanned["lines"][0]["passages"][0]["start"] :].startswith("Money Bird")


async def test_html_is_read_without_its_menus(house: House) -> None:
    html = "<nav><a href='/'>Mollie</a></nav><p>Betalingen lopen via Buckaroo.</p>"
    scanned = await house.owner.post("/scans", {"html": html})
    assert [line["name"] for line in scanned["lines"]] == ["Buckaroo"]


async def test_accepting_a_line_records_its_party_and_its_link_once(house: House) -> None:
    scanned = await scan(house)
    link = {"capacity": "own_administration", "purpose": {"nl": "boeken", "en": "books"}}
    accepted = await house.owner.post(path(scanned, 1, "acceptances"), {"link": link})
    assert accepted["state"] == "accepted"
    assert accepted["acceptance"]["change_id"] is None
    (standing,) = accepted["links"]
    assert standing["link_id"] == accepted["acceptance"]["link_id"]
    party = await house.owner.get(f"/subprocessors/{accepted['subprocessor_id']}")
    assert (party["name"], party["registration"]) == ("MoneyBird", "KvK 58209344")
    again = await house.owner.post(path(scanned, 1, "acceptances"), {"link": link})
    assert again == accepted
    late = await house.owner.post(
        path(scanned, 1, "dismissals"), {"reason": "Toch niet"}, expect=409
    )
    assert late["type"] == "urn:schakel:problem:line-accepted"
    listed = (await house.owner.get("/scans"))["items"]
    assert [(one["lines"], one["open"], one["warnings"]) for one in listed] == [(3, 2, 1)]


async def test_a_party_of_the_record_is_known_under_its_other_names(house: House) -> None:
    party = await house.owner.post(
        "/subprocessors", {"name": "Kluislaag Beheer", "aliases": ["Kluislaag"], "country": "NL"}
    )
    scanned = await scan(house)
    line = scanned["lines"][1]
    assert (line["kind"], line["name"]) == ("known", "Kluislaag Beheer")
    assert line["subprocessor_id"] == party["id"]
    own = {"link": {"capacity": "own_administration"}}
    await house.owner.post(path(scanned, 2, "acceptances"), own)
    next_time = await scan(house)
    assert [one["capacity"] for one in next_time["lines"][1]["links"]] == ["own_administration"]


async def test_a_product_that_clients_take_gets_a_draft_change(house: House) -> None:
    goods = await stock(house)
    link: dict[str, Any] = {
        "capacity": "subprocessor", "product_id": goods.product, "zone": "EU",
        "countries": ["NL"], "mechanism": "none_required",
    }  # fmt: skip
    scanned = await scan(house)
    await house.owner.post("/onboardings", order("Bakkerij"))
    problem = await house.owner.post(path(scanned, 2, "acceptances"), {"link": link}, expect=400)
    assert problem["type"] == "urn:schakel:problem:effective-on-needed"
    assert (await house.owner.get(f"/scans/{scanned['id']}"))["lines"][1]["state"] == "open"
    body = {"link": link, "effective_on": "2099-01-01"}
    accepted = await house.owner.post(path(scanned, 2, "acceptances"), body)
    assert accepted["links"] == []
    change = await house.owner.get(f"/changes/{accepted['acceptance']['change_id']}")
    assert change["state"] == "draft"
    assert change["lines"][0]["new"]["subprocessor"]["name"] == "Kluislaag"


async def test_a_product_without_clients_gets_its_link_at_once(house: House) -> None:
    goods = await stock(house)
    link = {"capacity": "subprocessor", "product_id": goods.product}
    scanned = await scan(house)
    accepted = await house.owner.post(path(scanned, 2, "acceptances"), {"link": link})
    assert [one["product_id"] for one in accepted["links"]] == [goods.product]


async def test_a_dismissed_line_can_still_be_accepted(house: House) -> None:
    scanned = await scan(house)
    first = await house.owner.post(path(scanned, 3, "dismissals"), {"reason": "Uitgezet"})
    again = await house.owner.post(path(scanned, 3, "dismissals"), {"reason": "Anders"})
    assert first == again
    assert first["dismissal"]["reason"] == "Uitgezet"
    accepted = await house.owner.post(path(scanned, 3, "acceptances"), {})
    assert accepted["state"] == "accepted"
    assert accepted["acceptance"]["link_id"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"text": "a", "html": "b"}, "body"),
        ({"text": ""}, "text"),
        ({"text": "a" * 1_000_001}, "text"),
        ({"text": "a", "language": "nl"}, "language"),
    ],
)
async def test_a_scan_needs_one_text_of_a_bounded_length(
    house: House, body: Json, field: str
) -> None:
    problem = await house.owner.post("/scans", body, expect=400)
    assert problem["errors"][0]["field"].endswith(field)


async def test_a_wrong_acceptance_is_refused_at_its_field(house: House) -> None:
    scanned = await scan(house)
    target = path(scanned, 1, "acceptances")
    for body, code, field in (
        ({"link": {"capacity": "subprocessor"}}, "product-needed", "link.product_id"),
        ({"link": {"capacity": "controller"}}, "link-incomplete", "link.reason"),
        ({"subprocessor_id": str(house.tenant)}, "subprocessor-unknown", "subprocessor_id"),
    ):
        problem = await house.owner.post(target, body, expect=400)
        assert problem["type"] == f"urn:schakel:problem:{code}"
        assert problem["errors"][0]["field"] == field
    for number in (0, 4, 2**40):
        await house.owner.post(path(scanned, number, "acceptances"), {}, expect=404)


async def test_only_staff_that_writes_scans_and_answers(house: House) -> None:
    scanned = await scan(house)
    viewer = house.staff("viewer")
    await viewer.post("/scans", {"text": "x"}, expect=403)
    await viewer.post(path(scanned, 1, "acceptances"), {}, expect=403)
    await viewer.post(path(scanned, 1, "dismissals"), {"reason": "x"}, expect=403)
    await house.service("notifications").get(f"/scans/{scanned['id']}", expect=403)


async def test_another_provider_sees_no_scan_and_answers_none(house: House) -> None:
    scanned = await scan(house)
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    assert (await other.owner.get("/scans"))["items"] == []
    for suffix in ("", "/text"):
        await other.owner.get(f"/scans/{scanned['id']}{suffix}", expect=404)
    await other.owner.post(path(scanned, 1, "acceptances"), {}, expect=404)
    await other.owner.post(path(scanned, 1, "dismissals"), {"reason": "x"}, expect=404)

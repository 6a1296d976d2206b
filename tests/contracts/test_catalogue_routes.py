from datetime import timedelta
from uuid import uuid4

import pytest

from tests.contracts.house import House, Json, found_provider, link, say, stock
from tests.contracts.running import Running, draft


async def test_a_party_shows_the_chain_above_it(house: House) -> None:
    owner = house.owner
    top = await owner.post("/subprocessors", {"name": "Top", "country": "US"})
    middle = await owner.post("/subprocessors", {"name": "Midden", "parent_id": top["id"]})
    await owner.post("/subprocessors", {"name": "Onder", "parent_id": middle["id"]})
    listed = {one["name"]: one for one in (await owner.get("/subprocessors"))["items"]}
    chain = [(one["name"], one["country"]) for one in listed["Onder"]["chain"]]
    assert chain == [("Midden", None), ("Top", "US")]
    problem = await owner.post("/subprocessors", {"name": "TOP"}, expect=409)
    assert problem["type"] == "urn:schakel:problem:name-taken"


async def test_a_link_holds_once_in_a_period(house: House) -> None:
    goods = await stock(house)
    again = link(goods.product, goods.old_party)
    problem = await house.owner.post("/links", again, expect=409)
    assert problem["type"] == "urn:schakel:problem:link-overlaps"
    earlier = again | {"valid_from": "2024-01-01", "valid_until": "2025-01-01"}
    await house.owner.post("/links", earlier)
    then = await house.owner.get("/links", params={"on": "2024-06-01"})
    assert [one["valid_until"] for one in then["items"]] == ["2025-01-01"]
    (now,) = (await house.owner.get("/links"))["items"]
    assert now["link_id"] == goods.old_link


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"zone": "third", "mechanism": "privacy_shield"}, "privacy-shield", "mechanism"),
        ({"zone": "third", "mechanism": "dpf"}, "dpf-unverified", "mechanism_verified_on"),
        (
            {"zone": "third", "mechanism": None},
            "third-country-without-mechanism",
            "mechanism",
        ),
        ({"zone": "EEA"}, "outside-eu-promise", "zone"),
        ({"zone": "mars"}, "request-invalid", "zone"),
        ({"capacity": "controller"}, "request-invalid", "body"),
        ({"product_id": None}, "request-invalid", "body"),
    ],
)
async def test_a_transfer_that_cannot_be_is_refused_with_the_way_out(
    database: object, facts: Json, code: str, field: str
) -> None:
    from tests.contracts.house import open_house

    async with open_house(database, eu_only=True) as house:
        goods = await stock(house)
        wrong = link(goods.product, goods.new_party, **facts)
        problem = await house.owner.post("/links", wrong, expect=400)
        assert problem["type"] == f"urn:schakel:problem:{code}"
        if code != "request-invalid":
            assert problem["errors"][0]["field"] == field
            assert problem["findings"][0]["instead"]["nl"]
        body = {
            "title": say("x"),
            "effective_on": str(await house.today() + timedelta(days=40)),
            "begins": [wrong],
        }
        await house.owner.post("/changes", body, expect=400)


async def test_what_nobody_knows_yet_is_listed_and_not_refused(house: House) -> None:
    goods = await stock(house)
    unknown = link(goods.product, goods.new_party, zone=None, mechanism=None, location=None)
    made = await house.owner.post("/links", unknown)
    (finding,) = (await house.owner.get("/transfer-findings"))["items"]
    assert finding["link_id"] == made["id"]
    assert finding["finding"]["code"] == "to-be-confirmed"
    assert finding["finding"]["refused"] is False


async def test_a_promise_of_privacy_shield_is_listed_with_what_to_do(house: House) -> None:
    other = House(house.app, house.client, house.database)
    await found_provider(other, "oud", transfer_basis="privacy_shield")
    (finding,) = (await other.owner.get("/transfer-findings"))["items"]
    assert finding["link_id"] is None
    assert finding["finding"]["code"] == "privacy-shield"
    assert "2021/914" in finding["finding"]["instead"]["nl"]


async def test_a_tenant_is_made_once_however_often_it_is_asked(house: House) -> None:
    portal = house.service("portal")
    body = {
        "id": str(uuid4()),
        "slug": "kale",
        "name": "Kale",
        "email": "info@kale.example",
        "reply_term": {"count": 30, "unit": "days"},
        "statement_effective_on": "2018-05-24",
        "changes_told_by": "email",
    }
    first = await portal.post("/tenants", body)
    assert await portal.post("/tenants", body) == first == {"id": body["id"]}
    taken = await portal.post("/tenants", body | {"id": str(uuid4())}, expect=409)
    assert taken["type"] == "urn:schakel:problem:slug-taken"
    await portal.post("/tenants", body | {"slug": "Kale ICT"}, expect=400)


async def test_the_public_page_tells_parties_and_announcements_and_no_client(
    running: Running,
) -> None:
    house = running.house
    draft_only = await draft(house, running.goods, title=say("Geheim plan"), ends=[], days=50)
    names = (await house.client.get("/public")).json()
    assert names == [{"slug": "voorbeeldhost", "name": "Voorbeeldhost"}]
    answer = await house.client.get("/public/voorbeeldhost")
    page = answer.json()
    assert [one["subprocessor"]["name"] for one in page["subprocessors"]] == ["Oude Wolk"]
    (change,) = page["changes"]
    assert change["id"] == running.change["id"]
    assert change["lines"][0]["new"]["subprocessor"]["name"] == "Nieuwe Wolk"
    for secret in ("Klant", "Nora", "klant.example", draft_only["id"], "Geheim"):
        assert secret not in answer.text
    assert (await house.client.get("/public/niemand")).status_code == 404


async def test_a_change_is_drafted_with_the_impact_that_it_would_have(running: Running) -> None:
    house = running.house
    short = await draft(house, running.goods, days=10)
    impact = await house.owner.get(f"/changes/{short['id']}/impact")
    assert impact["agreements"] == 3
    assert impact["specific"] == 1
    assert impact["latest_deadline"] == str(running.published_on + timedelta(days=30))
    assert impact["everybody_from"] == str(running.published_on + timedelta(days=31))
    assert impact["after_effective_date"] == 3
    assert len(impact["warnings"]) == 3
    assert "geen overeenkomst met Nieuwe Wolk" in impact["warnings"][-1]["nl"]
    problem = await house.owner.post(f"/changes/{short['id']}/publications", expect=409)
    assert problem["type"] == "urn:schakel:problem:link-ending"
    assert problem["links"] == [running.goods.old_link]


async def test_a_change_in_the_past_or_of_nothing_is_refused(house: House) -> None:
    goods = await stock(house)
    problem = await house.owner.post(
        "/changes",
        {
            "title": say("x"),
            "effective_on": str(await house.today() - timedelta(days=1)),
            "ends": [goods.old_link],
        },
        expect=400,
    )
    assert problem["type"] == "urn:schakel:problem:date-in-past"
    assert problem["errors"][0]["field"] == "effective_on"
    empty = {"title": say("x"), "effective_on": str(await house.today())}
    await house.owner.post("/changes", empty, expect=400)
    await house.owner.post("/changes", empty | {"ends": [str(uuid4())]}, expect=400)


async def test_the_clock_goes_forward_only_and_only_in_a_demonstration(house: House) -> None:
    before = (await house.client.get("/clock")).json()
    assert before["simulated"] is False
    await house.go_to(await house.today() + timedelta(days=3))
    after = (await house.client.get("/clock")).json()
    assert after["simulated"] is True
    problem = await house.owner.post("/clock", {"to": before["now"]}, expect=409)
    assert problem["type"] == "urn:schakel:problem:clock-refused"
    await house.owner.post("/clock", {"to": "2027-01-01T00:00:00"}, expect=400)
    connection_says_no = "UPDATE clock.simulation SET demo = false"
    await house.fetch(connection_says_no)
    later = {"to": f"{await house.today() + timedelta(days=9)}T00:00:00Z"}
    await house.owner.post("/clock", later, expect=409)

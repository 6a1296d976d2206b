import asyncio
import hashlib
import json

import pytest
import rfc8785

from tests.contracts.house import PROCESSING, House, Json, link, order, person, say, stock


async def test_an_order_becomes_an_agreement_with_a_version_and_its_digest(house: House) -> None:
    await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij Fictie"))
    version = await house.service("documents").get(f"/versions/{made['version_id']}")
    assert version["digest"] == made["digest"]
    assert hashlib.sha256(version["canonical"].encode()).hexdigest() == made["digest"]
    snapshot = json.loads(version["canonical"])
    assert rfc8785.dumps(snapshot).decode() == version["canonical"]
    assert snapshot["agreement"]["reference"].startswith("VWO-")
    assert [one["name"] for one in snapshot["subprocessors"]] == ["Oude Wolk"]
    assert snapshot["processings"][0]["retention"] is None
    assert snapshot["subprocessors"][0]["purpose"] == "opslag"
    assert version["signature"] is None
    (event,) = await house.events("AgreementVersionFrozen")
    assert event["version_id"] == made["version_id"]
    assert event["cause"] == "onboarding"


async def test_the_snapshot_speaks_the_language_of_the_agreement(house: House) -> None:
    await stock(house)
    made = await house.owner.post("/onboardings", order("Invented Ltd", language="en"))
    read = await house.owner.get(
        f"/agreements/{made['agreement_id']}/versions/{made['version_id']}"
    )
    assert read["snapshot"]["subprocessors"][0]["purpose"] == "storage"
    assert read["snapshot"]["processings"][0]["measures"] == ["encryption"]


async def test_own_administration_and_controllers_enter_no_annex(house: House) -> None:
    goods = await stock(house)
    owner = house.owner
    await owner.post("/links", link(None, goods.new_party, capacity="own_administration"))
    reason = say("bepaalt zelf het doel", "decides on its own purpose")
    await owner.post(
        "/links", link(goods.product, goods.new_party, capacity="controller", reason=reason)
    )
    made = await owner.post("/onboardings", order("Bakkerij Fictie"))
    read = await owner.get(f"/agreements/{made['agreement_id']}/versions/{made['version_id']}")
    assert [one["name"] for one in read["snapshot"]["subprocessors"]] == ["Oude Wolk"]
    listed = await owner.get(f"/clients/{made['client_id']}/processors")
    assert [one["subprocessor"]["name"] for one in listed["controllers"]] == ["Nieuwe Wolk"]


async def test_the_same_key_with_the_same_order_gives_the_same_answer(house: House) -> None:
    await stock(house)
    headers = {"Idempotency-Key": "order-7"}
    first = await house.owner.post("/onboardings", order("Bakkerij"), headers=headers)
    again = await house.owner.post("/onboardings", order("Bakkerij"), headers=headers)
    assert again == first
    assert len((await house.owner.get("/clients"))["items"]) == 1
    other = await house.owner.post("/onboardings", order("Slagerij"), headers=headers, expect=409)
    assert other["type"] == "urn:schakel:problem:idempotency-key-reused"


async def test_one_key_sent_many_times_at_once_makes_one_client(house: House) -> None:
    await stock(house)
    headers = {"Idempotency-Key": "order-8"}
    answers = await asyncio.gather(
        *(house.owner.post("/onboardings", order("Bakkerij"), headers=headers) for _ in range(6))
    )
    assert len({answer["client_id"] for answer in answers}) == 1
    assert len(await house.events("AgreementVersionFrozen")) == 1


async def test_references_have_no_gaps_when_orders_come_together(house: House) -> None:
    await stock(house)
    made = await asyncio.gather(
        *(house.owner.post("/onboardings", order(f"Klant {n}")) for n in range(6))
    )
    agreements = [await house.owner.get(f"/agreements/{one['agreement_id']}") for one in made]
    assert sorted(int(one["reference"][-4:]) for one in agreements) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("contacts", "code"),
    [
        ([person("Tess", "notice")], "signatory-missing"),
        ([person("Tess", "signatory")], "notice-missing"),
    ],
)
async def test_a_client_without_a_needed_duty_is_refused(
    house: House, contacts: Json, code: str
) -> None:
    await stock(house)
    problem = await house.owner.post("/onboardings", order("X", contacts=contacts), expect=400)
    assert problem["type"] == f"urn:schakel:problem:{code}"
    assert problem["errors"][0]["field"] == "contacts"


async def test_a_product_is_refused_until_it_has_a_processing_and_a_link(house: House) -> None:
    owner = house.owner
    problem = await owner.post("/onboardings", order("X", "hosting"), expect=400)
    assert problem["type"] == "urn:schakel:problem:product-unknown"
    product = await owner.post("/products", {"key": "hosting", "name": say("hosting")})
    problem = await owner.post("/onboardings", order("X", "hosting"), expect=400)
    assert problem["type"] == "urn:schakel:problem:product-without-processing"
    assert problem["errors"][0]["field"] == "products.0"
    await owner.post(f"/products/{product['id']}/processings", PROCESSING)
    problem = await owner.post("/onboardings", order("X", product["id"]), expect=400)
    assert problem["type"] == "urn:schakel:problem:product-without-links"
    party = await owner.post("/subprocessors", {"name": "Wolk"})
    await owner.post("/links", link(product["id"], party["id"]))
    await owner.post("/onboardings", order("X", product["id"]))
    assert len((await owner.get("/clients"))["items"]) == 1


async def test_an_external_id_belongs_to_one_client(house: House) -> None:
    await stock(house)
    twice = order("Bakkerij")
    twice["client"]["external_id"] = "K-1"
    await house.owner.post("/onboardings", twice)
    problem = await house.owner.post("/onboardings", twice, expect=409)
    assert problem["type"] == "urn:schakel:problem:client-exists"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"terms": {"colour": "red"}}, "colour"),
        ({"terms": {"notice_days": "30"}}, "notice_days"),
        ({"terms": {"notice_days": -1}}, "notice_days"),
        ({"terms": {"emergency_clause": "yes"}}, "emergency_clause"),
        ({"client": {"country": "Nederland"}}, "country"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_a_mistake_in_an_order_names_the_field(
    house: House, change: Json, field: str
) -> None:
    await stock(house)
    wrong = order("X")
    for key, value in change.items():
        wrong[key] = wrong[key] | value if isinstance(value, dict) else value
    problem = await house.owner.post("/onboardings", wrong, expect=400)
    assert problem["type"] == "urn:schakel:problem:request-invalid"
    assert field in json.dumps(problem["errors"])
    assert (await house.owner.get("/clients"))["items"] == []


async def test_clients_come_in_pages_in_the_order_of_their_names(house: House) -> None:
    await stock(house)
    for name in ("delta", "Alfa", "charlie", "Bravo"):
        await house.owner.post("/onboardings", order(name))
    first = await house.owner.get("/clients", params={"limit": 3})
    rest = await house.owner.get("/clients", params={"limit": 3, "after": first["next"]})
    names = [one["name"] for one in first["items"] + rest["items"]]
    assert names == ["Alfa", "Bravo", "charlie", "delta"]
    assert rest["next"] is None
    found = await house.owner.get("/clients", params={"q": "RAV"})
    assert [one["name"] for one in found["items"]] == ["Bravo"]
    assert found["items"][0]["drift"] is False
    assert found["items"][0]["agreement"]["state"] == "offered"
    problem = await house.owner.get("/clients", params={"after": "nonsense!"}, expect=400)
    assert problem["type"] == "urn:schakel:problem:page-unknown"

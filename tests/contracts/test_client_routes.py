"""Clients are found, narrowed down and corrected."""

import pytest

from tests.contracts.house import PROCESSING, House, Json, forgotten, link, order, say, stock
from tests.contracts.test_contact_routes import change


async def names(house: House, **asked: str) -> list[str]:
    page = await house.owner.get("/clients", params=asked)
    return [one["name"] for one in page["items"]]


async def onboard(house: House, name: str, *products: str, **more: str) -> Json:
    body = order(name, *products)
    body["client"] |= more
    return await house.owner.post("/onboardings", body)


async def test_a_client_is_corrected_and_its_number_stays_its_own(house: House) -> None:
    await stock(house)
    made = await onboard(house, "Bakkerij", external_id="K-1")
    await onboard(house, "Slager", external_id="K-2")
    path = f"/clients/{made['client_id']}"
    edited = await change(house, path, {"name": "Bakkerij B.V.", "registration": "12345678"})
    assert (edited["name"], edited["external_id"]) == ("Bakkerij B.V.", "K-1")
    problem = await change(house, path, {"external_id": "K-2"}, expect=409)
    assert problem["errors"][0]["field"] == "external_id"
    for body in ({"country": "nl"}, {"name": ""}, {"name": None}, {"id": made["client_id"]}):
        await change(house, path, body, expect=400)


async def test_what_was_frozen_keeps_the_name_of_its_day(house: House) -> None:
    await stock(house)
    made = await onboard(house, "Bakkerij")
    await change(house, f"/clients/{made['client_id']}", {"name": "Anders"})
    path = f"/agreements/{made['agreement_id']}/versions/{made['version_id']}"
    assert (await house.owner.get(path))["snapshot"]["client"]["name"] == "Bakkerij"


async def test_a_list_is_narrowed_by_each_filter(house: House) -> None:
    goods = await stock(house)
    mail = await house.owner.post("/products", {"key": "mail", "name": say("mail")})
    await house.owner.post(f"/products/{mail['id']}/processings", PROCESSING)
    await house.owner.post("/links", link(mail["id"], goods.old_party))
    await onboard(house, "Bakkerij", external_id="K-1")
    await onboard(house, "Slager", "mail", language="en")
    assert await names(house) == ["Bakkerij", "Slager"]
    assert await names(house, q="k-1") == ["Bakkerij"]
    assert await names(house, q="%") == []
    assert await names(house, language="en") == ["Slager"]
    assert await names(house, product_id=mail["id"]) == ["Slager"]
    assert await names(house, state="offered") == ["Bakkerij", "Slager"]
    assert await names(house, state="ended") == []
    await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    assert await names(house, drift="true") == ["Bakkerij"]
    assert await names(house, drift="false", language="en") == ["Slager"]


@pytest.mark.parametrize("asked", [{"state": "gone"}, {"product_id": "x"}, {"after": "???"}])
async def test_a_filter_that_says_nothing_is_refused(house: House, asked: dict[str, str]) -> None:
    await house.owner.get("/clients", params=asked, expect=400)


async def test_pages_follow_each_other_under_a_filter(house: House) -> None:
    await stock(house)
    for name in ("Anker", "Brug", "Canon"):
        await onboard(house, name)
    first = await house.owner.get("/clients", params={"limit": 2, "state": "offered"})
    rest = await house.owner.get("/clients", params={"state": "offered", "after": first["next"]})
    assert [one["name"] for one in first["items"] + rest["items"]] == ["Anker", "Brug", "Canon"]
    assert rest["next"] is None

"""Resellers and the people there are recorded, corrected and gone."""

from tests.contracts.house import House, Json, order, stock
from tests.contracts.test_contact_routes import change

MILA = {"name": "Mila Haven", "email": "mila@haven.example", "language": "nl"}


async def haven(house: House, name: str = "De Haven B.V.") -> Json:
    body = {"name": name, "brand": f"Merk {name}", "contact": "Mila, 050 123 45 67"}
    return await house.owner.post("/resellers", body)


async def test_a_reseller_has_a_name_of_its_own_and_a_brand(house: House) -> None:
    made = await haven(house)
    problem = await house.owner.post(
        "/resellers", {"name": "DE HAVEN b.v.", "brand": "x"}, expect=409
    )
    assert problem["errors"][0]["field"] == "name"
    path = f"/resellers/{made['id']}"
    edited = await change(house, path, {"brand": "Haven Web", "contact": None})
    assert (edited["name"], edited["brand"], edited["contact"]) == (
        "De Haven B.V.",
        "Haven Web",
        None,
    )
    await haven(house, "Anker")
    await change(house, path, {"name": "anker"}, expect=409)
    await change(house, path, {"name": None}, expect=400)
    page = await house.owner.get("/resellers", params={"limit": 1})
    assert [one["name"] for one in page["items"]] == ["Anker"]
    rest = await house.owner.get("/resellers", params={"after": page["next"]})
    assert [one["name"] for one in rest["items"]] == ["De Haven B.V."]


async def test_a_person_at_a_reseller_signs_in_until_they_leave(house: House) -> None:
    made = await haven(house)
    people = f"/resellers/{made['id']}/people"
    mila = await house.owner.post(people, MILA)
    await house.owner.post(people, MILA | {"email": "MILA@haven.example"}, expect=409)
    portal = house.service("portal")
    asked = {"email": "Mila@Haven.example"}
    (place,) = await portal.get("/sign-in-contacts", params=asked)
    assert (place["kind"], place["contact_id"]) == ("reseller", mila["id"])
    assert (place["reseller_id"], place["client_id"]) == (made["id"], None)
    session = house.reseller(mila["id"], made["id"])
    assert (await session.get(f"/resellers/{made['id']}"))["brand"] == "Merk De Haven B.V."
    await house.owner.post(f"/reseller-people/{mila['id']}/departures")
    await house.owner.post(f"/reseller-people/{mila['id']}/departures", expect=409)
    assert await portal.get("/sign-in-contacts", params=asked) == []
    problem = await session.get("/clients", expect=403)
    assert problem["type"] == "urn:schakel:problem:person-departed"
    await portal.get(f"/reseller-people/{mila['id']}", expect=404)
    again = await house.owner.post(people, MILA)
    assert again["id"] != mila["id"]


async def test_a_client_moves_and_where_it_was_stays_known(house: House) -> None:
    await stock(house)
    first, second = await haven(house, "Eerste"), await haven(house, "Tweede")
    body = order("Bakkerij")
    body["client"]["reseller_id"] = first["id"]
    client = (await house.owner.post("/onboardings", body))["client_id"]
    path = f"/clients/{client}/placements"
    await house.owner.post(path, {"reseller_id": second["id"]})
    await house.owner.post(path, {"reseller_id": second["id"]}, expect=409)
    moved = await house.owner.post(path, {"reseller_id": None})
    assert moved["reseller"] is None
    latest = await house.owner.get(path, params={"limit": 2})
    earlier = await house.owner.get(path, params={"limit": 2, "after": latest["next"]})
    names = [one["reseller"] and one["reseller"]["name"] for one in latest["items"]]
    assert names == [None, "Tweede"]
    assert [one["reseller"]["name"] for one in earlier["items"]] == ["Eerste"]
    assert earlier["next"] is None
    assert (await house.owner.get(f"/clients/{client}"))["reseller"] is None
    await house.owner.post(path, {"reseller_id": client}, expect=400)
    for wanted, found in ((first["id"], []), (None, ["Bakkerij"])):
        page = await house.owner.get("/clients", params={"reseller_id": wanted} if wanted else {})
        assert [one["name"] for one in page["items"]] == found


async def test_only_staff_who_write_keep_resellers(house: House) -> None:
    made = await haven(house)
    mila = await house.owner.post(f"/resellers/{made['id']}/people", MILA)
    for who in (house.staff("viewer"), house.reseller(mila["id"], made["id"])):
        await who.post("/resellers", {"name": "x", "brand": "x"}, expect=403)
        await who.post(f"/resellers/{made['id']}/people", MILA, expect=403)
        await who.post(f"/reseller-people/{mila['id']}/departures", expect=403)
        headers = {"If-Match": "*"}
        path = f"/resellers/{made['id']}"
        await who.ask("PATCH", path, {"brand": "x"}, expect=403, headers=headers)

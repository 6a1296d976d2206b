"""People at a client come, change and go; nobody who left is told anything more."""

from typing import Any

import httpx
import pytest

from tests.contracts.house import House, Json, Person, forgotten, link, order, person, stock

ANNA = person("Anna", "signatory", "notice")
BRAM = person("Bram", "privacy")


async def bakery(house: House) -> Json:
    """A client where Anna signs and is told, and Bram answers for privacy."""
    await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=[ANNA, BRAM]))
    return await house.owner.get(f"/clients/{made['client_id']}")


def named(client: Json, name: str) -> Json:
    return next(one for one in client["contacts"] if one["name"] == name)


async def seen(house: House, path: str) -> dict[str, str]:
    """The header that says that the state of now was read."""
    token = house.owner.token
    answer = await house.client.get(path, headers={"Authorization": f"Bearer {token}"})
    return {"If-Match": answer.headers["etag"]}


async def change(house: House, path: str, body: Json, *, expect: int = 200, **more: Any) -> Json:
    headers = more.pop("headers", None) or await seen(house, path)
    return await house.owner.ask("PATCH", path, body, expect=expect, headers=headers)


async def leave(house: House, contact_id: str, *, expect: int = 201) -> Json:
    path = f"/contacts/{contact_id}"
    headers = await seen(house, path)
    return await house.owner.post(f"{path}/departures", expect=expect, headers=headers)


async def test_a_person_is_added_and_an_address_belongs_to_one(house: House) -> None:
    client = await bakery(house)
    path = f"/clients/{client['id']}/contacts"
    added = await house.owner.post(path, person("Carla", "breach"))
    assert (added["name"], added["duties"]) == ("Carla", ["breach"])
    problem = await house.owner.post(path, person("CARLA", "notice"), expect=409)
    assert problem["type"] == "urn:schakel:problem:email-taken"
    assert problem["errors"][0]["field"] == "email"
    await house.owner.post(path, person("Dirk") | {"duties": []}, expect=400)


async def test_an_edit_changes_what_it_names_alone(house: House) -> None:
    client = await bakery(house)
    path = f"/contacts/{named(client, 'Bram')['id']}"
    edited = await change(house, path, {"job_title": None, "duties": ["privacy", "breach"]})
    assert (edited["name"], edited["job_title"]) == ("Bram", None)
    assert edited["duties"] == ["privacy", "breach"]
    taken = await change(house, path, {"email": "ANNA@klant.example"}, expect=409)
    assert taken["type"] == "urn:schakel:problem:email-taken"


async def test_of_two_clerks_the_second_reads_again_first(house: House) -> None:
    client = await bakery(house)
    for path, body in (
        (f"/contacts/{named(client, 'Bram')['id']}", {"name": "Bram Smit"}),
        (f"/clients/{client['id']}", {"name": "Bakkerij de Jong"}),
    ):
        both = await seen(house, path)
        await change(house, path, body, headers=both)
        await change(house, path, {"name": "Anders"}, headers=both, expect=412)
        problem = await house.owner.ask("PATCH", path, {}, expect=428)
        assert problem["type"] == "urn:schakel:problem:if-match-missing"
        assert (await house.owner.get(path))["name"] == body["name"]


async def test_the_last_who_signs_or_is_told_can_not_go(house: House) -> None:
    client = await bakery(house)
    anna = named(client, "Anna")["id"]
    problem = await leave(house, anna, expect=409)
    assert problem["type"] == "urn:schakel:problem:last-signatory"
    problem = await change(house, f"/contacts/{anna}", {"duties": ["signatory"]}, expect=409)
    assert (problem["type"], problem["duty"]) == ("urn:schakel:problem:last-notice", "notice")
    bram = f"/contacts/{named(client, 'Bram')['id']}"
    await change(house, bram, {"duties": ["signatory", "notice"]})
    gone = await leave(house, anna)
    assert gone["departed_at"]
    assert gone["duties"] == []
    again = await leave(house, anna, expect=409)
    assert again["type"] == "urn:schakel:problem:contact-departed"


async def test_who_left_is_told_nothing_and_comes_in_nowhere(house: House) -> None:
    client = await bakery(house)
    bram = named(client, "Bram")["id"]
    session = house.contact(bram, client["id"])
    await session.get(f"/clients/{client['id']}")
    await leave(house, bram)
    places = await house.service("portal").get(
        "/sign-in-contacts", params={"email": "bram@klant.example"}
    )
    assert places == []
    problem = await session.get(f"/clients/{client['id']}", expect=403)
    assert problem["type"] == "urn:schakel:problem:contact-departed"
    await house.service("portal").get(f"/contacts/{bram}", expect=404)
    now = await house.owner.get(f"/clients/{client['id']}")
    assert [one["name"] for one in now["contacts"]] == ["Anna"]
    back = await house.owner.post(f"/clients/{client['id']}/contacts", BRAM)
    assert back["id"] != bram


async def test_a_notice_goes_to_nobody_who_left(house: House) -> None:
    goods = await stock(house)
    contacts = [ANNA, person("Bram", "notice", "privacy")]
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=contacts))
    client = await house.owner.get(f"/clients/{made['client_id']}")
    await leave(house, named(client, "Bram")["id"])
    day = (await house.today()).isoformat()
    begins = [link(goods.product, goods.new_party)]
    body = {"title": {"nl": "x", "en": "x"}, "effective_on": day, "begins": begins}
    draft = await house.owner.post("/changes", body)
    await house.owner.post(f"/changes/{draft['id']}/publications")
    told = await house.owner.get(f"/changes/{draft['id']}/recipients")
    assert [one["name"] for one in told["items"]] == ["Anna"]


async def test_an_agreement_that_is_frozen_later_names_nobody_who_left(house: House) -> None:
    client = await bakery(house)
    await leave(house, named(client, "Bram")["id"])
    goods = (await house.owner.get("/products"))["items"][0]["id"]
    third = await house.owner.post("/subprocessors", {"name": "Derde Wolk", "country": "NL"})
    await house.owner.post("/links", forgotten(goods, third["id"]))
    path = f"/agreements/{client['agreement']['id']}"
    made = await house.owner.post(f"{path}/annexes")
    version = await house.owner.get(f"{path}/versions/{made['id']}")
    assert [one["name"] for one in version["snapshot"]["contacts"]] == ["Anna"]


@pytest.mark.parametrize("role", ["viewer", "contact"])
async def test_people_are_changed_by_those_who_write_alone(house: House, role: str) -> None:
    client = await bakery(house)
    anna = named(client, "Anna")["id"]
    who: Person = house.contact(anna, client["id"]) if role == "contact" else house.staff(role)
    star = {"If-Match": "*"}
    await who.post(f"/clients/{client['id']}/contacts", BRAM, expect=403)
    await who.ask("PATCH", f"/contacts/{anna}", {"name": "X"}, expect=403, headers=star)
    await who.post(f"/contacts/{anna}/departures", expect=403, headers=star)
    await who.ask("PATCH", f"/clients/{client['id']}", {"name": "X"}, expect=403, headers=star)


async def test_an_address_that_is_none_stands_at_its_field(house: House) -> None:
    client = await bakery(house)
    path = f"/contacts/{named(client, 'Bram')['id']}"
    for body, field in (({"email": "nergens"}, "email"), ({"name": None}, "")):
        answer: httpx.Response = await house.client.patch(
            path,
            json=body,
            headers={"Authorization": f"Bearer {house.owner.token}", "If-Match": "*"},
        )
        assert answer.status_code == 400
        assert field in answer.json()["errors"][0]["field"]

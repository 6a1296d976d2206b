"""Many versions in one answer, for who renders them."""

from uuid import uuid4

import pytest

from tests.contracts.house import House, Json, order, stock


async def two_versions(house: House) -> tuple[Json, Json]:
    await stock(house)
    first = await house.owner.post("/onboardings", order("Bakkerij"))
    return first, await house.owner.post("/onboardings", order("Slagerij"))


async def test_versions_are_told_together_as_each_is_told_alone(house: House) -> None:
    asked = [str(made["version_id"]) for made in await two_versions(house)]
    documents = house.service("documents")
    told = await documents.get("/versions", params={"id": [*asked, str(uuid4())]})
    alone = [await documents.get(f"/versions/{one}") for one in asked]
    assert sorted(told["items"], key=lambda one: asked.index(one["version_id"])) == alone


async def test_the_versions_of_another_provider_look_like_none(house: House) -> None:
    asked = {"id": [made["version_id"] for made in await two_versions(house)]}
    foreign = await house.service("documents", uuid4()).get("/versions", params=asked, expect=404)
    never = {"id": [str(uuid4())]}
    absent = await house.service("documents").get("/versions", params=never, expect=404)
    assert foreign == absent


async def test_nobody_but_documents_reads_versions_together(house: House) -> None:
    made, _ = await two_versions(house)
    asked = {"id": [made["version_id"]]}
    client = await house.owner.get(f"/clients/{made['client_id']}")
    contact = house.contact(client["contacts"][0]["id"], made["client_id"])
    for person in (contact, house.owner, house.service("notifications")):
        await person.get("/versions", params=asked, expect=403)


@pytest.mark.parametrize(
    "ids", [[], ["everything"], [str(uuid4()) for _ in range(101)]], ids=["none", "words", "101"]
)
async def test_no_version_and_more_than_a_hundred_are_refused(house: House, ids: list[str]) -> None:
    await house.service("documents").get("/versions", params={"id": ids}, expect=400)

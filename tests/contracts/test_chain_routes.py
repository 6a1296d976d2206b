"""The chain above a party: who each is, and when somebody last checked that."""

from tests.contracts.house import House, order, stock

CHECKED = "2026-11-01"


async def chained(house: House) -> tuple[str, str, str]:
    """A client whose processor works under one that works under another; with those two."""
    goods = await stock(house)
    top = await house.owner.post("/subprocessors", {"name": "Boven", "country": "NL"})
    above = {"name": "Midden", "parent_id": top["id"], "verified_on": CHECKED}
    middle = await house.owner.post("/subprocessors", above)
    await under(house, goods.old_party, {"parent_id": middle["id"]})
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    return made["client_id"], goods.old_party, top["id"]


async def under(house: House, party: str, edit: dict[str, str]) -> None:
    path = f"/subprocessors/{party}"
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    read = await house.client.get(path, headers=headers)
    await house.owner.ask("PATCH", path, edit, headers={"If-Match": read.headers["ETag"]})


async def test_each_party_of_a_chain_says_when_it_was_checked(house: House) -> None:
    client, party, _ = await chained(house)
    known = [("Midden", CHECKED), ("Boven", None)]
    read = await house.owner.get(f"/subprocessors/{party}")
    listed = (await house.owner.get("/subprocessors", params={"q": "Oude"}))["items"][0]
    processed = await house.owner.get(f"/clients/{client}/processors")
    linked = (await house.owner.get("/links"))["items"][0]
    for one in (read, listed, processed["processors"][0]["subprocessor"], linked["subprocessor"]):
        assert [(above["name"], above["verified_on"]) for above in one["chain"]] == known


async def test_checking_a_party_makes_no_annex_drift(house: House) -> None:
    client, _, top = await chained(house)
    agreement = (await house.owner.get(f"/clients/{client}"))["agreement"]["id"]
    read = await house.owner.get(f"/agreements/{agreement}")
    version = read["versions"][0]["id"]
    frozen = await house.owner.get(f"/agreements/{agreement}/versions/{version}")
    (one,) = frozen["snapshot"]["subprocessors"]
    assert [set(above) for above in one["chain"]] == [
        {"id", "name", "legal_entity", "address", "country", "contact", "contact_person"}
    ] * 2
    await under(house, top, {"verified_on": CHECKED})
    assert (await house.owner.get("/drift"))["items"] == []

"""Breaches by role, by client, by reseller and by provider; and what an erasure takes."""

from uuid import UUID, uuid4

from tests.contracts.house import House, Json, order
from tests.contracts.incidents import breach, clients_of, released, told
from tests.contracts.test_contracts_tenancy import neighbour


async def contact_of(house: House, client: Json) -> Json:
    return (await house.owner.get(f"/clients/{client['client_id']}"))["contacts"][0]


async def test_owners_and_officers_release_and_others_read(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.staff("officer").post("/incidents", breach(goods))
    path = f"/incidents/{made['id']}"
    for role in ("viewer", "auditor"):
        reader = house.staff(role)
        await reader.post("/incidents", {}, expect=403)
        for part in ("stages", "choices", "waivers", "reviews"):
            await reader.post(f"{path}/{part}", {}, expect=403)
        await reader.ask("PATCH", path, {}, expect=403)
        for read in (
            *("/incidents", path, f"{path}/reach", f"{path}/clients", "/incidents.csv"),
            *(f"{path}/outcomes", f"{path}/outcomes.csv"),
        ):
            headers = {"Authorization": f"Bearer {reader.token}"}
            assert (await house.client.get(read, headers=headers)).status_code == 200
    await house.staff("officer").post(f"{path}/stages", {})


async def test_a_client_reads_what_it_was_told_and_nothing_of_others(house: House) -> None:
    goods, made = await clients_of(house)
    after = await released(house, goods)
    await house.owner.post("/incidents", breach(goods, title="Nog geheim"))
    touched = await contact_of(house, made["Met Wacht"])
    client = house.contact(touched["id"], made["Met Wacht"]["client_id"])
    page = await client.get(f"/clients/{made['Met Wacht']['client_id']}/incidents")
    assert [one["id"] for one in page["items"]] == [after["id"]]
    (stage,) = page["items"][0]["stages"]
    assert stage["told"]["title"] == "Postvak gelezen"
    assert "reviews" not in stage
    assert "people" not in stage
    await client.get(f"/clients/{made['In English']['client_id']}/incidents", expect=404)
    for read in ("", f"/{after['id']}", f"/{after['id']}/clients", f"/{after['id']}/outcomes"):
        await client.get(f"/incidents{read}", expect=403)
    await client.get(f"/incident-stages/{after['stages'][0]['id']}/clients", expect=403)
    later = await house.owner.post("/onboardings", order("Later Gekomen"))
    await house.fetch(
        "UPDATE contracts.agreement_product SET valid = daterange(clock.today() + 1, NULL)"
        " WHERE agreement_id = $1",
        UUID(later["agreement_id"]),
    )
    own = house.contact((await contact_of(house, later))["id"], later["client_id"])
    assert (await own.get(f"/clients/{later['client_id']}/incidents"))["items"] == []


async def test_a_reseller_reads_those_of_its_own_clients(house: House) -> None:
    goods, made = await clients_of(house)
    haven = await house.owner.post("/resellers", {"name": "De Haven", "brand": "Haven"})
    siem = await house.owner.post(
        f"/resellers/{haven['id']}/people",
        {"name": "Siem", "email": "siem@dehaven.example", "language": "nl"},
    )
    own, other = made["Met Wacht"]["client_id"], made["In English"]["client_id"]
    await house.owner.post(f"/clients/{own}/placements", {"reseller_id": haven["id"]})
    after = await released(house, goods)
    reseller = house.reseller(siem["id"], haven["id"])
    page = await reseller.get(f"/clients/{own}/incidents")
    assert [one["id"] for one in page["items"]] == [after["id"]]
    await reseller.get(f"/clients/{other}/incidents", expect=404)
    for read in ("/incidents", f"/incidents/{after['id']}/outcomes"):
        await reseller.get(read, expect=403)
    await reseller.get(f"/incident-stages/{after['stages'][0]['id']}/clients", expect=403)


async def test_another_provider_sees_none_of_it(house: House) -> None:
    goods, _ = await clients_of(house)
    after = await released(house, goods)
    other = await neighbour(house)
    assert (await other.owner.get("/incidents"))["items"] == []
    stage = after["stages"][0]["id"]
    for known in (after["id"], str(uuid4())):
        path = f"/incidents/{known}"
        for read in (path, f"{path}/reach", f"{path}/clients", f"{path}/notice"):
            problem = await other.owner.get(read, expect=404)
            assert problem["type"].endswith(":incident-unknown")
        await other.owner.post(f"{path}/stages", {}, expect=404)
        await other.owner.post(f"{path}/waivers", {"reason": "x"}, expect=404)
        await other.owner.ask("PATCH", path, {}, headers={"If-Match": "*"}, expect=404)
    await other.service("notifications").get(f"/incident-stages/{stage}/recipients", expect=404)
    foreign = breach(goods)
    problem = await other.owner.post("/incidents", foreign, expect=400)
    assert problem["errors"][0]["field"] == "product_ids"


async def test_an_erasure_takes_who_was_told_and_why_and_leaves_that_it_was(house: House) -> None:
    goods, made = await clients_of(house)
    report = await house.owner.post("/incidents", breach(goods))
    client = made["Met Wacht"]["client_id"]
    choice = {"client_id": client, "choice": "in", "reason": "Bram belde er zelf over."}
    await house.owner.post(f"/incidents/{report['id']}/choices", choice)
    after = await house.owner.post(f"/incidents/{report['id']}/stages", {})
    assert "Bram Breach" in await told(house, after["stages"][0])
    await house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 4000)",
        house.tenant,
        UUID(made["Met Wacht"]["agreement_id"]),
    )
    await house.owner.post(f"/clients/{client}/erasures", expect=201)
    kept = await house.fetch(
        "SELECT r.name, r.email FROM contracts.incident_recipient r WHERE r.client_id = $1",
        UUID(client),
    )
    assert [row["name"] for row in kept] == ["–"]
    assert kept[0]["email"].endswith("@erased.invalid")
    (said,) = await house.fetch("SELECT reason FROM contracts.incident_choice")
    assert said["reason"] == "–"
    assert (await house.owner.get(f"/incidents/{report['id']}"))["stages"] == after["stages"]

"""The days that count, for a client, a reseller and staff, each its own alone."""

from datetime import date, timedelta
from uuid import uuid4

from tests.contracts.house import Json
from tests.contracts.running import Running


async def _of(running: Running, client: str) -> dict[str, Json]:
    contact = await running.contact(client, "notice")
    return {one["kind"]: one for one in (await contact.get("/agenda"))["items"]}


async def test_a_client_reads_its_own_last_day_to_object(running: Running) -> None:
    assert "objection" not in await _of(running, "general")
    await running.reach_all()
    found = await _of(running, "general")
    (mine,) = await running.recipients("general")
    assert found["objection"]["day"] == mine["deadline"]
    assert found["objection"]["change_id"] == running.change["id"]
    assert found["objection"]["client"] == mine["client"]


async def test_a_withdrawn_change_leaves_the_agenda(running: Running) -> None:
    await running.reach_all()
    staff = running.house.owner
    assert {one["kind"] for one in (await staff.get("/agenda"))["items"]} >= {
        "change_deadline",
        "change_effective",
    }
    await running.house.owner.post(f"{running.path}/withdrawals", {"reason": "Toch niet."})
    assert "objection" not in await _of(running, "general")
    kinds = {one["kind"] for one in (await staff.get("/agenda"))["items"]}
    assert not kinds & {"change_deadline", "change_effective"}


async def test_an_end_and_the_day_of_the_data_come_and_go(running: Running) -> None:
    owner, client = running.house.owner, running.clients["general"]
    ends = (await running.house.today()) + timedelta(days=40)
    body = {"by": "client", "reason": "Stapt over.", "ends_on": str(ends)}
    path = f"/agreements/{client['agreement_id']}/terminations"
    made = await owner.post(path, body)
    found = await _of(running, "general")
    assert found["ending"]["day"] == str(ends)
    assert found["data"]["day"] >= str(ends)
    assert "ending" not in await _of(running, "specific")
    await owner.post(f"{path}/{made['id']}/withdrawals", {"reason": "Blijft."})
    assert not {"ending", "data"} & (await _of(running, "general")).keys()


async def test_an_agreement_with_a_supplier_is_for_staff_alone(running: Running) -> None:
    owner = running.house.owner
    party = (await owner.post("/subprocessors", {"name": "Wolk"}))["id"]
    until = (await running.house.today()) + timedelta(days=30)
    facts = {
        "subprocessor_id": party,
        "title": "Voorwaarden",
        "valid_from": "2026-01-01",
        "valid_until": str(until),
        "standing": {"state": "published"},
    }
    await owner.post("/upstream-agreements", facts)
    listed = (await owner.get("/agenda"))["items"]
    (one,) = [one for one in listed if one["kind"] == "upstream"]
    assert (one["party"], date.fromisoformat(one["day"])) == ("Wolk", until)
    assert "upstream" not in await _of(running, "general")


async def test_a_reseller_reads_of_its_own_clients_alone(running: Running) -> None:
    await running.reach_all()
    owner = running.house.owner
    made = await owner.post("/resellers", {"name": "De Kade", "brand": "De Kade"})
    person = {"name": "Mila", "email": "mila@kade.example", "language": "nl"}
    mila = await owner.post(f"/resellers/{made['id']}/people", person)
    asked = running.house.reseller(mila["id"], made["id"])
    assert (await asked.get("/agenda"))["items"] == []
    client = running.clients["general"]["client_id"]
    await owner.post(f"/clients/{client}/placements", {"reseller_id": made["id"]})
    (one,) = (await asked.get("/agenda"))["items"]
    (mine,) = await running.recipients("general")
    assert one["client"] == mine["client"]


async def test_nobody_of_another_provider_and_no_service_reads_it(running: Running) -> None:
    await running.reach_all()
    house = running.house
    for name in ("portal", "notifications", "documents"):
        await house.service(name).get("/agenda", expect=403)
    house.tenant = uuid4()
    assert await house.owner.get("/agenda") == {"items": [], "complete_before": None}


async def test_what_is_long_past_is_no_longer_told(running: Running) -> None:
    await running.reach_all()
    day = date.fromisoformat((await _of(running, "general"))["objection"]["day"])
    await running.house.go_to(day + timedelta(days=91))
    assert "objection" not in await _of(running, "general")

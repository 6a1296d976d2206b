"""A client that left is anonymised: at once what nothing keeps, as proof what claims may need."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.contracts.worker import erase_due
from tests.contracts.house import House, Json
from tests.contracts.running import Running
from tests.contracts.test_contracts_tenancy import neighbour


async def _leave(running: Running, kind: str = "general") -> str:
    """Its agreement ended yesterday, in legal time."""
    made = running.clients[kind]
    await running.house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 1)",
        running.house.tenant,
        UUID(made["agreement_id"]),
    )
    return str(made["client_id"])


def _lines(plan: Json) -> dict[str, Json]:
    return {line["category"]: line for line in plan["lines"]}


async def test_a_client_that_stands_is_not_erased(running: Running) -> None:
    client_id = running.clients["general"]["client_id"]
    plan = await running.house.owner.get(f"/clients/{client_id}/erasure")
    assert (plan["left_on"], plan["due_on"]) == (None, None)
    await running.house.owner.post(f"/clients/{client_id}/erasures", expect=409)


async def test_the_plan_says_what_goes_and_what_stays_until_when(running: Running) -> None:
    client_id = await _leave(running)
    plan = await running.house.staff("viewer").get(f"/clients/{client_id}/erasure")
    lines = _lines(plan)
    assert lines["contacts"]["kept_until"] is None
    kept = lines["contacts_in_evidence"]
    assert (kept["kept_until"], kept["because"]) == (plan["due_on"], "limitation_of_claims")
    assert lines["contacts"]["rows"] + kept["rows"] == 4
    assert int(plan["due_on"][:4]) == int(plan["left_on"][:4]) + 5


async def test_what_nothing_keeps_goes_at_once_and_the_trail_still_holds(running: Running) -> None:
    client_id = await _leave(running)
    owner = running.house.owner
    before = _lines(await owner.get(f"/clients/{client_id}/erasure"))
    plan = await owner.post(f"/clients/{client_id}/erasures")
    done = _lines(plan)
    assert done["contacts"]["erased_at"] is not None
    assert done["signatures"]["erased_at"] is None
    names = [one["name"] for one in (await owner.get(f"/clients/{client_id}"))["contacts"]]
    assert names.count("–") <= before["contacts"]["rows"]
    emails = await running.house.fetch(
        "SELECT email FROM contracts.contact WHERE client_id = $1", UUID(client_id)
    )
    erased = [row for row in emails if row["email"].endswith("@erased.invalid")]
    assert len(erased) == before["contacts"]["rows"]
    check = await owner.get("/audit/check")
    assert check["sound"]
    assert check["erased"] == before["audit_details"]["rows"] > 0
    again = await owner.post(f"/clients/{client_id}/erasures")
    assert again["ordered_at"] == plan["ordered_at"]


async def test_the_rest_goes_when_claims_have_lapsed(running: Running) -> None:
    client_id = await _leave(running)
    plan = await running.house.owner.post(f"/clients/{client_id}/erasures")
    left = await running.house.today()
    await running.house.go_to(left.replace(year=left.year + 5) - timedelta(days=2))
    await erase_due(running.house.app.state.pool)
    assert _lines(await _plan(running.house, client_id))["signatures"]["erased_at"] is None
    await running.house.go_to(left.replace(year=left.year + 5))
    await erase_due(running.house.app.state.pool)
    lines = _lines(await _plan(running.house, client_id))
    assert lines["signatures"]["erased_at"] is not None
    rows = await running.house.fetch(
        "SELECT name FROM contracts.contact WHERE client_id = $1", UUID(client_id)
    )
    assert {row["name"] for row in rows} == {"–"}
    assert lines["frozen_texts"]["erased_at"] is not None
    assert plan["due_on"] <= (await running.house.today()).isoformat()
    assert (await running.house.owner.get("/audit/check"))["sound"]


async def _plan(house: House, client_id: str) -> Json:
    return await house.owner.get(f"/clients/{client_id}/erasure")


async def test_another_client_keeps_all_that_it_has(running: Running) -> None:
    client_id = await _leave(running)
    other = running.clients["specific"]["client_id"]
    before = (await running.house.owner.get(f"/clients/{other}"))["contacts"]
    await running.house.owner.post(f"/clients/{client_id}/erasures")
    assert (await running.house.owner.get(f"/clients/{other}"))["contacts"] == before


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_only_an_owner_erases(running: Running, role: str) -> None:
    client_id = await _leave(running)
    await running.house.staff(role).post(f"/clients/{client_id}/erasures", expect=403)


async def test_another_provider_finds_no_such_client(running: Running) -> None:
    client_id = await _leave(running)
    other = await neighbour(running.house)
    await other.owner.get(f"/clients/{client_id}/erasure", expect=404)
    await other.owner.post(f"/clients/{client_id}/erasures", expect=404)

"""A legal hold keeps everything of a client, whatever was ordered to be erased."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.contracts.worker import erase_due
from tests.contracts.house import Json
from tests.contracts.running import Running
from tests.contracts.test_contracts_tenancy import neighbour
from tests.contracts.test_erasure_routes import _leave

HOLD = {"reason": "Procedure bij de rechtbank.", "until": "2099-12-31"}


async def _hold(running: Running, client_id: str, **more: str) -> Json:
    return await running.house.owner.post(f"/clients/{client_id}/holds", HOLD | more)


async def test_an_erasure_is_refused_with_the_reason_and_the_way_out(running: Running) -> None:
    client_id = await _leave(running)
    hold = await _hold(running, client_id)
    told = await running.house.owner.post(f"/clients/{client_id}/erasures", expect=409)
    assert told["type"].endswith(":client-held")
    assert told["reason"] == HOLD["reason"]
    assert told["hold_id"] == hold["id"]
    assert "End that hold" in told["detail"]
    plan = await running.house.owner.get(f"/clients/{client_id}/erasure")
    assert plan["hold"]["id"] == hold["id"]
    assert {line["state"] for line in plan["lines"] if line["rows"]} == {"held"}


async def test_once_a_hold_has_ended_the_erasure_goes_on(running: Running) -> None:
    client_id = await _leave(running)
    hold = await _hold(running, client_id)
    path = f"/clients/{client_id}/holds/{hold['id']}/ends"
    ended = await running.house.owner.post(path, {"reason": "Geschikt."})
    assert ended["ended_because"] == "Geschikt."
    await running.house.owner.post(f"/clients/{client_id}/erasures")
    again = await running.house.owner.post(path, {"reason": "Nogmaals."}, expect=409)
    assert again["type"].endswith(":hold-ended")


async def test_what_is_due_waits_for_the_last_day_of_a_hold(running: Running) -> None:
    client_id = await _leave(running)
    await running.house.owner.post(f"/clients/{client_id}/erasures")
    today = await running.house.today()
    due = today.replace(year=today.year + 5)
    await _hold(running, client_id, until=due.isoformat())
    await running.house.go_to(due)
    await erase_due(running.house.app.state.pool)
    assert "–" not in await _names(running, client_id)
    await running.house.go_to(due + timedelta(days=1))
    await erase_due(running.house.app.state.pool)
    assert set(await _names(running, client_id)) == {"–"}
    (hold,) = (await running.house.owner.get(f"/clients/{client_id}/holds"))["items"]
    assert hold["reason"] == "–"


async def _names(running: Running, client_id: str) -> list[str]:
    rows = await running.house.fetch(
        "SELECT name FROM contracts.recipient WHERE client_id = $1", UUID(client_id)
    )
    return [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("table", "column"),
    [("agreement_version", "canonical"), ("recipient", "name"), ("signature", "typed_name")],
)
async def test_no_statement_of_the_service_alters_what_is_still_kept(
    running: Running, table: str, column: str
) -> None:
    client_id = await _leave(running)
    await running.house.owner.post(f"/clients/{client_id}/erasures")
    connection = await asyncpg.connect(running.house.database.url("contracts"))
    async with connection.transaction():
        await connection.execute(
            "SELECT set_config('app.tenant', $1, true)", str(running.house.tenant)
        )
        done = await connection.execute(f"UPDATE contracts.{table} SET {column} = '–'")
    await connection.close()
    assert done == "UPDATE 0"


async def test_the_newest_hold_comes_first_and_pages_go_on(running: Running) -> None:
    client_id = running.clients["general"]["client_id"]
    made = [(await _hold(running, client_id))["id"] for _ in range(3)]
    path = f"/clients/{client_id}/holds"
    first = await running.house.staff("viewer").get(path, params={"limit": 2})
    rest = await running.house.owner.get(path, params={"limit": 2, "after": first["next"]})
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"until": "2020-01-01"}, "until"),
        ({"until": "nooit"}, "until"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
    ],
)
async def test_a_hold_without_a_reason_or_a_day_to_come_is_refused(
    running: Running, body: Json, field: str
) -> None:
    client_id = running.clients["general"]["client_id"]
    told = await running.house.owner.post(f"/clients/{client_id}/holds", HOLD | body, expect=400)
    assert field in str(told)


@pytest.mark.parametrize(
    ("role", "places", "ends"),
    [("officer", 201, 403), ("viewer", 403, 403), ("auditor", 403, 403)],
)
async def test_an_officer_places_a_hold_and_an_owner_alone_ends_it(
    running: Running, role: str, places: int, ends: int
) -> None:
    client_id = running.clients["general"]["client_id"]
    hold = await _hold(running, client_id)
    somebody = running.house.staff(role)
    await somebody.post(f"/clients/{client_id}/holds", HOLD, expect=places)
    path = f"/clients/{client_id}/holds/{hold['id']}/ends"
    await somebody.post(path, {"reason": "Geschikt."}, expect=ends)


async def test_another_provider_and_another_client_find_no_such_hold(running: Running) -> None:
    client_id = running.clients["general"]["client_id"]
    hold = await _hold(running, client_id)
    other = await neighbour(running.house)
    await other.owner.get(f"/clients/{client_id}/holds", expect=404)
    await other.owner.post(f"/clients/{client_id}/holds", HOLD, expect=404)
    for owner, client in (
        (other.owner, client_id),
        (running.house.owner, running.clients["specific"]["client_id"]),
        (running.house.owner, str(uuid4())),
    ):
        path = f"/clients/{client}/holds/{hold['id']}/ends"
        await owner.post(path, {"reason": "Geschikt."}, expect=404)
    assert date.fromisoformat(hold["until"]).year == 2099

"""Versions of the provider's privacy statement: exactly one in force since the first."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.house import House, Json
from tests.contracts.test_contracts_tenancy import neighbour
from tests.contracts.test_upstream_agreement_routes import FILE

FIRST = date(2027, 1, 1)


def statement(day: date, **more: Any) -> Json:
    return {"label": f"Versie van {day}", "effective_on": str(day), "text": "Wij bewaren."} | more


async def in_force(house: House, day: date) -> Json | None:
    listed = (await house.owner.get("/statements", params={"on": str(day)}))["items"]
    assert len(listed) <= 1
    return listed[0] if listed else None


async def test_a_version_holds_until_the_next_begins(house: House) -> None:
    first = await house.owner.post("/statements", statement(date(2026, 1, 1), file=FILE))
    second = await house.owner.post("/statements", statement(FIRST, told_by="email"))
    assert (first["state"], second["state"]) == ("in_force", "announced")
    read = await house.staff("viewer").get(f"/statements/{first['id']}")
    assert (read["valid_until"], read["text"], read["file"]) == (str(FIRST), "Wij bewaren.", FILE)
    for day, expected in ((FIRST - timedelta(days=1), first), (FIRST, second)):
        found = await house.owner.get("/statements/in-force", params={"on": str(day)})
        assert found["id"] == expected["id"]
    await house.owner.get("/statements/in-force", params={"on": "2025-12-31"}, expect=404)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["add", "withdraw"])), max_size=8))
async def test_exactly_one_is_in_force_on_every_day_since_the_first(
    house: House, steps: list[tuple[int, str]]
) -> None:
    """Against a replay in Python: the last that began, of two of one day the one recorded last."""
    await house.fetch("TRUNCATE contracts.statement CASCADE")
    standing: list[tuple[date, str]] = []
    for offset, step in steps:
        if step == "add":
            day = FIRST + timedelta(days=offset)
            made = await house.owner.post("/statements", statement(day))
            standing.append((day, made["id"]))
        elif standing:
            gone = standing.pop(offset % len(standing))
            await house.owner.post(f"/statements/{gone[1]}/withdrawals", {"reason": "Toch niet"})
    for offset in range(-1, 14):
        day = FIRST + timedelta(days=offset)
        begun = [one for one in standing if one[0] <= day]
        expected = max(begun, key=lambda one: (one[0], standing.index(one)), default=None)
        found = await in_force(house, day)
        assert (found and found["id"]) == (expected and expected[1])


async def test_a_mistake_is_replaced_on_its_own_day_and_stays_readable(house: House) -> None:
    wrong = await house.owner.post("/statements", statement(date(2026, 1, 1), label="Verkeerd"))
    other = statement(date(2026, 2, 1), corrects_id=wrong["id"])
    problem = await house.owner.post("/statements", other, expect=400)
    assert problem["errors"][0]["field"] == "corrects_id"
    right = await house.owner.post(
        "/statements", statement(date(2026, 1, 1), corrects_id=wrong["id"])
    )
    assert right["state"] == "in_force"
    assert (await house.owner.get(f"/statements/{wrong['id']}"))["state"] == "replaced"


async def test_what_is_in_force_can_not_be_taken_back(house: House) -> None:
    held = await house.owner.post("/statements", statement(date(2026, 1, 1)))
    path, why = f"/statements/{held['id']}/withdrawals", {"reason": "Toch niet"}
    problem = await house.owner.post(path, why, expect=409)
    assert problem["type"].endswith(":statement-in-force")
    coming = await house.owner.post("/statements", statement(FIRST))
    gone = await house.owner.post(f"/statements/{coming['id']}/withdrawals", why)
    assert (gone["state"], gone["valid_from"]) == ("withdrawn", None)


async def test_versions_come_in_pages_the_last_that_begins_first(house: House) -> None:
    days = [FIRST + timedelta(days=n) for n in (3, 1, 2)]
    for day in days:
        await house.owner.post("/statements", statement(day))
    found: list[str] = []
    params: dict[str, Any] = {"limit": 1}
    while True:
        page = await house.owner.get("/statements", params=params)
        found += [one["effective_on"] for one in page["items"]]
        if not page["next"]:
            break
        params["after"] = page["next"]
    assert found == [str(day) for day in sorted(days, reverse=True)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": None}, "body"),
        ({"effective_on": "morgen"}, "effective_on"),
        ({"label": " "}, "label"),
        ({"told_by": "fax"}, "told_by"),
        ({"corrects_id": str(uuid4())}, "corrects_id"),
    ],
)
async def test_a_mistake_is_told_with_its_field(wrong: Json, field: str, house: House) -> None:
    problem = await house.owner.post("/statements", statement(FIRST, **wrong), expect=400)
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_roles_and_providers_keep_to_their_own(house: House) -> None:
    made = await house.staff("officer").post("/statements", statement(FIRST))
    await house.staff("viewer").post("/statements", statement(FIRST), expect=403)
    await house.staff("auditor").get("/statements")
    path = f"/statements/{made['id']}"
    await house.staff("viewer").post(f"{path}/withdrawals", {"reason": "x"}, expect=403)
    other = await neighbour(house)
    assert (await other.owner.get("/statements"))["items"] == []
    for known in (made["id"], str(uuid4())):
        await other.owner.get(f"/statements/{known}", expect=404)
        withdrawal = f"/statements/{known}/withdrawals"
        await other.owner.post(withdrawal, {"reason": "x"}, expect=404)
    stolen = statement(FIRST, corrects_id=made["id"])
    await other.owner.post("/statements", stolen, expect=400)

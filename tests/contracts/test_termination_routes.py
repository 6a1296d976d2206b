"""How long an agreement runs, when it is looked at, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest

from tests.contracts.agreed import Agreed, agreed, later
from tests.contracts.house import House, Json, order


async def end(standing: Agreed, expect: int = 201, **more: Any) -> Json:
    body = {"by": "client", "reason": "De klant stapt over.", "notice_days": 0} | more
    return await standing.house.owner.post(f"{standing.path}/terminations", body, expect=expect)


async def test_an_agreement_ends_on_its_day_and_its_products_with_it(house: House) -> None:
    standing = await agreed(house)
    today = await house.today()
    ended = await end(standing, ends_on=later(today, 10), end_choice="return")
    assert (ended["end_choice"], ended["products"][0]["en"]) == ("return", "hosting")
    agreement = await standing.read()
    assert (agreement["state"], agreement["ended_on"]) == ("in_force", None)
    assert agreement["termination"] == ended
    then = today + timedelta(days=10)
    assert (await standing.on(then - timedelta(days=1)))["state"] == "in_force"
    assert (await standing.on(then))["state"] == "ended"
    assert (await standing.on(then))["products"] == []
    await house.go_to(then)
    agreement = await standing.read()
    assert (agreement["state"], agreement["ended_on"]) == ("ended", then.isoformat())
    assert agreement["drift"] is False
    await standing.propose(expect=409, ends=["hosting"])


async def test_an_end_is_taken_back_before_its_day(house: House) -> None:
    standing = await agreed(house)
    before = await standing.read()
    today = await house.today()
    ended = await end(standing, ends_on=later(today, 10))
    path = f"{standing.path}/terminations/{ended['id']}/withdrawals"
    back = await house.owner.post(path, {"reason": "De klant blijft."})
    assert back["withdrawn_because"] == "De klant blijft."
    assert await standing.read() == before
    await house.owner.post(path, {"reason": "nogmaals"}, expect=409)
    again = await end(standing, ends_on=later(today, 20))
    listed = await house.owner.get(f"{standing.path}/terminations")
    assert [one["id"] for one in listed["items"]] == [ended["id"], again["id"]]


async def test_an_end_whose_day_has_come_stays(house: House) -> None:
    standing = await agreed(house)
    ended = await end(standing, ends_on=(await house.today()).isoformat())
    path = f"{standing.path}/terminations/{ended['id']}/withdrawals"
    problem = await house.owner.post(path, {"reason": "toch niet"}, expect=409)
    assert problem["type"] == "urn:schakel:problem:agreement-ended"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends_on": -1}, "date-in-past"),
        ({"ends_on": 10, "notice_days": 30}, "notice-too-short"),
        ({"ends_on": 10, "given_on": 3}, "date-in-future"),
        ({"ends_on": 10, "reason": ""}, "request-invalid"),
        ({"ends_on": 10, "by": "nobody"}, "request-invalid"),
    ],
)
async def test_an_end_that_can_not_be_is_refused(house: House, wrong: Json, code: str) -> None:
    standing = await agreed(house)
    today = await house.today()
    days = {
        key: later(today, value) if key.endswith("_on") else value for key, value in wrong.items()
    }
    problem = await end(standing, expect=400, **days)
    assert problem["type"] == f"urn:schakel:problem:{code}"


async def test_a_period_that_ran_out_shows_until_it_is_renewed(house: House) -> None:
    standing = await agreed(house)
    today = await house.today()
    until = today + timedelta(days=60)
    body = {"runs_until": until.isoformat(), "notice_days": 30}
    await house.owner.post(f"{standing.path}/periods", body)
    assert (await standing.on(until))["state"] == "in_force"
    assert (await standing.on(until + timedelta(days=1)))["state"] == "expired"
    await house.go_to(until + timedelta(days=1))
    assert (await standing.read())["state"] == "expired"
    await house.owner.post(f"{standing.path}/periods", {"runs_until": later(until, 365)})
    agreement = await standing.read()
    assert (agreement["state"], agreement["period"]["number"]) == ("in_force", 2)
    listed = await house.owner.get(f"{standing.path}/periods")
    assert [one["number"] for one in listed["items"]] == [1, 2]


async def test_what_asks_for_attention_is_listed_the_most_urgent_first(house: House) -> None:
    standing = await agreed(house)
    today = await house.today()
    other = await house.owner.post("/onboardings", order("Slagerij"))
    body = {"runs_until": later(today, 90), "notice_days": 60}
    await house.owner.post(f"{standing.path}/periods", body)
    review = {"review_on": later(today, 10)}
    await house.owner.post(f"/agreements/{other['agreement_id']}/periods", review)

    async def due(days: int, **more: Any) -> Json:
        params = {"review_before": later(today, days)} | more
        return await house.owner.get("/agreements", params=params)

    assert (await due(10))["items"] == []
    first = await due(31, limit=1)
    assert [one["id"] for one in first["items"]] == [other["agreement_id"]]
    rest = await due(31, limit=1, after=first["next"])
    assert [one["id"] for one in rest["items"]] == [standing.made["agreement_id"]]
    assert rest["next"] is None
    await end(standing, ends_on=today.isoformat())
    assert len((await due(31))["items"]) == 1


async def test_agreements_are_listed_by_state_on_a_day(house: House) -> None:
    standing = await agreed(house)
    other = await house.owner.post("/onboardings", order("Slagerij"))
    today = await house.today()
    await end(standing, ends_on=later(today, 5))

    async def listed(**params: Any) -> list[str]:
        page = await house.owner.get("/agreements", params=params)
        return [one["id"] for one in page["items"]]

    both = [standing.made["agreement_id"], other["agreement_id"]]
    assert await listed() == both
    assert await listed(state="offered") == both[1:]
    assert await listed(state="ended") == []
    assert await listed(state="ended", on=later(today, 5)) == both[:1]
    assert await listed(product_id=standing.goods.product, on=later(today, 5)) == both[1:]
    assert await listed(on=later(today, -1)) == []
    assert await listed(limit=1) == both[:1]
    await house.owner.get("/agreements", params={"after": "x"}, expect=400)
    await house.owner.get("/agreements", params={"state": "x"}, expect=400)


@pytest.mark.parametrize(
    "wrong",
    [{"runs_until": "2020-01-01"}, {"notice_days": 5}, {"runs_until": "soon"}, {"number": 3}],
)
async def test_a_period_that_can_not_be_is_refused(house: House, wrong: Json) -> None:
    standing = await agreed(house)
    await house.owner.post(f"{standing.path}/periods", wrong, expect=400)


async def test_the_last_day_of_the_calendar_is_refused_and_the_one_before_it_is_kept(
    house: House,
) -> None:
    standing = await agreed(house)
    problem = await end(standing, ends_on="9999-12-31", expect=400)
    assert problem["errors"][0]["code"] == "day-out-of-reach"
    await standing.propose(expect=400, ends=["hosting"], from_day="9999-12-31")
    ended = await end(standing, ends_on="9999-12-30")
    assert ended["data_by"] == "9999-12-30"
    assert (await standing.read())["products"][0]["valid_until"] == "9999-12-30"
    path = f"{standing.path}/terminations/{ended['id']}/withdrawals"
    await house.owner.post(path, {"reason": "toch niet"})
    assert (await standing.read())["termination"] is None

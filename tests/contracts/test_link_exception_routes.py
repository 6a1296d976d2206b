"""Links that hold in another range for one client than for everybody else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.contracts.domain.link_exception import Held, range_for
from shared.errors import Conflict
from tests.contracts.house import Catalogue, House, Json, found_provider, link, order, stock
from tests.contracts.running import Running, draft

TODAY = date(2026, 11, 22)
LATER = TODAY + timedelta(days=30)


def held(**more: object) -> Held:
    facts = {"lower": TODAY, "upper": None, "empty": False, "proposed": False, "past": False}
    facts |= {"takes_product": True, "change_running": False} | more
    return Held.model_validate({"began": facts["lower"]} | facts)


def test_what_has_not_begun_for_a_client_may_begin_later_or_never() -> None:
    assert range_for(held(), LATER, TODAY) == (LATER, None)
    assert range_for(held(lower=LATER), None, TODAY) is None
    assert range_for(held(), None, TODAY) is None


def test_what_runs_for_a_client_ends_today_and_keeps_its_past() -> None:
    began = TODAY - timedelta(days=100)
    assert range_for(held(lower=began), None, TODAY) == (began, TODAY)
    assert range_for(held(began=began, past=True), None, TODAY) == (began, TODAY)


@pytest.mark.parametrize(
    ("facts", "wanted", "code"),
    [
        ({"lower": TODAY - timedelta(days=1)}, LATER, "exception-not-later"),
        ({"lower": LATER}, LATER, "exception-not-later"),
        ({"upper": LATER}, LATER, "exception-not-later"),
        ({"began": date(2025, 1, 1), "past": True}, LATER, "exception-rewrites-past"),
        ({"empty": True, "lower": None}, LATER, "exception-needs-change"),
        ({"upper": TODAY, "lower": TODAY - timedelta(days=9)}, None, "exception-needs-change"),
        ({"proposed": True}, LATER, "change-running"),
        ({"change_running": True}, None, "change-running"),
        ({"takes_product": False}, None, "link-concerns-nobody"),
    ],
)
def test_nothing_begins_for_a_client_that_was_not_told(
    facts: Json, wanted: date | None, code: str
) -> None:
    with pytest.raises(Conflict) as refusal:
        range_for(held(**facts), wanted, TODAY)
    assert refusal.value.code == code


async def taken_on(house: House) -> tuple[Catalogue, Json]:
    goods = await stock(house)
    return goods, await house.owner.post("/onboardings", order("Bakkerij"))


async def parties(house: House, made: Json, on: date) -> list[str]:
    path = f"/clients/{made['client_id']}/processors"
    listed = await house.owner.get(path, params={"on": on.isoformat()})
    return [one["subprocessor"]["name"] for one in listed["processors"]]


async def test_a_link_begins_later_for_one_client_alone(house: House) -> None:
    goods, made = await taken_on(house)
    other = await house.owner.post("/onboardings", order("Slager"))
    today = await house.today()
    later = today + timedelta(days=10)
    path = f"/links/{goods.old_link}/exceptions"
    body = {"client_id": made["client_id"], "valid_from": str(later), "reason": "eerst verhuizen"}
    answer = await house.owner.post(path, body)
    assert (answer["valid_from"], answer["valid_until"]) == (str(later), None)
    assert await parties(house, made, today) == []
    assert await parties(house, made, later) == ["Oude Wolk"]
    assert await parties(house, other, today) == ["Oude Wolk"]
    listed = await house.owner.get(f"/clients/{made['client_id']}/exceptions")
    assert [(one["reason"], one["subprocessor"]) for one in listed["items"]] == [
        ("eerst verhuizen", "Oude Wolk")
    ]
    assert (await house.owner.get(f"/agreements/{made['agreement_id']}"))["drift"]
    assert not (await house.owner.get(f"/agreements/{other['agreement_id']}"))["drift"]


async def test_a_link_ends_for_one_client_and_its_past_stays(house: House) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    await house.go_to(began + timedelta(days=5))
    body = {"client_id": made["client_id"], "reason": "wil dit niet"}
    answer = await house.owner.post(f"/links/{goods.old_link}/exceptions", body)
    assert answer["valid_until"] == str(began + timedelta(days=5))
    assert await parties(house, made, began) == ["Oude Wolk"]
    assert await parties(house, made, began + timedelta(days=5)) == []
    again = await house.owner.post(f"/links/{goods.old_link}/exceptions", body, expect=409)
    assert again["type"] == "urn:schakel:problem:exception-needs-change"


async def test_no_exception_is_made_beside_a_running_change(running: Running) -> None:
    client = running.clients["general"]["client_id"]
    path = f"/links/{running.goods.old_link}/exceptions"
    problem = await running.house.owner.post(path, {"client_id": client, "reason": "x"}, expect=409)
    assert problem["type"] == "urn:schakel:problem:change-running"
    assert (await running.house.owner.get(f"/clients/{client}/exceptions"))["items"] == []


async def test_an_exception_is_for_a_client_of_ones_own(house: House) -> None:
    goods, _ = await taken_on(house)
    path = f"/links/{goods.old_link}/exceptions"
    nobody = await house.owner.post(path, {"client_id": str(uuid4()), "reason": "x"}, expect=400)
    assert nobody["errors"][0]["field"] == "client_id"
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    foreign, made = await taken_on(other)
    body = {"client_id": made["client_id"], "reason": "x"}
    assert await house.owner.post(path, body, expect=400) == nobody
    await house.owner.post(f"/links/{foreign.old_link}/exceptions", body, expect=404)
    await house.owner.post(path, {"client_id": made["client_id"], "reason": ""}, expect=400)
    for role in ("viewer", "auditor"):
        await house.staff(role).post(path, body, expect=403)
        await house.staff(role).get(f"/clients/{uuid4()}/exceptions", expect=404)


async def takes(house: House, made: Json, **amendment: object) -> None:
    await house.owner.post(f"/agreements/{made['agreement_id']}/amendments", amendment)


async def test_no_delay_is_agreed_that_would_hide_what_has_been(house: House) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    await house.go_to(began + timedelta(days=5))
    await takes(house, made, ends=["hosting"], from_day=str(began + timedelta(days=5)))
    again, later = began + timedelta(days=9), began + timedelta(days=12)
    await takes(house, made, begins=["hosting"], from_day=str(again))
    body = {"client_id": made["client_id"], "valid_from": str(later), "reason": "eerst verhuizen"}
    problem = await house.owner.post(f"/links/{goods.old_link}/exceptions", body, expect=409)
    assert problem["type"] == "urn:schakel:problem:exception-rewrites-past"
    assert await parties(house, made, again) == ["Oude Wolk"]
    assert await parties(house, made, began) == ["Oude Wolk"]


async def test_never_again_leaves_what_has_been_as_it_was(house: House) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    await house.go_to(began + timedelta(days=5))
    await takes(house, made, ends=["hosting"], from_day=str(began + timedelta(days=5)))
    again = began + timedelta(days=9)
    await takes(house, made, begins=["hosting"], from_day=str(again))
    body = {"client_id": made["client_id"], "reason": "wil dit niet"}
    await house.owner.post(f"/links/{goods.old_link}/exceptions", body)
    assert await parties(house, made, again) == []
    assert await parties(house, made, began) == ["Oude Wolk"]


async def test_who_had_left_when_a_change_came_has_the_new_party_alone(
    house: House,
) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    body = {"client_id": made["client_id"], "reason": "eerst verhuizen"}
    later = {"valid_from": str(began + timedelta(days=1))}
    await house.owner.post(f"/links/{goods.old_link}/exceptions", body | later)
    change = await draft(house, goods, days=3)
    await house.owner.post(f"/changes/{change['id']}/publications")
    await house.go_to(began + timedelta(days=3))
    await takes(house, made, ends=["hosting"], from_day=str(began + timedelta(days=3)))
    await house.owner.post(f"/changes/{change['id']}/activations")
    await house.go_to(began + timedelta(days=5))
    await takes(house, made, begins=["hosting"], from_day=str(began + timedelta(days=5)))
    assert await parties(house, made, began + timedelta(days=5)) == ["Nieuwe Wolk"]
    assert (await house.owner.get(f"/changes/{change['id']}"))["state"] == "effective"


async def test_a_change_that_passed_a_client_undoes_nothing_agreed_with_it(house: House) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    change = await draft(house, goods, days=3)
    await house.owner.post(f"/changes/{change['id']}/publications")
    await house.go_to(began + timedelta(days=3))
    await takes(house, made, ends=["hosting"], from_day=str(began + timedelta(days=3)))
    await house.owner.post(f"/changes/{change['id']}/activations")
    await takes(house, made, begins=["hosting"], from_day=str(began + timedelta(days=5)))
    body = {"client_id": made["client_id"], "reason": "wil dit niet"}
    begun = change["lines"][0]["new"]["link_id"]
    await house.owner.post(f"/links/{begun}/exceptions", body)
    day = began + timedelta(days=6)
    await house.go_to(day)
    for amendment in ({"ends": ["hosting"]}, {"begins": ["hosting"]}):
        await takes(house, made, **amendment, from_day=str(day))
    assert await parties(house, made, day) == []
    assert (await house.owner.get(f"/changes/{change['id']}"))["state"] == "effective"


async def test_what_was_agreed_with_who_had_given_the_product_up_ends_with_the_link(
    house: House,
) -> None:
    goods, made = await taken_on(house)
    began = await house.today()
    body = {"client_id": made["client_id"], "reason": "eerst verhuizen"}
    later = {"valid_from": str(began + timedelta(days=1))}
    await house.owner.post(f"/links/{goods.old_link}/exceptions", body | later)
    await house.go_to(began + timedelta(days=2))
    await takes(house, made, ends=["hosting"], from_day=str(began + timedelta(days=2)))
    change = await draft(house, goods, days=3)
    await house.owner.post(f"/changes/{change['id']}/publications")
    day = began + timedelta(days=5)
    await house.go_to(day)
    await house.owner.post(f"/changes/{change['id']}/activations")
    await takes(house, made, begins=["hosting"], from_day=str(day))
    assert await parties(house, made, day) == ["Nieuwe Wolk"]
    assert await parties(house, made, began + timedelta(days=1)) == ["Oude Wolk"]


async def test_a_client_that_returns_gets_no_link_that_ended_while_it_was_away(
    house: House,
) -> None:
    """Held back by one change, it left; another replaced what the first began; then it returned."""
    goods, made = await taken_on(house)
    other = await house.owner.post("/onboardings", order("Slager", notice_days=0, objection_days=0))
    first = await draft(house, goods, days=0)
    await house.owner.post(f"/changes/{first['id']}/publications")
    running = Running(house, goods, first, {"k": made, "o": other}, await house.today())
    await running.settle("accepted", *await running.recipients("o"))
    day = running.published_on + timedelta(days=1)
    await house.go_to(day)
    await house.owner.post(f"/changes/{first['id']}/activations")
    await takes(house, made, ends=["hosting"], from_day=str(day))
    begun = first["lines"][0]["new"]["link_id"]
    third = await house.owner.post("/subprocessors", {"name": "Derde Wolk"})
    more = {"ends": [begun], "begins": [link(goods.product, third["id"])]}
    second = await draft(house, goods, days=0, **more)
    await house.owner.post(f"/changes/{second['id']}/publications")
    after = Running(house, goods, second, running.clients, day)
    await after.reach_all()
    day += timedelta(days=1)
    await house.go_to(day)
    await house.owner.post(f"/changes/{second['id']}/activations")
    await takes(house, made, begins=["hosting"], from_day=str(day))
    await running.reach_all()
    day += timedelta(days=31)
    await house.go_to(day)
    assert await parties(house, made, day) == ["Derde Wolk", "Oude Wolk"]
    await house.owner.post(f"/changes/{first['id']}/activations")
    assert await parties(house, made, day) == ["Derde Wolk"]

"""What an objection means under each kind of agreement: block, mitigate, terminate."""

from datetime import timedelta

import pytest

from tests.contracts.house import House
from tests.contracts.running import Running
from tests.contracts.test_objection_routes import NO, decide
from tests.contracts.test_override_routes import announce_to

ASK = "urn:schakel:problem:"
KINDS = {
    "leaver": {"on_objection": "terminate", "objection_days": 10},
    "blocker": {"on_objection": "block"},
}
GOODBYE = {"reason": "Wij stappen over."}


@pytest.fixture
async def running(house: House) -> Running:
    running = await announce_to(house, KINDS)
    await running.reach_all()
    return running


async def object_as(running: Running, client: str) -> dict[str, str]:
    contact = await running.contact(client, "notice")
    made: dict[str, str] = await contact.post(f"{running.path}/objections", NO)
    return made


async def test_the_signatory_leaves_over_a_change_it_objected_to(running: Running) -> None:
    await object_as(running, "leaver")
    notice = await running.contact("leaver", "notice")
    await notice.post(f"{running.path}/leavings", GOODBYE, expect=403)
    signatory = await running.contact("leaver", "signatory")
    left = await signatory.post(f"{running.path}/leavings", GOODBYE)
    (end,) = left["decisions"]
    assert end["decision"] == "agreement_ended"
    assert end["contact_id"]
    assert (await running.standings())["leaver"] == "ended"
    assert await running.names("leaver") == []
    assert len(await running.house.events("ObjectionDecided")) == 1
    await signatory.post(f"{running.path}/leavings", GOODBYE, expect=409)


async def test_an_answer_opens_as_many_days_to_leave_as_there_were_to_object(
    running: Running,
) -> None:
    objection = await object_as(running, "leaver")
    await running.house.go_to(running.published_on + timedelta(days=29))
    decided = await decide(running, objection, "measure_taken")
    until = running.published_on + timedelta(days=39)
    assert decided["decisions"][-1]["leave_until"] == str(until)
    assert (await running.standings())["leaver"] == "notice_running"
    await running.house.go_to(running.published_on + timedelta(days=31))
    held = (await running.house.owner.get(f"{running.path}/held"))["items"]
    assert [(one["reason"], one["until"]) for one in held] == [("may_leave", str(until))]
    await running.house.go_to(until)
    await (await running.contact("leaver", "signatory")).get(running.path)
    made = await running.house.owner.post(f"{running.path}/activations")
    assert made["held"] == 1
    await running.house.go_to(until + timedelta(days=1))
    signatory = await running.contact("leaver", "signatory")
    problem = await signatory.post(f"{running.path}/leavings", GOODBYE, expect=409)
    assert problem["type"] == f"{ASK}leaving-not-open"
    await running.house.owner.post(f"{running.path}/activations")
    assert await running.names("leaver") == ["Nieuwe Wolk"]


async def test_where_the_agreement_gives_no_right_to_leave_nobody_leaves(
    running: Running,
) -> None:
    await object_as(running, "blocker")
    signatory = await running.contact("blocker", "signatory")
    problem = await signatory.post(f"{running.path}/leavings", GOODBYE, expect=409)
    assert problem["type"] == f"{ASK}leaving-not-open"
    leaver = await running.contact("leaver", "signatory")
    await leaver.post(f"{running.path}/leavings", GOODBYE, expect=409)
    await running.house.owner.post(f"{running.path}/leavings", GOODBYE, expect=403)
    await leaver.post(f"{running.path}/leavings", {}, expect=400)


async def test_a_measure_is_no_answer_to_an_objection_that_blocks(running: Running) -> None:
    objection = await object_as(running, "blocker")
    decided = await decide(running, objection, "measure_taken")
    assert decided["decisions"][-1]["leave_until"] is None
    await running.house.go_to(running.published_on + timedelta(days=60))
    assert (await running.standings())["blocker"] == "objection_upheld"


async def test_who_is_held_back_keeps_the_old_party_on_every_day(running: Running) -> None:
    objection = await object_as(running, "blocker")
    await decide(running, objection, "client_held_back")
    day = running.published_on + timedelta(days=31)
    await running.house.go_to(day)
    await running.house.owner.post(f"{running.path}/activations")
    for on in (day - timedelta(days=1), day, day + timedelta(days=400)):
        assert await running.names("blocker", on) == ["Oude Wolk"]
    assert await running.names("leaver", day) == ["Nieuwe Wolk"]
    await decide(running, objection, "objection_withdrawn")
    later = day + timedelta(days=3)
    await running.house.go_to(later)
    await running.house.owner.post(f"{running.path}/activations")
    assert await running.names("blocker", later) == ["Nieuwe Wolk"]
    assert await running.names("blocker", day) == ["Oude Wolk"]


async def test_objections_are_found_by_what_waits_for_an_answer(running: Running) -> None:
    first = await object_as(running, "leaver")
    second = await object_as(running, "blocker")
    await decide(running, first, "alternative_offered")
    owner = running.house.owner
    waiting = await owner.get("/objections", params={"undecided": "true"})
    assert [one["id"] for one in waiting["items"]] == [second["id"]]
    answered = await owner.get("/objections", params={"undecided": "false"})
    assert [one["id"] for one in answered["items"]] == [first["id"]]
    of_one = await owner.get(
        "/objections", params={"client_id": running.clients["blocker"]["client_id"]}
    )
    assert [one["id"] for one in of_one["items"]] == [second["id"]]

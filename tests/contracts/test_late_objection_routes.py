"""An objection after the last day is kept and answered, and holds nothing by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.notifications.domain.facts import RecipientPage
from tests.contracts.house import House, Json
from tests.contracts.running import Running, announce
from tests.contracts.test_objection_routes import NO, decide


async def late(running: Running, client: str = "general", days: int = 31) -> Json:
    """Reached on the first day, and then so many days pass."""
    await running.reach_all()
    await running.house.go_to(running.published_on + timedelta(days=days))
    contact = await running.contact(client, "notice")
    return await contact.post(f"{running.path}/objections", NO)


def day(running: Running, days: int) -> str:
    return (running.published_on + timedelta(days=days)).isoformat()


async def test_a_late_objection_is_kept_and_holds_nothing(running: Running) -> None:
    objection = await late(running)
    assert objection["late_after"] == day(running, 30)
    assert len(await running.house.events("ObjectionReceived")) == 1
    assert (await running.standings())["general"] == "clear"
    waiting = await running.house.owner.get("/objections", params={"undecided": True})
    assert [one["late_after"] for one in waiting["items"]] == [day(running, 30)]
    await running.house.owner.post(f"{running.path}/activations")
    assert await running.names("general") == ["Nieuwe Wolk"]


async def test_late_objections_are_listed_apart(running: Running) -> None:
    owner = running.house.owner
    contact = await running.contact("mitigate", "notice")
    in_time = await contact.post(f"{running.path}/objections", NO)
    objection = await late(running)

    async def listed(**asked: object) -> list[str]:
        return [one["id"] for one in (await owner.get("/objections", params=asked))["items"]]

    assert await listed(late=True) == [objection["id"]]
    assert await listed(late=False) == [in_time["id"]]
    assert await listed(late=True, undecided=False) == []
    assert await listed() == [in_time["id"], objection["id"]]


async def test_an_objection_on_the_last_day_is_in_time_and_the_next_is_late(
    running: Running,
) -> None:
    assert (await late(running, days=30))["late_after"] is None
    assert (await running.standings())["general"] == "objection_open"
    await running.house.go_to(running.published_on + timedelta(days=31))
    body = NO | {"agreement_id": running.clients["mitigate"]["agreement_id"]}
    made = await running.house.owner.post(f"{running.path}/objections", body)
    assert made["late_after"] == day(running, 30)
    assert made["contact_id"] is None


@pytest.mark.parametrize(
    ("decision", "standing"),
    [
        ("alternative_offered", "clear"),
        ("measure_taken", "clear"),
        ("objection_withdrawn", "clear"),
        ("client_held_back", "objection_upheld"),
        ("agreement_ended", "ended"),
    ],
)
async def test_staff_may_uphold_a_late_objection_all_the_same(
    running: Running, decision: str, standing: str
) -> None:
    decided = await decide(running, await late(running), decision)
    assert decided["decisions"][-1]["leave_until"] is None
    assert (await running.standings())["general"] == standing


async def test_a_client_is_let_out_after_the_change_took_effect(running: Running) -> None:
    await running.reach_all()
    await running.house.go_to(running.published_on + timedelta(days=31))
    await running.house.owner.post(f"{running.path}/activations")
    await running.house.go_to(running.published_on + timedelta(days=40))
    contact = await running.contact("general", "notice")
    objection = await contact.post(f"{running.path}/objections", NO)
    assert objection["late_after"] == day(running, 30)
    assert await running.names("general") == ["Nieuwe Wolk"]
    await decide(running, objection, "alternative_offered")
    await decide(running, objection, "client_held_back")
    assert await running.names("general") == []


async def test_who_was_let_out_stays_so_from_the_first_decision(running: Running) -> None:
    await running.reach_all()
    await running.house.go_to(running.published_on + timedelta(days=31))
    await running.house.owner.post(f"{running.path}/activations")
    contact = await running.contact("general", "notice")
    objection = await contact.post(f"{running.path}/objections", NO)
    for days in (40, 50):
        await running.house.go_to(running.published_on + timedelta(days=days))
        await decide(running, objection, "client_held_back")
    path = f"/clients/{running.clients['general']['client_id']}/processors"
    between = await running.house.owner.get(path, params={"on": day(running, 45)})
    assert "Nieuwe Wolk" not in str(between)


async def test_one_late_objection_stands_at_a_time(running: Running) -> None:
    objection = await late(running)
    contact = await running.contact("general", "privacy")
    problem = await contact.post(f"{running.path}/objections", NO, expect=409)
    assert problem["type"] == "urn:schakel:problem:objection-stands"
    await decide(running, objection, "measure_taken")
    await contact.post(f"{running.path}/objections", NO, expect=409)
    await decide(running, objection, "objection_withdrawn")
    await contact.post(f"{running.path}/objections", NO)


async def test_a_late_objection_gives_no_right_to_leave(house: House) -> None:
    running = await announce(house)
    terms = {"on_objection": "terminate"}
    await house.fetch(
        "UPDATE contracts.affected_agreement SET on_objection = $1 RETURNING 1", *terms.values()
    )
    objection = await late(running)
    assert objection["on_objection"] == "terminate"
    signatory = await running.contact("general", "signatory")
    problem = await signatory.post(f"{running.path}/leavings", {"reason": "weg"}, expect=409)
    assert problem["type"] == "urn:schakel:problem:leaving-not-open"
    decided = await decide(running, objection, "measure_taken")
    assert decided["decisions"][-1]["leave_until"] is None
    await signatory.post(f"{running.path}/leavings", {"reason": "weg"}, expect=409)


async def test_who_turns_out_not_to_have_been_reached_was_never_late(running: Running) -> None:
    objection = await late(running)
    (one,) = await running.recipients("general")
    await running.settle("failed", one)
    read = await running.house.owner.get(f"/objections/{objection['id']}")
    assert read["late_after"] is None
    assert (await running.standings())["general"] == "objection_open"
    await running.settle("accepted", one)
    assert (await running.standings())["general"] == "objection_open"


async def test_silence_is_no_yes_under_specific_authorisation_however_late(
    running: Running,
) -> None:
    objection = await late(running, "specific", days=90)
    assert objection["late_after"] is None
    assert (await running.standings())["specific"] == "objection_open"


async def test_a_client_is_told_whether_an_objection_would_be_late(running: Running) -> None:
    async def may(client: str) -> tuple[bool, bool]:
        contact = await running.contact(client, "notice")
        told = (await contact.get(running.path))["concern"]
        return told["may_object"], told["may_object_late"]

    assert await may("general") == (True, False)
    await running.reach_all()
    await running.house.go_to(running.published_on + timedelta(days=30))
    assert await may("general") == (True, False)
    await running.house.go_to(running.published_on + timedelta(days=31))
    assert await may("general") == (False, True)
    assert await may("specific") == (True, False)


async def test_the_mail_about_a_late_objection_says_that_it_is_late(running: Running) -> None:
    objection = await late(running)
    answer: Any = await running.house.service("notifications").get(
        f"/objections/{objection['id']}/recipients", params={"kind": "objection_received"}
    )
    page = RecipientPage.model_validate(answer)
    assert page.notice.kind == "objection_received"
    assert page.notice.late_after == date.fromisoformat(day(running, 30))


async def test_an_ended_agreement_hears_no_objection_however_late(running: Running) -> None:
    await running.reach_all()
    made = running.clients["general"]
    end = {"by": "client", "reason": "x", "ends_on": day(running, 20)}
    await running.house.owner.post(f"/agreements/{made['agreement_id']}/terminations", end)
    await running.house.go_to(running.published_on + timedelta(days=31))
    body = NO | {"agreement_id": made["agreement_id"]}
    problem = await running.house.owner.post(f"{running.path}/objections", body, expect=409)
    assert problem["type"] == "urn:schakel:problem:agreement-ended"

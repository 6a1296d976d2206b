"""An objection in time to what held already: let through before the term was over."""

from typing import Any

from services.notifications.domain.facts import RecipientPage
from tests.contracts.house import House, Json
from tests.contracts.running import Running, announce
from tests.contracts.test_objection_routes import NO, decide
from tests.contracts.test_override_routes import override


async def told(running: Running, objection: Json, kind: str) -> Any:
    answer: Any = await running.house.service("notifications").get(
        f"/objections/{objection['id']}/recipients", params={"kind": kind}
    )
    return RecipientPage.model_validate(answer).notice


async def test_the_mail_knows_that_the_change_held_before_the_objection(house: House) -> None:
    running = await announce(house, days=0)
    await running.reach_all()
    await override(running)
    await house.owner.post(f"{running.path}/activations")
    contact = await running.contact("general", "notice")
    objection = await contact.post(f"{running.path}/objections", NO)
    assert (objection["in_effect"], objection["late_after"]) == (True, None)
    assert (await told(running, objection, "objection_received")).in_effect
    await decide(running, objection, "client_held_back")
    assert (await told(running, objection, "objection_decided")).in_effect


async def test_what_was_objected_to_before_it_held_was_not_in_effect(house: House) -> None:
    running = await announce(house, days=0)
    await running.reach_all()
    contact = await running.contact("mitigate", "notice")
    objection = await contact.post(f"{running.path}/objections", NO)
    assert objection["in_effect"] is False
    assert not (await told(running, objection, "objection_received")).in_effect
    await override(running)
    await house.owner.post(f"{running.path}/activations")
    read = await house.owner.get(f"/objections/{objection['id']}")
    assert read["in_effect"] is False

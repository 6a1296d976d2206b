"""Somebody leaves who was to be told of a change: the next at the client is told in their place,
and until then the change does not hold for that client."""

from datetime import timedelta

from services.contracts.worker import round_of
from tests.contracts.house import Json, person
from tests.contracts.running import Running
from tests.contracts.test_contact_routes import change, leave


async def nora(running: Running, client: str = "general") -> Json:
    """The one who was frozen as a recipient there, and nobody else."""
    (one,) = await running.recipients(client)
    return one


async def hand_over(running: Running, client: str = "general") -> Json:
    """Nora leaves; who comes after her is told of changes. The recipient that Nora was."""
    one = await nora(running, client)
    path = f"/clients/{one['client_id']}"
    await running.house.owner.post(f"{path}/contacts", person("Otto Opvolger", "notice"))
    await leave(running.house, one["contact_id"])
    return one


async def test_the_service_of_notices_hears_who_left_and_reads_it_of_every_recipient(
    running: Running,
) -> None:
    one = await hand_over(running)
    (event,) = await running.house.events("ContactDeparted")
    assert event == {
        "tenant_id": str(running.house.tenant),
        "client_id": one["client_id"],
        "contact_id": one["contact_id"],
    }
    page = await running.house.service("notifications").get(f"{running.path}/recipients")
    gone = {item["recipient_id"] for item in page["items"] if item["departed"]}
    assert gone == {one["recipient_id"]}
    assert (await nora(running))["departed"] is True


async def test_what_could_not_be_sent_goes_to_the_next_notice_contact(running: Running) -> None:
    one = await hand_over(running)
    await running.settle("failed", one)
    listed = await running.recipients("general")
    assert [(item["name"], item["cause"], item["departed"]) for item in listed] == [
        ("Nora Notice", "publication", True),
        ("Otto Opvolger", "escalation", False),
    ]
    assert (await running.standings())["general"] == "unreached"
    await running.settle("accepted", listed[1])
    assert (await running.standings())["general"] == "notice_running"


async def test_until_somebody_was_reached_the_gate_stays_closed(running: Running) -> None:
    house = running.house
    await hand_over(running)
    others = [item for item in await running.recipients() if not item["departed"]]
    assert len(others) == 2
    await running.settle("accepted", *others)
    await house.go_to(running.published_on + timedelta(days=120))
    await round_of(house.app.state.pool)
    assert (await running.standings())["general"] == "unreached"
    assert await running.names("general") == ["Oude Wolk"]
    assert await running.names("mitigate") == ["Nieuwe Wolk"]


async def test_when_everybody_left_in_turn_nobody_is_told_twice(running: Running) -> None:
    house = running.house
    one = await nora(running)
    path = f"/clients/{one['client_id']}"
    people = (await house.owner.get(path))["contacts"]
    heir = await house.owner.post(
        f"{path}/contacts", person("Hugo", "signatory", "notice", "privacy", "breach")
    )
    for contact in people:
        await leave(house, contact["id"])
    await running.settle("failed", one)
    listed = await running.recipients("general")
    assert [item["contact_id"] for item in listed] == [one["contact_id"], heir["id"]]


async def test_who_was_told_and_left_then_was_told(running: Running) -> None:
    await running.settle("accepted", await nora(running))
    await hand_over(running)
    assert (await running.standings())["general"] == "notice_running"
    assert len(await running.recipients("general")) == 1


async def test_an_edit_that_takes_the_duty_away_tells_nobody_that_the_person_left(
    running: Running,
) -> None:
    one = await nora(running)
    path = f"/clients/{one['client_id']}/contacts"
    await running.house.owner.post(path, person("Otto", "notice"))
    await change(running.house, f"/contacts/{one['contact_id']}", {"duties": ["privacy"]})
    assert await running.house.events("ContactDeparted") == []
    assert (await nora(running))["departed"] is False

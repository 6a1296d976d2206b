from datetime import timedelta
from uuid import uuid4

import pytest

from tests.contracts.house import Json
from tests.contracts.running import Running

NO = {"grounds": "Deze partij is onze concurrent."}


async def objected(running: Running, client: str = "general") -> Json:
    await running.reach_all()
    contact = await running.contact(client, "notice")
    return await contact.post(f"{running.path}/objections", NO)


async def decide(running: Running, objection: Json, decision: str, *, expect: int = 201) -> Json:
    return await running.house.owner.post(
        f"/objections/{objection['id']}/decisions",
        {"decision": decision, "reason": "Wij hebben dit besproken."},
        expect=expect,
    )


async def test_an_open_objection_holds_the_client_back_alone(running: Running) -> None:
    objection = await objected(running)
    (event,) = await running.house.events("ObjectionReceived")
    assert event["objection_id"] == objection["id"]
    await running.house.go_to(running.published_on + timedelta(days=31))
    assert (await running.standings())["general"] == "objection_open"
    await running.house.owner.post(f"{running.path}/activations")
    assert await running.names("general") == ["Oude Wolk"]
    assert await running.names("mitigate") == ["Nieuwe Wolk"]


@pytest.mark.parametrize(
    ("client", "decision", "standing"),
    [
        ("general", "alternative_offered", "objection_upheld"),
        ("general", "client_held_back", "objection_upheld"),
        ("general", "measure_taken", "objection_upheld"),
        ("general", "objection_withdrawn", "clear"),
        ("general", "agreement_ended", "ended"),
        ("mitigate", "measure_taken", "clear"),
        ("mitigate", "alternative_offered", "objection_upheld"),
    ],
)
async def test_what_each_decision_does(
    running: Running, client: str, decision: str, standing: str
) -> None:
    objection = await objected(running, client)
    decided = await decide(running, objection, decision)
    assert decided["decisions"][-1]["decision"] == decision
    assert len(await running.house.events("ObjectionDecided")) == 1
    await running.house.go_to(running.published_on + timedelta(days=31))
    assert (await running.standings())[client] == standing


async def test_the_last_decision_counts(running: Running) -> None:
    objection = await objected(running)
    await decide(running, objection, "alternative_offered")
    await decide(running, objection, "objection_withdrawn")
    assert (await running.standings())["general"] == "notice_running"
    problem = await decide(running, objection, "client_held_back", expect=409)
    assert problem["type"] == "urn:schakel:problem:objection-settled"
    read = await running.house.owner.get(f"/objections/{objection['id']}")
    assert len(read["decisions"]) == 2


async def test_an_ended_agreement_processes_nothing_and_holds_nobody(running: Running) -> None:
    objection = await objected(running)
    await running.house.go_to(running.published_on + timedelta(days=2))
    await decide(running, objection, "agreement_ended")
    assert await running.names("general") == []
    assert await running.names("general", running.published_on) == ["Oude Wolk"]
    client = await running.house.owner.get(f"/clients/{running.clients['general']['client_id']}")
    assert client["agreement"]["state"] == "ended"
    assert (await running.house.owner.get("/drift"))["items"] == []


async def test_a_client_objects_once_at_a_time(running: Running) -> None:
    await objected(running)
    contact = await running.contact("general", "privacy")
    problem = await contact.post(f"{running.path}/objections", NO, expect=409)
    assert problem["type"] == "urn:schakel:problem:objection-stands"


async def test_after_the_last_day_silence_was_consent(running: Running) -> None:
    await running.reach_all()
    await running.house.go_to(running.published_on + timedelta(days=30))
    late = await running.contact("general", "notice")
    await running.house.go_to(running.published_on + timedelta(days=31))
    assert (await late.post(f"{running.path}/objections", NO))["late_after"] is not None
    specific = await running.contact("specific", "notice")
    await specific.post(f"{running.path}/objections", NO)


async def test_staff_object_on_behalf_of_a_client(running: Running) -> None:
    body = NO | {"agreement_id": running.clients["general"]["agreement_id"]}
    made = await running.house.owner.post(f"{running.path}/objections", body)
    assert made["contact_id"] is None
    await running.house.owner.post(f"{running.path}/objections", NO, expect=400)
    await running.house.staff("viewer").post(f"{running.path}/objections", body, expect=403)
    listed = await running.house.owner.get(f"{running.path}/objections")
    assert [one["id"] for one in listed["items"]] == [made["id"]]
    everything = await running.house.owner.get("/objections")
    assert everything == listed


async def test_who_may_speak_for_a_client(running: Running) -> None:
    breach = await running.contact("general", "breach")
    problem = await breach.post(f"{running.path}/objections", NO, expect=403)
    assert problem["type"] == "urn:schakel:problem:duty-missing"
    notice = await running.contact("general", "notice")
    other = NO | {"agreement_id": running.clients["specific"]["agreement_id"]}
    await notice.post(f"{running.path}/objections", other, expect=404)
    await notice.post(f"/changes/{uuid4()}/objections", NO, expect=404)


async def test_another_clients_objection_is_not_there(running: Running) -> None:
    objection = await objected(running)
    stranger = await running.contact("specific", "notice")
    await stranger.get(f"/objections/{objection['id']}", expect=404)
    own = await running.contact("general", "signatory")
    assert (await own.get(f"/objections/{objection['id']}"))["grounds"] == NO["grounds"]
    await own.post(
        f"/objections/{objection['id']}/decisions",
        {"decision": "objection_withdrawn", "reason": "x"},
        expect=403,
    )


async def test_approval_is_for_specific_authorisation_and_once(running: Running) -> None:
    await running.reach_all()
    general = await running.contact("general", "notice")
    problem = await general.post(f"{running.path}/approvals", {}, expect=409)
    assert problem["type"] == "urn:schakel:problem:approval-not-needed"
    specific = await running.contact("specific", "signatory")
    await specific.post(f"{running.path}/approvals", {})
    assert (await running.standings())["specific"] == "notice_running"
    problem = await specific.post(f"{running.path}/approvals", {}, expect=409)
    assert problem["type"] == "urn:schakel:problem:already-approved"


async def test_staff_record_an_approval_with_the_words_of_the_client(running: Running) -> None:
    body = {"agreement_id": running.clients["specific"]["agreement_id"]}
    problem = await running.house.owner.post(f"{running.path}/approvals", body, expect=400)
    assert problem["type"] == "urn:schakel:problem:note-missing"
    made = await running.house.owner.post(
        f"{running.path}/approvals", body | {"note": "Telefonisch akkoord van mevr. Sien."}
    )
    assert made["client_id"] == running.clients["specific"]["client_id"]


async def test_a_contact_sees_what_a_change_means_for_its_own_client(running: Running) -> None:
    contact = await running.contact("specific", "notice")
    read = await contact.get(running.path)
    assert read["counts"] is None
    assert read["concern"]["standing"] == "unreached"
    assert read["lines"][0]["action"] == "replacement"
    assert [one["id"] for one in (await contact.get("/changes"))["items"]] == [read["id"]]
    (told,) = (await contact.get(f"/clients/{running.clients['specific']['client_id']}/changes"))[
        "items"
    ]
    assert told["change"]["id"] == read["id"]
    assert told["standing"] == "unreached"
    assert told["objection"] is None
    await contact.get(f"/clients/{running.clients['general']['client_id']}/changes", expect=404)
    await contact.get(f"{running.path}/recipients", expect=403)
    await contact.get(f"{running.path}/impact", expect=403)
    await contact.post(f"{running.path}/activations", expect=403)

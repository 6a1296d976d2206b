"""What lets a change hold before a term is over: a named person's word, or an emergency clause."""

from datetime import timedelta
from typing import Any

from services.contracts.worker import round_of
from tests.contracts.house import House, Json, say
from tests.contracts.running import CLIENTS, Running, announce
from tests.contracts.test_objection_routes import NO, decide

ASK = "urn:schakel:problem:"
WORD = {"person": "Sanne de Boer, directeur", "reason": "De oude partij is failliet."}


async def announce_to(house: House, clients: dict[str, Json], **more: Any) -> Running:
    kinds = dict(CLIENTS)
    CLIENTS.clear()
    CLIENTS.update(clients)
    try:
        return await announce(house, **more)
    finally:
        CLIENTS.clear()
        CLIENTS.update(kinds)


async def override(running: Running, client: str | None = None, *, expect: int = 201) -> Json:
    one = {"agreement_id": running.clients[client]["agreement_id"]} if client else {}
    return await running.house.owner.post(f"{running.path}/overrides", WORD | one, expect=expect)


async def test_an_override_lets_go_all_but_who_has_yet_to_approve(house: House) -> None:
    running = await announce(house, days=0)
    made = await override(running)
    assert (made["freed"], made["held"]) == (2, 1)
    assert made["person"] == WORD["person"]
    assert await running.standings() == {
        "general": "clear",
        "specific": "approval_missing",
        "mitigate": "clear",
    }
    await round_of(house.app.state.pool)
    assert await running.names("general") == ["Nieuwe Wolk"]
    assert await running.names("specific") == ["Oude Wolk"]
    gate = await house.owner.get(f"{running.path}/gate")
    assert [one["reason"] for one in gate["overrides"]] == [WORD["reason"]]
    assert [(one["number"], one["agreements"]) for one in gate["waves"]] == [(1, 2)]
    assert [(one["reason"], one["agreements"]) for one in gate["reasons"]] == [
        ("approval_missing", 1)
    ]


async def test_an_override_for_one_agreement_leaves_the_others_protected(house: House) -> None:
    running = await announce(house, days=0)
    assert (await override(running, "mitigate"))["freed"] == 1
    assert (await running.standings())["general"] == "unreached"
    made = await house.owner.post(f"{running.path}/activations")
    assert (made["agreements"], made["held"]) == (1, 2)


async def test_nothing_replaces_the_clients_own_approval(running: Running) -> None:
    problem = await override(running, "specific", expect=409)
    assert problem["type"] == f"{ASK}approval-needed"
    assert (await running.house.owner.get(f"{running.path}/gate"))["overrides"] == []


async def test_an_objection_that_blocks_is_not_overridden(house: House) -> None:
    running = await announce(house, days=0)
    await running.reach_all()
    for client in ("general", "mitigate"):
        contact = await running.contact(client, "notice")
        await contact.post(f"{running.path}/objections", NO)
    problem = await override(running, "general", expect=409)
    assert problem["type"] == f"{ASK}objection-blocks"
    await override(running)
    standings = await running.standings()
    assert standings["general"] == "objection_open"
    assert standings["mitigate"] == "clear"


async def test_an_objection_after_the_override_holds_again(house: House) -> None:
    running = await announce(house, days=5)
    await running.reach_all()
    await override(running)
    assert (await running.standings())["mitigate"] == "before_effective_date"
    contact = await running.contact("mitigate", "notice")
    await contact.post(f"{running.path}/objections", NO)
    assert (await running.standings())["mitigate"] == "objection_open"


async def test_an_override_never_moves_the_effective_date(house: House) -> None:
    running = await announce(house, days=5)
    await override(running)
    problem = await house.owner.post(f"{running.path}/activations", expect=409)
    reasons = {one["reason"] for one in problem["held"]}
    assert reasons == {"before_effective_date", "approval_missing"}


async def test_who_was_not_reached_before_an_override_is_still_told_and_may_object(
    house: House,
) -> None:
    running = await announce(house, days=0)
    await override(running)
    await house.owner.post(f"{running.path}/activations")
    (told,) = await running.recipients("general")
    await running.settle("failed", told)
    assert len(await running.recipients("general")) == 2
    await running.settle("accepted", (await running.recipients("general"))[1])
    (first, _) = await running.recipients("general")
    assert first["deadline"] == str(running.published_on + timedelta(days=30))
    contact = await running.contact("general", "privacy")
    objection = await contact.post(f"{running.path}/objections", NO)
    assert (await running.standings())["general"] == "effective"
    await contact.post(f"{running.path}/objections", NO, expect=409)
    await decide(running, objection, "client_held_back")
    assert await running.names("general") == []
    assert await running.names("mitigate") == ["Nieuwe Wolk"]


async def test_an_override_needs_a_person_and_a_reason(running: Running) -> None:
    path = f"{running.path}/overrides"
    for bad in ({}, {"person": "x"}, {"reason": "x"}, WORD | {"person": ""}, WORD | {"x": 1}):
        await running.house.owner.post(path, bad, expect=400)
    for role in ("officer", "viewer", "auditor"):
        await running.house.staff(role).post(path, WORD, expect=403)
    await (await running.contact("general", "notice")).post(path, WORD, expect=403)
    stranger = WORD | {"agreement_id": running.change["id"]}
    await running.house.owner.post(path, stranger, expect=404)


URGENT = {
    "clause": {"emergency_clause": True},
    "plain": {},
    "specific": {"emergency_clause": True, "authorisation": "specific"},
}


async def test_an_emergency_waits_for_the_notice_and_not_for_the_term(house: House) -> None:
    running = await announce_to(
        house, URGENT, days=0, emergency=say("De oude partij stopt.", "The old party stops.")
    )
    await house.owner.post(f"{running.path}/activations", expect=409)
    await running.reach_all()
    assert await running.standings() == {
        "clause": "clear",
        "plain": "notice_running",
        "specific": "approval_missing",
    }
    await round_of(house.app.state.pool)
    assert await running.names("clause") == ["Nieuwe Wolk"]
    assert await running.names("plain") == ["Oude Wolk"]
    contact = await running.contact("clause", "notice")
    assert (await contact.get(running.path))["concern"]["let_by"] == "emergency"
    await contact.post(f"{running.path}/objections", NO)


async def test_after_the_term_an_objection_to_an_emergency_is_late(house: House) -> None:
    running = await announce_to(house, URGENT, days=0, emergency=say("spoed", "urgent"))
    await running.reach_all()
    await house.owner.post(f"{running.path}/activations")
    await house.go_to(running.published_on + timedelta(days=31))
    contact = await running.contact("clause", "notice")
    made = await contact.post(f"{running.path}/objections", NO)
    assert made["late_after"] == (running.published_on + timedelta(days=30)).isoformat()


async def test_a_clause_alone_makes_no_emergency(house: House) -> None:
    running = await announce_to(house, URGENT, days=0)
    await running.reach_all()
    assert (await running.standings())["clause"] == "notice_running"


async def test_the_list_of_the_held_says_why_and_comes_in_pages(running: Running) -> None:
    owner, path = running.house.owner, f"{running.path}/held"
    (notice,) = await running.recipients("mitigate")
    await running.settle("accepted", notice)
    unreached = await owner.get(path, params={"reason": "unreached"})
    assert len(unreached["items"]) == 2
    first = await owner.get(path, params={"limit": 2})
    rest = await owner.get(path, params={"limit": 2, "after": first["next"]})
    listed = [one["agreement_id"] for one in first["items"] + rest["items"]]
    assert sorted(listed) == sorted(made["agreement_id"] for made in running.clients.values())
    assert rest["next"] is None
    await owner.get(path, params={"reason": "nonsense"}, expect=400)

"""The gate: who is still protected, and what happens when it opens."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts import worker
from services.contracts.commands.activate_change import activate_change
from services.contracts.commands.freeze_wave import freeze_wave
from services.contracts.worker import activate_due, round_of
from tests.contracts.house import House, forgotten, link, order, stock
from tests.contracts.running import Running, announce, draft


async def test_publication_freezes_recipients_terms_and_deadlines(running: Running) -> None:
    listed = {one["client"]: one for one in await running.recipients()}
    assert {one["name"] for one in listed.values()} == {"Nora Notice"}
    assert listed["Klant general"]["deadline"] is None
    counted = listed["Klant mitigate"]["deadline"]
    assert counted == (running.published_on + timedelta(days=30)).isoformat()
    assert {one["standing"] for one in listed.values()} == {"unreached"}
    assert len(await running.house.events("ChangePublished")) == 1
    await running.house.owner.post(f"{running.path}/publications", expect=409)


async def test_an_accepted_delivery_starts_the_clock(running: Running) -> None:
    await running.reach_all()
    listed = {one["client"]: one for one in await running.recipients()}
    general = listed["Klant general"]
    assert general["deadline"] == (running.published_on + timedelta(days=30)).isoformat()
    assert general["outcome"] == "accepted"
    assert await running.standings() == {
        "general": "notice_running",
        "specific": "approval_missing",
        "mitigate": "notice_running",
    }


async def test_nobody_goes_early_and_the_problem_says_who_is_protected(running: Running) -> None:
    await running.reach_all()
    problem = await running.house.owner.post(f"{running.path}/activations", expect=409)
    assert problem["type"] == "urn:schakel:problem:change-protected"
    held = {one["client"]: one for one in problem["held"]}
    assert held["Klant general"]["reason"] == "notice_running"
    assert held["Klant general"]["until"] == str(running.published_on + timedelta(days=30))
    assert held["Klant specific"]["reason"] == "approval_missing"
    assert held["Klant specific"]["until"] is None
    assert problem["held_total"] == 3
    assert await running.house.events("ChangeWentLive") == []


async def test_the_deadline_itself_still_protects_and_the_day_after_opens(
    running: Running,
) -> None:
    await running.reach_all()
    deadline = running.published_on + timedelta(days=30)
    await running.house.go_to(deadline)
    await running.house.owner.post(f"{running.path}/activations", expect=409)
    await running.house.go_to(deadline + timedelta(days=1))
    made = await running.house.owner.post(f"{running.path}/activations")
    assert made["agreements"] == 2
    assert made["held"] == 1


async def test_who_is_held_back_keeps_the_old_party_and_a_later_wave_releases_it(
    running: Running,
) -> None:
    house = running.house
    await running.reach_all()
    day = running.published_on + timedelta(days=31)
    await house.go_to(day)
    await house.owner.post(f"{running.path}/activations")
    assert await running.names("general") == ["Nieuwe Wolk"]
    assert await running.names("general", day - timedelta(days=1)) == ["Oude Wolk"]
    assert await running.names("specific") == ["Oude Wolk"]
    assert (await house.owner.get(running.path))["state"] == "partly_effective"
    later = day + timedelta(days=10)
    await house.go_to(later)
    assert await running.names("specific") == ["Oude Wolk"]
    yes = await running.contact("specific", "signatory")
    await yes.post(f"{running.path}/approvals", {})
    assert (await house.owner.post(f"{running.path}/activations"))["wave"] == 2
    assert await running.names("specific") == ["Nieuwe Wolk"]
    assert await running.names("specific", later - timedelta(days=1)) == ["Oude Wolk"]
    assert await running.names("general", day) == ["Nieuwe Wolk"]
    assert (await house.owner.get(running.path))["state"] == "effective"
    await house.owner.post(f"{running.path}/activations", expect=409)
    assert [one["wave"] for one in await house.events("ChangeWentLive")] == [1, 2]


async def test_the_worker_activates_at_the_due_moment_and_freezes_new_annexes(
    running: Running,
) -> None:
    house, pool = running.house, running.house.app.state.pool
    await running.reach_all()
    await round_of(pool)
    assert (await house.owner.get(running.path))["state"] == "published"
    await house.go_to(running.published_on + timedelta(days=31))
    await round_of(pool)
    assert (await house.owner.get(running.path))["state"] == "partly_effective"
    frozen = [one for one in await house.events("AgreementVersionFrozen") if one["change_id"]]
    assert {one["client_id"] for one in frozen} == {
        running.clients[kind]["client_id"] for kind in ("general", "mitigate")
    }
    assert (await house.owner.get("/drift"))["items"] == []
    path = f"/agreements/{running.clients['general']['agreement_id']}"
    (latest, _) = (await house.owner.get(path))["versions"]
    assert latest["cause"] == "change"
    content = await house.owner.get(f"{path}/versions/{latest['id']}")
    assert [one["name"] for one in content["snapshot"]["subprocessors"]] == ["Nieuwe Wolk"]
    assert content["snapshot"]["change"]["id"] == running.change["id"]
    await round_of(pool)
    assert len(await house.events("AgreementVersionFrozen")) == len(running.clients) + 2


async def test_between_activation_and_the_new_annex_drift_is_shown(running: Running) -> None:
    house = running.house
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    assert len((await house.owner.get("/drift"))["items"]) == 2


async def test_a_later_wave_does_not_begin_what_another_change_has_ended(
    running: Running,
) -> None:
    house, goods = running.house, running.goods
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    (begun,) = [
        one["link_id"]
        for one in (await house.owner.get("/links"))["items"]
        if one["subprocessor"]["id"] == goods.new_party
    ]
    third = await house.owner.post("/subprocessors", {"name": "Derde Wolk", "country": "NL"})
    change = await draft(house, goods, ends=[begun], begins=[link(goods.product, third["id"])])
    await house.owner.post(f"/changes/{change['id']}/publications")
    next_one = replace(running, change=change, published_on=await house.today())
    await next_one.reach_all()
    yes = await running.contact("specific", "signatory")
    await yes.post(f"{next_one.path}/approvals", {})
    await house.go_to(next_one.published_on + timedelta(days=31))
    await house.owner.post(f"{next_one.path}/activations")
    assert await running.names("specific") == ["Derde Wolk", "Oude Wolk"]
    await yes.post(f"{running.path}/approvals", {})
    tomorrow = await house.today() + timedelta(days=1)
    assert await running.names("specific", tomorrow) == ["Derde Wolk"]
    await house.owner.post(f"{running.path}/activations")
    assert await running.names("specific") == ["Derde Wolk"]
    assert await running.names("general") == ["Derde Wolk"]


async def test_a_party_that_has_such_a_link_already_begins_no_second_one(house: House) -> None:
    goods = await stock(house)
    again = link(goods.product, goods.old_party)
    begins = (
        [again],
        [link(goods.product, goods.new_party), link(goods.product, goods.new_party)],
    )
    for twice in begins:
        change = await draft(house, goods, ends=[], begins=twice)
        path = f"/changes/{change['id']}/publications"
        problem = await house.owner.post(path, expect=409)
        assert problem["type"] == "urn:schakel:problem:link-overlaps"
    altered = await draft(house, goods, begins=[again])
    await house.owner.post(f"/changes/{altered['id']}/publications")
    fresh = await draft(house, goods, ends=[], begins=[link(goods.product, goods.new_party)])
    await house.owner.post(f"/changes/{fresh['id']}/publications")
    other = await draft(house, goods, ends=[], begins=[link(goods.product, goods.new_party)])
    problem = await house.owner.post(f"/changes/{other['id']}/publications", expect=409)
    assert problem["type"] == "urn:schakel:problem:link-overlaps"


async def test_a_link_that_was_added_meanwhile_is_named_when_the_change_should_go(
    running: Running,
) -> None:
    house, goods = running.house, running.goods
    await running.reach_all()
    await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    await house.go_to(running.published_on + timedelta(days=31))
    problem = await house.owner.post(f"{running.path}/activations", expect=409)
    assert problem["type"] == "urn:schakel:problem:link-overlaps"


async def test_a_change_that_fails_keeps_no_other_from_going(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = await stock(house)
    made = []
    for party in (goods.old_party, goods.new_party):
        begins = [link(None, party, capacity="own_administration")]
        change = await draft(house, goods, ends=[], begins=begins, days=0)
        await house.owner.post(f"/changes/{change['id']}/publications")
        made.append(change["id"])
    failed: list[UUID] = []

    async def activate(connection: Any, tenant_id: UUID, change_id: UUID) -> None:
        if not failed:
            failed.append(change_id)
            raise RuntimeError
        await activate_change(connection, tenant_id, change_id)

    monkeypatch.setattr(worker, "activate_change", activate)
    await round_of(house.app.state.pool)
    states = {one: (await house.owner.get(f"/changes/{one}"))["state"] for one in made}
    assert states.pop(str(failed[0])) == "published"
    assert list(states.values()) == ["effective"]


async def test_a_change_that_goes_at_once_waits_for_the_last(house: House) -> None:
    running = await announce(house, at_once=True)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    problem = await house.owner.post(f"{running.path}/activations", expect=409)
    assert [one["reason"] for one in problem["held"]] == ["approval_missing"]
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "published"
    yes = await running.contact("specific", "notice")
    await yes.post(f"{running.path}/approvals", {})
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "effective"


async def test_nobody_goes_before_the_effective_date(house: House) -> None:
    running = await announce(house, days=90)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=60))
    problem = await house.owner.post(f"{running.path}/activations", expect=409)
    general = next(one for one in problem["held"] if one["client"] == "Klant general")
    assert general["reason"] == "before_effective_date"
    assert general["until"] == running.change["effective_on"]


async def test_a_change_of_own_administration_touches_nobody_and_goes_on_its_day(
    house: House,
) -> None:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Klant"))
    change = await draft(
        house,
        goods,
        ends=[],
        begins=[link(None, goods.new_party, capacity="own_administration")],
        days=3,
    )
    path = f"/changes/{change['id']}"
    published = await house.owner.post(f"{path}/publications")
    assert published["counts"]["agreements"] == 0
    early = await house.owner.post(f"{path}/activations", expect=409)
    assert early["type"] == "urn:schakel:problem:change-too-early"
    await house.go_to(await house.today() + timedelta(days=3))
    await round_of(house.app.state.pool)
    assert (await house.owner.get(path))["state"] == "effective"
    held = await house.owner.get("/links")
    assert "own_administration" in json.dumps(held)


async def test_a_client_that_comes_while_the_notice_runs_is_told_too(running: Running) -> None:
    house = running.house
    late = await house.owner.post("/onboardings", order("Laatkomer"))
    added = [one for one in await running.recipients() if one["client_id"] == late["client_id"]]
    assert [one["cause"] for one in added] == ["onboarding"]
    (event,) = await house.events("RecipientAdded")
    assert event["recipient_id"] == added[0]["recipient_id"]
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    running.clients["late"] = late
    assert await running.names("late") == ["Nieuwe Wolk"]


async def test_next_month_shows_what_is_announced_and_nothing_that_is_held(
    running: Running,
) -> None:
    await running.reach_all()
    next_month = running.published_on + timedelta(days=40)
    assert await running.names("general") == ["Oude Wolk"]
    assert await running.names("general", next_month) == ["Nieuwe Wolk"]
    assert await running.names("specific", next_month) == ["Oude Wolk"]
    listed = await running.house.owner.get(
        f"/clients/{running.clients['general']['client_id']}/processors",
        params={"on": next_month.isoformat()},
    )
    assert listed["processors"][0]["state"] == "announced"


async def test_what_is_over_is_looked_at_no_more(house: House) -> None:
    goods = await stock(house)
    running = "SELECT FROM contracts.running_change"
    paths = []
    for party in (goods.old_party, goods.new_party):
        begins = [link(None, party, capacity="own_administration")]
        change = await draft(house, goods, ends=[], begins=begins, days=0)
        paths.append(f"/changes/{change['id']}")
        await house.owner.post(f"{paths[-1]}/publications")
    assert len(await house.fetch(running)) == 2
    await house.owner.post(f"{paths[0]}/withdrawals")
    assert len(await house.fetch(running)) == 1
    await round_of(house.app.state.pool)
    assert (await house.owner.get(paths[1]))["state"] == "effective"
    assert await house.fetch(running) == []


async def test_a_withdrawn_change_never_goes(running: Running) -> None:
    house = running.house
    await running.reach_all()
    await house.owner.post(f"{running.path}/withdrawals")
    assert len(await house.events("ChangeWithdrawn")) == 1
    await house.go_to(running.published_on + timedelta(days=31))
    await round_of(house.app.state.pool)
    problem = await house.owner.post(f"{running.path}/activations", expect=409)
    assert problem["type"] == "urn:schakel:problem:change-not-running"
    assert await running.names("general") == ["Oude Wolk"]
    await house.owner.post(f"{running.path}/withdrawals", expect=409)


async def test_a_wave_that_can_not_be_frozen_keeps_no_other_waiting(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = running.house
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await activate_due(house.app.state.pool)
    fourth = await house.owner.post("/subprocessors", {"name": "Vierde Wolk", "country": "NL"})
    begins = [link(running.goods.product, fourth["id"])]
    change = await draft(house, running.goods, days=0, ends=[], begins=begins)
    other = replace(running, change=change)
    await house.owner.post(f"{other.path}/publications")
    await other.reach_all()
    override = {"person": "Sanne", "reason": "failliet"}
    await house.owner.post(f"{other.path}/overrides", override)
    await activate_due(house.app.state.pool)
    failing = UUID(running.change["id"])

    async def freeze(connection: Any, tenant_id: UUID, change_id: UUID, wave: int) -> int:
        if change_id == failing:
            raise RuntimeError
        return await freeze_wave(connection, tenant_id, change_id, wave)

    monkeypatch.setattr(worker, "freeze_wave", freeze)
    await worker.freeze_due(house.app.state.pool)
    left = await house.fetch("SELECT DISTINCT change_id FROM contracts.pending_version")
    assert [one["change_id"] for one in left] == [failing]

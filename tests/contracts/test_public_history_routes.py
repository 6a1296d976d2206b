"""What has become public of a provider's parties, as the feeds are told it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.contracts.house import House, Json, link
from tests.contracts.running import Running
from tests.contracts.test_postponement_routes import body, put_off


async def _all(house: House, limit: int = 50) -> list[Json]:
    found: list[Json] = []
    params: dict[str, Any] = {"limit": limit}
    while True:
        page = await house.service("notifications").get("/public-history", params=params)
        found += page["items"]
        if page["next"] is None:
            return found
        params["after"] = page["next"]


def _named(entry: Json) -> tuple[str, str]:
    return entry["kind"], entry["id"]


async def test_it_tells_of_each_change_announced_and_of_links_that_hold(running: Running) -> None:
    found = await _all(running.house)
    assert _named(found[0]) == ("announced", running.change["id"])
    assert found[0]["lines"]
    assert {one["kind"] for one in found[1:]} == {"began"}
    moments = [one["at"] for one in found]
    assert moments == sorted(moments, reverse=True)


async def test_a_change_that_went_live_ends_one_link_and_begins_another(running: Running) -> None:
    house = running.house
    await running.reach_all()
    contact = await running.contact("specific", "notice")
    await contact.post(f"{running.path}/approvals", {})
    before = {_named(one) for one in await _all(house)}
    await house.go_to(running.published_on + timedelta(days=60))
    await house.owner.post(f"{running.path}/activations", {})
    after = await _all(house)
    new = [one for one in after if _named(one) not in before]
    assert sorted(one["kind"] for one in new) == ["began", "ended"]
    now = (await house.fetch("SELECT clock.now() AS at"))[0]["at"]
    (wave,) = await house.fetch("SELECT activated_at FROM contracts.wave")
    assert {one["at"] for one in new} == {wave["activated_at"].isoformat().replace("+00:00", "Z")}
    assert wave["activated_at"] <= now


async def test_a_withdrawal_is_told_beside_the_announcement(running: Running) -> None:
    await running.house.owner.post(f"{running.path}/withdrawals", {"reason": "Toch niet."})
    kinds = [one["kind"] for one in await _all(running.house) if one["title"]]
    assert kinds == ["withdrawn", "announced"]


async def test_every_entry_comes_once_whatever_the_size_of_a_page(running: Running) -> None:
    await running.house.owner.post(f"{running.path}/withdrawals", {"reason": "Toch niet."})
    whole = await _all(running.house)
    assert len(whole) >= 3
    assert await _all(running.house, 1) == whole
    assert len({_named(one) for one in whole}) == len(whole)


async def test_what_begins_later_is_not_told_yet(running: Running) -> None:
    house = running.house
    party = (await house.owner.post("/subprocessors", {"name": "Later"}))["id"]
    soon = (await house.today()) + timedelta(days=3)
    body = link(None, party, capacity="own_administration", valid_from=soon.isoformat())
    made = await house.owner.post("/links", body)
    assert ("began", made["id"]) not in {_named(one) for one in await _all(house)}
    await house.go_to(soon)
    assert _named((await _all(house))[0]) == ("began", made["id"])


async def test_nobody_at_the_parties_and_no_client_is_named(running: Running) -> None:
    owner = running.house.owner
    facts = {"name": "Boekhoudwolk", "contact_person": "Zeldzame Naam"}
    party = (await owner.post("/subprocessors", facts))["id"]
    await owner.post("/links", link(None, party, capacity="own_administration"))
    told = repr(await _all(running.house))
    assert "Boekhoudwolk" in told
    assert "Zeldzame Naam" not in told
    for client in (await owner.get("/clients"))["items"]:
        assert client["name"] not in told
        assert client["id"] not in told


async def test_only_notifications_of_the_same_provider_is_told(running: Running) -> None:
    house = running.house
    for stranger in (house.owner, house.service("portal"), house.service("documents")):
        await stranger.get("/public-history", expect=403)
    await house.service("notifications", uuid4()).get("/public-history", expect=404)


@pytest.mark.parametrize("after", ["x", "W10", "WyJhIiwgMV0"])
async def test_a_place_that_no_page_gave_is_refused(house: House, after: str) -> None:
    asked = house.service("notifications")
    problem = await asked.get("/public-history", params={"after": after}, expect=400)
    assert [one["field"] for one in problem["errors"]] == ["after"]


async def test_what_is_put_off_is_told_with_the_days_before_it(running: Running) -> None:
    for days in (60, 90):
        await put_off(running, days)
    first, once, twice = (str(running.published_on + timedelta(days=n)) for n in (30, 60, 90))
    last, before, announced, *_ = await _all(running.house)
    assert (before["kind"], before["effective_on"], before["earlier_days"]) == (
        "altered",
        once,
        [first],
    )
    assert (last["effective_on"], last["earlier_days"]) == (twice, [first, once])
    assert last["change_id"] == running.change["id"]
    assert last["lines"] == before["lines"] != []
    assert announced["effective_on"] == first, "an entry never changes what it tells"
    problem = "De leverancier is later klaar."
    assert problem not in str(last), "why it is put off was written for clients"


async def test_what_is_proposed_and_not_confirmed_is_not_public(running: Running) -> None:
    day = running.published_on + timedelta(days=60)
    await running.house.owner.post(f"{running.path}/postponements", body(day))
    assert "altered" not in {one["kind"] for one in await _all(running.house)}

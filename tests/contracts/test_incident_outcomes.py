"""How the message of a breach fared with each client: in any order, however often, and for whom."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.contracts.house import House, Json, person
from tests.contracts.incidents import (
    POSTED,
    START,
    Level,
    add_facts,
    bare,
    clients_of,
    heard,
    released,
    told,
)
from tests.contracts.test_contracts_tenancy import neighbour


async def shown(
    house: House, incident: Json, number: int = 0, **params: Any
) -> dict[str, Mapping[str, Any]]:
    path = f"/incident-stages/{incident['stages'][number]['id']}/clients"
    page = await house.owner.get(path, params=params)
    return {one["client"]: one for one in page["items"]}


async def test_the_register_says_who_was_told_who_was_not_and_of_whom_nothing_is_heard(
    house: House,
) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    people = await told(house, incident["stages"][0])
    await heard(house, incident, people["Bram Breach"], "accepted", 1)
    await heard(house, incident, people["Bob Breach"], "failed", 2)
    seen = await shown(house, incident)
    assert {name: one["standing"] for name, one in seen.items()} == {
        "Met Wacht": "told",
        "In English": "unreached",
        "Zonder Wacht": "pending",
    }
    assert datetime.fromisoformat(seen["Met Wacht"]["told_at"]) == START + timedelta(minutes=1)
    assert seen["In English"]["told_at"] is None
    assert datetime.fromisoformat(seen["In English"]["unreached_at"]) == START + timedelta(
        minutes=2
    )
    assert set(await shown(house, incident, standing="unreached")) == {"In English"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_a_bounce_after_acceptance_and_a_letter_end_alike_in_any_order(
    house: House, order: tuple[int, ...]
) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    bob = (await told(house, incident["stages"][0]))["Bob Breach"]
    facts: list[tuple[Level, int]] = [("accepted", 1), ("failed", 2), ("posted", 3)]
    for number in (*order, *order):
        await heard(house, incident, bob, *facts[number])
    one = (await shown(house, incident))["In English"]
    assert (one["standing"], one["told_at"], one["posted_on"]) == ("by_letter", None, str(POSTED))
    (kept,) = await house.fetch("SELECT count(*) FROM contracts.incident_outcome")
    assert kept["count"] == 3


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_a_report_of_delivery_says_more_and_a_bounce_takes_it_back(
    house: House, order: tuple[int, ...]
) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    people = await told(house, incident["stages"][0])
    facts: list[tuple[Level, int]] = [("accepted", 1), ("delivered", 2), ("delivered", 3)]
    for number in (*order, *order):
        await heard(house, incident, people["Bob Breach"], *facts[number])
    one = (await shown(house, incident))["In English"]
    assert (one["standing"], datetime.fromisoformat(one["told_at"])) == (
        "told",
        START + timedelta(minutes=1),
    )
    assert datetime.fromisoformat(one["delivered_at"]) == START + timedelta(minutes=2)
    await heard(house, incident, people["Bob Breach"], "failed", 4)
    one = (await shown(house, incident))["In English"]
    assert (one["standing"], one["delivered_at"]) == ("unreached", None)


@pytest.mark.parametrize(
    ("last", "standing"), [(None, "in_doubt"), ("accepted", "told"), ("failed", "unreached")]
)
async def test_what_is_in_doubt_stands_so_until_it_is_settled(
    house: House, last: Level | None, standing: str
) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    bob = (await told(house, incident["stages"][0]))["Bob Breach"]
    if last:
        await heard(house, incident, bob, last, 2)
    await heard(house, incident, bob, "in_doubt", 1)
    one = (await shown(house, incident, standing=standing))["In English"]
    assert (one["told_at"] is not None, one["unreached_at"] is not None) == (
        standing == "told",
        standing == "unreached",
    )
    found = await house.owner.get(f"/incidents/{incident['id']}/outcomes")
    assert (found[standing], found["pending"], found["stages"][0][standing]) == (1, 2, 1)


async def test_what_is_heard_of_a_stranger_to_the_stage_is_left(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    await heard(house, incident, {"recipient_id": str(UUID(int=9))}, "accepted", 1)
    assert {one["standing"] for one in (await shown(house, incident)).values()} == {"pending"}


async def counted(house: House, incident: Json) -> tuple[Json, list[tuple[int, ...]]]:
    """Of the incident, and told, by letter, unreached and pending of each stage."""
    found = await house.owner.get(f"/incidents/{incident['id']}/outcomes")
    stages = [
        (one["told"], one["by_letter"], one["unreached"], one["pending"]) for one in found["stages"]
    ]
    return {name: found[name] for name in COUNTS}, stages


COUNTS = ("clients", "told", "by_letter", "unreached", "pending")


def overall(*numbers: int) -> Json:
    return dict(zip(COUNTS, (sum(numbers), *numbers), strict=True))


async def test_counts_tell_of_each_stage_and_of_each_client_once(house: House) -> None:
    goods, _ = await clients_of(house)
    first = await released(house, goods)
    assert await counted(house, first) == (overall(0, 0, 0, 3), [(0, 0, 0, 3)])
    people = await told(house, first["stages"][0])
    await heard(house, first, people["Bram Breach"], "accepted", 1)
    await heard(house, first, people["Bob Breach"], "failed", 2)
    await heard(house, first, people["Nora Twee"], "failed", 3)
    await heard(house, first, people["Nora Twee"], "posted", 4)
    assert await counted(house, first) == (overall(1, 1, 1, 0), [(1, 1, 1, 0)])
    second = await add_facts(house, first, subjects_number=12)
    assert await counted(house, second) == (overall(1, 1, 1, 0), [(1, 1, 1, 0), (0, 0, 0, 3)])
    people = await told(house, second["stages"][1])
    await heard(house, second, people["Bob Breach"], "accepted", 5, number=1)
    await heard(house, second, people["Bram Breach"], "failed", 6, number=1)
    assert await counted(house, second) == (overall(2, 1, 0, 0), [(1, 1, 1, 0), (1, 0, 0, 2)])
    stands_in = (await told(house, second["stages"][1]))["Nora Eén"]
    await heard(house, second, stands_in, "failed", 7, number=1)
    assert await counted(house, second) == (overall(1, 1, 1, 0), [(1, 1, 1, 0), (1, 0, 1, 1)])


async def test_of_what_was_told_to_nobody_yet_there_is_nothing_to_count(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", {"title": "Lek", "product_ids": [goods.product]})
    assert await counted(house, made) == (overall(0, 0, 0, 0), [])


async def test_a_client_with_nobody_to_write_to_is_not_reached(house: House) -> None:
    goods, made = await clients_of(house)
    client = made["Zonder Wacht"]["client_id"]
    await bare(house, client)
    first = await released(house, goods)
    nobody = (await shown(house, first, standing="unreached"))["Zonder Wacht"]
    assert (nobody["people"], nobody["told_at"]) == (0, None)
    assert nobody["unreached_at"] is not None
    assert await counted(house, first) == (overall(0, 0, 1, 2), [(0, 0, 1, 2)])
    await house.owner.post(f"/clients/{client}/contacts", person("Wim Wacht", "breach"))
    second = await add_facts(house, first, subjects_number=12)
    assert (await counted(house, second))[1] == [(0, 0, 0, 3), (0, 0, 0, 3)]
    assert (await shown(house, second, 1))["Zonder Wacht"]["people"] == 1


async def test_who_comes_in_later_is_counted_from_that_stage_on(house: House) -> None:
    goods, made = await clients_of(house)
    client = made["Zonder Wacht"]["client_id"]
    await bare(house, client)
    report = await house.owner.post("/incidents", {"title": "L", "product_ids": [goods.product]})
    path = f"/incidents/{report['id']}"
    out = {"client_id": client, "choice": "out", "reason": "Andere server."}
    await house.owner.post(f"{path}/choices", out)
    first = await house.owner.post(f"{path}/stages", {})
    await add_facts(house, first, subjects_number=12)
    await house.owner.post(f"{path}/choices", out | {"choice": "in"})
    third = await add_facts(house, first, subjects_number=13)
    assert (await counted(house, third))[1] == [(0, 0, 0, 2), (0, 0, 1, 2), (0, 0, 1, 2)]


@pytest.mark.parametrize("standing", [None, "unreached"])
async def test_the_clients_of_a_stage_come_in_pages(house: House, standing: str | None) -> None:
    goods, _ = await clients_of(house)
    first = await released(house, goods)
    for minute in (1, 2):
        for who in (await told(house, first["stages"][0])).values():
            await heard(house, first, who, "failed", minute)
    path, seen, after = f"/incident-stages/{first['stages'][0]['id']}/clients", [], None
    params = {"limit": 1} | ({"standing": standing} if standing else {})
    while True:
        page = await house.owner.get(path, params=params | ({"after": after} if after else {}))
        seen += [one["client"] for one in page["items"]]
        if (after := page["next"]) is None:
            break
    assert sorted(seen) == ["In English", "Met Wacht", "Zonder Wacht"]


async def test_the_table_says_of_each_client_since_when_it_was_told(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    people = await told(house, incident["stages"][0])
    await heard(house, incident, people["Bram Breach"], "accepted", 1)
    await heard(house, incident, people["Bob Breach"], "failed", 2)
    await heard(house, incident, people["Nora Twee"], "posted", 3)
    answer = await house.client.get(
        f"/incidents/{incident['id']}/outcomes.csv",
        headers={"Authorization": f"Bearer {house.staff('auditor').token}"},
    )
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert {row["klant"]: (row["stand"], row["ingelicht sinds"]) for row in rows} == {
        "Met Wacht": ("ingelicht", "2026-11-20T10:01+00:00"),
        "In English": ("niet bereikt", ""),
        "Zonder Wacht": ("per brief", ""),
    }
    assert [row["brief gepost op"] for row in rows if row["klant"] == "Zonder Wacht"] == [
        str(POSTED)
    ]


async def test_what_is_heard_of_an_earlier_message_after_a_later_one_changes_only_its_own(
    house: House,
) -> None:
    goods, _ = await clients_of(house)
    first = await released(house, goods)
    early = (await told(house, first["stages"][0]))["Bob Breach"]
    second = await add_facts(house, first, subjects_number=12)
    late = (await told(house, second["stages"][1]))["Bob Breach"]
    await heard(house, second, late, "accepted", 1, number=1)
    await heard(house, second, early, "failed", 9)
    assert await counted(house, second) == (overall(1, 0, 0, 2), [(0, 0, 1, 2), (1, 0, 0, 2)])


async def test_another_provider_neither_reads_outcomes_nor_makes_them(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    bob = (await told(house, incident["stages"][0]))["Bob Breach"]
    other = await neighbour(house)
    await heard(house, incident, bob, "accepted", 1, tenant=other.tenant)
    assert await counted(house, incident) == (overall(0, 0, 0, 3), [(0, 0, 0, 3)])
    for known in (incident["id"], str(uuid4())):
        for read in ("outcomes", "outcomes.csv"):
            problem = await other.owner.get(f"/incidents/{known}/{read}", expect=404)
            assert problem["type"].endswith(":incident-unknown")
    stage = incident["stages"][0]["id"]
    await other.owner.get(f"/incident-stages/{stage}/clients", expect=404)

"""What the impact says beforehand is what publication freezes, for clients of every kind."""

import asyncio
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.gate_machine import terms
from tests.contracts.house import House, Json, found_provider, open_house, order, person, say, stock
from tests.contracts.running import Running, draft

kinds = st.fixed_dictionaries(
    {
        "terms": terms,
        "notice_contacts": st.integers(1, 2),
        "language": st.sampled_from(["nl", "en"]),
        "ends_in": st.one_of(st.none(), st.integers(0, 2)),
    }
)


async def _take_on(house: House, name: str, kind: Json, today: date) -> Json:
    told = [
        person(f"N{number} {name}", "notice", language=kind["language"])
        for number in range(kind["notice_contacts"])
    ]
    signs = person(f"S {name}", "signatory")
    body = order(name, contacts=[signs, *told], language=kind["language"], **kind["terms"])
    made = await house.owner.post("/onboardings", body)
    if kind["ends_in"] is not None:
        ends_on = str(today + timedelta(days=kind["ends_in"]))
        path = f"/agreements/{made['agreement_id']}/terminations"
        await house.owner.post(path, {"by": "client", "reason": "weg", "ends_on": ends_on})
    return made


async def _compare(opened: House, clients: list[Json], days: int, urgent: bool) -> None:
    house = House(opened.app, opened.client, opened.database)
    await found_provider(house, f"p-{house.tenant.hex[:12]}")
    goods, today = await stock(house), await house.today()
    made = {f"k{n}": await _take_on(house, f"k{n}", one, today) for n, one in enumerate(clients)}
    emergency = {"emergency": say("spoed", "urgent")} if urgent else {}
    change = await draft(house, goods, days=days, supplier_date=str(today), **emergency)
    running = Running(house, goods, change, made, today)
    impact = await house.owner.get(f"{running.path}/impact")
    foretold = await house.owner.get(f"{running.path}/notice")
    await house.owner.post(f"{running.path}/publications")
    told = await running.recipients()
    counts = (await house.owner.get(running.path))["counts"]
    assert (impact["agreements"], impact["recipients"]) == (counts["agreements"], len(told))
    assert impact["clients"] == len({one["client_id"] for one in told})
    assert impact["without_recipient"] == 0
    await running.reach_all()
    reached = await running.recipients()
    days_ = [date.fromisoformat(one["deadline"]) for one in reached]
    latest = impact["latest_deadline"]
    assert latest == (str(max(days_)) if days_ else None)
    assert impact["specific"] == len(
        {one["client_id"] for one in reached if one["authorisation"] == "specific"}
    )
    await _check_days(running, impact, reached)
    said = await house.service("notifications").get(f"{running.path}/recipients")
    assert foretold["notice"] == said["notice"]
    _check_samples(foretold["items"], said["items"])


async def _check_days(running: Running, impact: Json, reached: list[Json]) -> None:
    """Once all that need to have approved, the last of them is free on the day that was named."""
    owner = running.house.owner
    for one in {one["agreement_id"]: one for one in reached}.values():
        if one["authorisation"] == "specific":
            yes = {"agreement_id": one["agreement_id"], "note": "akkoord"}
            await owner.post(f"{running.path}/approvals", yes)
    gate = await owner.get(f"{running.path}/gate")
    free = [one["free_on"] for one in gate["reasons"]]
    assert impact["everybody_from"] == max([running.change["effective_on"], *free])
    slack = date.fromisoformat(running.change["supplier_date"])
    assert impact["slack_days"] == (slack - date.fromisoformat(impact["everybody_from"])).days


def _check_samples(samples: list[Json], told: list[Json]) -> None:
    """Each kind of letter has an example, and the example is somebody who is really told."""
    kind = ("language", "authorisation", "emergency_clause")
    kept = ("contact_id", "name", "email", "agreement_reference", "notice_days", "objection_days")
    real = {tuple(one[name] for name in (*kept, *kind)) for one in told}
    shown = {tuple(one[name] for name in (*kept, *kind)) for one in samples}
    assert shown <= real
    assert {one[-3:] for one in shown} == {one[-3:] for one in real}


def test_publication_freezes_what_the_impact_foretold(database: Any) -> None:
    with asyncio.Runner() as runner:
        opening = open_house(database)
        opened = runner.run(opening.__aenter__())

        @given(st.lists(kinds, max_size=5), st.integers(0, 9), st.booleans())
        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def compare(clients: list[Json], days: int, urgent: bool) -> None:
            runner.run(_compare(opened, clients, days, urgent))

        try:
            compare()
        finally:
            runner.run(opening.__aexit__(None, None, None))

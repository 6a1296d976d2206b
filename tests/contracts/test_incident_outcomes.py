"""How the message of a breach fared with each client: in any order, however often, and for whom."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any, Literal
from uuid import UUID

import pytest

from services.contracts.worker import settle_incident
from shared.database import tenant_transaction
from shared.events import Fared, IncidentDeliveriesSettled
from tests.contracts.house import House, Json
from tests.contracts.incidents import clients_of, released, told

Level = Literal["accepted", "failed", "posted"]
START = datetime.fromisoformat("2026-11-20T10:00:00+00:00")
POSTED = date(2026, 11, 21)


async def heard(
    house: House, incident: Json, who: Json, level: Level, minute: int, tenant: UUID | None = None
) -> None:
    at = START + timedelta(minutes=minute)
    day = POSTED if level == "posted" else None
    event = IncidentDeliveriesSettled(
        tenant_id=tenant or house.tenant,
        notice_id=UUID(int=7),
        incident_id=UUID(incident["id"]),
        stage_id=UUID(incident["stages"][0]["id"]),
        level=level,
        deliveries=[Fared(recipient_id=who["recipient_id"], at=at, posted_on=day)],
    )
    async with tenant_transaction(house.app.state.pool, tenant or house.tenant) as connection:
        await settle_incident(connection, event)


async def shown(house: House, incident: Json, **params: Any) -> dict[str, Mapping[str, Any]]:
    path = f"/incident-stages/{incident['stages'][0]['id']}/clients"
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


async def test_what_is_heard_of_a_stranger_to_the_stage_is_left(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    await heard(house, incident, {"recipient_id": str(UUID(int=9))}, "accepted", 1)
    assert {one["standing"] for one in (await shown(house, incident)).values()} == {"pending"}

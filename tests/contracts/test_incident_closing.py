"""A breach is not closed over the head of a client that was never reached, unless for a reason."""

import csv
from typing import Any

import asyncpg
import pytest

from tests.contracts.house import House, Json, person
from tests.contracts.incidents import (
    POSTED,
    WHOLE,
    bare,
    clients_of,
    edited,
    heard,
    released,
    told,
)
from tests.contracts.test_incident_access import contact_of
from tests.contracts.test_upstream_agreement_routes import seen

BECAUSE = "Failliet; de curator weet ervan."


async def one_missed(house: House) -> tuple[Json, dict[str, Json], Json]:
    """Bob was not reached, the others were, and all that the law asks is known by now."""
    goods, made = await clients_of(house)
    incident = await released(house, goods)
    people = await told(house, incident["stages"][0])
    for name in ("Bram Breach", "Nora Twee"):
        await heard(house, incident, people[name], "accepted", 1)
    await heard(house, incident, people["Bob Breach"], "failed", 2)
    await edited(house, incident, **WHOLE)
    return incident, people, made


async def close(house: House, incident: Json, expect: int = 201, **more: Any) -> Json:
    body = {"closing": True} | more
    return await house.owner.post(f"/incidents/{incident['id']}/stages", body, expect=expect)


async def kept(house: House) -> int:
    (row,) = await house.fetch("SELECT count(*) FROM contracts.incident_shortfall")
    return int(row["count"])


async def test_closing_with_somebody_unreached_is_refused_and_says_the_way_out(
    house: House,
) -> None:
    incident, _, _ = await one_missed(house)
    problem = await close(house, incident, 409)
    assert problem["type"].endswith(":clients-unreached")
    assert (problem["unreached"], problem["ways"]) == (1, ["letter", "contact", "reason"])
    after = await house.owner.get(f"/incidents/{incident['id']}")
    assert (after["state"], len(after["stages"])) == ("told", 1)
    assert await house.events("IncidentClosed") == []


async def test_a_reason_lets_it_close_and_stands_wherever_the_breach_does(house: House) -> None:
    incident, _, made = await one_missed(house)
    closed = await close(house, incident, unreached_because=BECAUSE)
    shortfall = closed["stages"][1]["shortfall"]
    assert (closed["state"], shortfall["clients"], shortfall["reason"]) == ("closed", 1, BECAUSE)
    assert shortfall["decided_by"] is not None
    (listed,) = (await house.owner.get("/incidents"))["items"]
    assert listed["stages"][1]["shortfall"] == shortfall
    assert listed["outcomes"]["unreached"] == 1
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    answer = await house.client.get("/incidents.csv", headers=headers)
    (row,) = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
    assert (row["klanten ingelicht per mail"], row["klanten niet bereikt"]) == ("2", "1")
    assert (row["niet bereikt bij afsluiten"], row["waarom toch afgesloten"]) == ("1", BECAUSE)
    reader = house.contact(
        (await contact_of(house, made["Met Wacht"]))["id"], made["Met Wacht"]["client_id"]
    )
    own = await reader.get(f"/clients/{made['Met Wacht']['client_id']}/incidents")
    assert BECAUSE not in str(own)


async def test_a_letter_that_was_posted_lets_it_close_without_a_reason(house: House) -> None:
    incident, people, made = await one_missed(house)
    await heard(house, incident, people["Bob Breach"], "posted", 3)
    closed = await close(house, incident)
    assert closed["stages"][1]["shortfall"] is None
    client = made["In English"]["client_id"]
    page = await house.owner.get(f"/clients/{client}/incidents")
    first, last = page["items"][0]["stages"]
    assert (first["fared"]["standing"], first["fared"]["posted_on"]) == ("by_letter", str(POSTED))
    assert last["fared"]["standing"] == "pending"


async def test_a_corrected_address_is_told_at_once_and_once_it_was_it_may_close(
    house: House,
) -> None:
    incident, _, made = await one_missed(house)
    bob = await contact_of(house, made["In English"])
    path = f"/contacts/{bob['id']}"
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"email": "goed@english.example"}, headers=tag)
    (event,) = await house.events("IncidentRecipientAdded")
    assert (event["incident_id"], event["stage_id"]) == (
        incident["id"],
        incident["stages"][0]["id"],
    )
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"name": "Bob B."}, headers=tag)
    assert len(await house.events("IncidentRecipientAdded")) == 1
    again = {"recipient_id": event["recipient_id"]}
    await heard(house, incident, again, "accepted", 9)
    assert (await close(house, incident))["state"] == "closed"


async def test_an_address_that_is_corrected_under_way_is_told_once_the_old_one_has_failed(
    house: House,
) -> None:
    goods, made = await clients_of(house)
    incident = await released(house, goods)
    bob = (await told(house, incident["stages"][0]))["Bob Breach"]
    path = f"/contacts/{(await contact_of(house, made['In English']))['id']}"
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"email": "goed@english.example"}, headers=tag)
    assert await house.events("IncidentRecipientAdded") == []
    for _ in range(2):
        await heard(house, incident, bob, "failed", 2)
    (event,) = await house.events("IncidentRecipientAdded")
    assert event["recipient_id"] != bob["recipient_id"]
    found = await house.owner.get(f"/incidents/{incident['id']}/outcomes")
    assert (found["unreached"], found["pending"]) == (0, 3)


async def test_another_contact_for_breaches_is_told_at_once_and_where_somebody_was_nobody_is(
    house: House,
) -> None:
    incident, _, made = await one_missed(house)
    for name in ("In English", "Met Wacht"):
        client = made[name]["client_id"]
        await house.owner.post(f"/clients/{client}/contacts", person("Wim Wacht", "breach"))
    (event,) = await house.events("IncidentRecipientAdded")
    people = await told(house, incident["stages"][0])
    assert people["Wim Wacht"]["recipient_id"] == event["recipient_id"]
    assert people["Wim Wacht"]["client"] == "In English"


async def test_who_is_still_under_way_holds_nothing_up(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    await edited(house, incident, **WHOLE)
    closed = await close(house, incident, unreached_because="Niet nodig, want niemand mist.")
    assert closed["stages"][1]["shortfall"] is None
    assert await kept(house) == 0


async def test_who_was_missed_at_first_and_told_by_an_update_holds_nothing_up(
    house: House,
) -> None:
    incident, _, _ = await one_missed(house)
    update = await house.owner.post(f"/incidents/{incident['id']}/stages", {})
    people = await told(house, update["stages"][1])
    await close(house, update, 409)
    await heard(house, update, people["Bob Breach"], "accepted", 5, number=1)
    await close(house, update)
    assert await kept(house) == 0


async def test_who_was_told_at_first_and_missed_by_an_update_holds_it_up(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods)
    people = await told(house, incident["stages"][0])
    await heard(house, incident, people["Bob Breach"], "accepted", 1)
    await edited(house, incident, **WHOLE)
    update = await house.owner.post(f"/incidents/{incident['id']}/stages", {})
    people = await told(house, update["stages"][1])
    await heard(house, update, people["Bob Breach"], "failed", 2, number=1)
    assert (await close(house, update, 409))["unreached"] == 1


async def test_a_client_with_nobody_to_write_to_holds_up_even_a_first_message_that_is_the_last(
    house: House,
) -> None:
    goods, made = await clients_of(house)
    await bare(house, made["Zonder Wacht"]["client_id"])
    body = {"title": "Lek", "product_ids": [goods.product]} | WHOLE
    incident = await house.owner.post("/incidents", body)
    assert (await close(house, incident, 409))["unreached"] == 1
    closed = await close(house, incident, unreached_because=BECAUSE)
    assert closed["stages"][0]["shortfall"]["clients"] == 1


@pytest.mark.parametrize("wrong", ["te kort", "   te kort     ", "x" * 2001, 12])
async def test_a_reason_says_something_and_not_too_much(house: House, wrong: object) -> None:
    incident, _, _ = await one_missed(house)
    problem = await close(house, incident, 400, unreached_because=wrong)
    assert problem["errors"][0]["field"] == "unreached_because"


async def test_why_it_was_closed_can_not_be_altered_by_the_service_itself(house: House) -> None:
    incident, _, _ = await one_missed(house)
    await close(house, incident, unreached_because=BECAUSE)
    for statement in (
        "UPDATE contracts.incident_shortfall SET reason = 'iets heel anders'",
        "DELETE FROM contracts.incident_shortfall",
        "UPDATE contracts.incident_outcome SET level = 'accepted'",
        "DELETE FROM contracts.incident_outcome",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await house.fetch(statement, role="contracts")

"""Word of a breach that reached nobody at a client goes to who is turned to next, at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.store import clients, contacts
from services.contracts.worker import imports_of, settle_incident
from shared.database import tenant_transaction
from shared.events import Fared, IncidentDeliveriesSettled
from tests.contracts.house import House, Json, person, stock
from tests.contracts.incidents import (
    START,
    Level,
    add_facts,
    clients_of,
    heard,
    released,
    told,
)
from tests.contracts.tables import as_csv, row
from tests.contracts.test_import_routes import send, take


async def incident_of(house: House) -> tuple[Json, dict[str, Json]]:
    goods, made = await clients_of(house)
    return await released(house, goods), made


async def asked(house: House) -> int:
    return len(await house.events("IncidentRecipientAdded"))


async def test_whom_no_mail_reached_is_stood_in_for_by_the_next_at_that_client(
    house: House,
) -> None:
    incident, _ = await incident_of(house)
    (stage,) = incident["stages"]
    first = (await told(house, stage))["Bram Breach"]
    assert (first["stands_in"], first["instead_of"]) == (False, [])
    await heard(house, incident, first, "failed", 1)
    (event,) = await house.events("IncidentRecipientAdded")
    people = await told(house, stage)
    next_one = people["Nora Eén"]
    assert next_one["recipient_id"] == event["recipient_id"]
    assert (next_one["stands_in"], next_one["instead_of"]) == (True, [first["recipient_id"]])
    assert set(people) == {"Bram Breach", "Nora Eén", "Nora Twee", "Bob Breach"}
    await heard(house, incident, next_one, "accepted", 2)
    found = await house.owner.get(f"/incidents/{incident['id']}/outcomes")
    assert (found["told"], found["unreached"], found["pending"]) == (1, 0, 2)


async def test_it_is_passed_on_until_nobody_is_left_and_only_then_is_the_client_not_reached(
    house: House,
) -> None:
    incident, _ = await incident_of(house)
    (stage,) = incident["stages"]
    for number, name in enumerate(("Nora Twee", "Sien Twee"), 1):
        who = (await told(house, stage))[name]
        for _ in range(2):
            await heard(house, incident, who, "failed", number)
        assert await asked(house) == 1
    path = f"/incident-stages/{stage['id']}/clients"
    (missed,) = (await house.owner.get(path, params={"standing": "unreached"}))["items"]
    assert (missed["client"], missed["people"]) == ("Zonder Wacht", 2)


async def test_nobody_stands_in_while_somebody_was_reached(house: House) -> None:
    incident, made = await incident_of(house)
    client = made["Met Wacht"]["client_id"]
    await house.owner.post(f"/clients/{client}/contacts", person("Wim Wacht", "breach"))
    assert await asked(house) == 0
    (stage,) = incident["stages"]
    people = await told(house, stage)
    levels: tuple[Level, ...] = ("accepted", "delivered")
    for minute, level in enumerate(levels):
        await heard(house, incident, people["Bram Breach"], level, minute)
        assert await asked(house) == 0
    # It came back after all: whoever has the duty by now comes before who would stand in.
    await heard(house, incident, people["Bram Breach"], "failed", 9)
    assert set(await told(house, stage)) - set(people) == {"Wim Wacht"}
    late = (await told(house, stage))["Wim Wacht"]
    assert (late["stands_in"], late["instead_of"]) == (False, [])


async def test_what_is_in_doubt_is_passed_on_and_a_yes_after_all_counts_as_told(
    house: House,
) -> None:
    """Who settles it may be away for a weekend, and undue delay is the breach (Art. 33(2) GDPR)."""
    incident, _ = await incident_of(house)
    (stage,) = incident["stages"]
    bram = (await told(house, stage))["Bram Breach"]
    await heard(house, incident, bram, "in_doubt", 1)
    assert "Nora Eén" in await told(house, stage)
    await heard(house, incident, bram, "accepted", 2)
    assert await asked(house) == 1
    path = f"/incident-stages/{stage['id']}/clients"
    (reached,) = (await house.owner.get(path, params={"standing": "told"}))["items"]
    assert reached["client"] == "Met Wacht"


async def fails(
    house: House, connection: asyncpg.Connection, incident: Json, recipient_id: str
) -> None:
    """Heard in a transaction of one's own."""
    gone = Fared(recipient_id=UUID(recipient_id), at=START + timedelta(minutes=1))
    event = IncidentDeliveriesSettled(
        tenant_id=house.tenant,
        notice_id=UUID(int=7),
        incident_id=UUID(incident["id"]),
        stage_id=UUID(incident["stages"][0]["id"]),
        level="failed",
        deliveries=[gone],
    )
    await settle_incident(connection, event)


async def test_of_two_that_fail_at_once_neither_takes_the_other_to_be_under_way(
    house: House,
) -> None:
    goods, made = await clients_of(house)
    client = made["Met Wacht"]["client_id"]
    await house.owner.post(f"/clients/{client}/contacts", person("Wim Wacht", "breach"))
    incident = await released(house, goods)
    (stage,) = incident["stages"]
    people = await told(house, stage)

    async def other() -> None:
        async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
            await fails(house, connection, incident, people["Wim Wacht"]["recipient_id"])

    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        await fails(house, connection, incident, people["Bram Breach"]["recipient_id"])
        second = asyncio.create_task(other())
        done, _ = await asyncio.wait({second}, timeout=0.5)
        assert not done, "the second waits for the first"
    await second
    assert set(await told(house, stage)) - set(people) == {"Nora Eén"}


async def test_a_contact_that_a_file_brings_while_it_fails_is_not_passed_by(house: House) -> None:
    goods = await stock(house)
    every = row(1, duties="signatory, notice, breach")
    assert (await take(house, as_csv(every)))["state"] == "imported"
    incident = await released(house, goods)
    (stage,) = incident["stages"]
    anna = (await told(house, stage))["Anna"]
    wim = row(1, contact_name="Wim", email="wim@klant1.example", duties="breach")
    made = await send(house, as_csv(every, wim), on_existing="update")
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        await fails(house, connection, incident, anna["recipient_id"])
        file = asyncio.create_task(imports_of(house.app.state.pool))
        done, _ = await asyncio.wait({file}, timeout=2)
        assert not done, "the file waits for the outcome"
    await file
    assert (await house.owner.get(f"/imports/{made['id']}"))["state"] == "imported"
    assert set(await told(house, stage)) == {"Anna", "Wim"}


async def test_a_file_gives_whoever_left_meanwhile_no_duty(house: House) -> None:
    await stock(house)
    anna = row(1, duties="signatory, notice")
    wim = {"contact_name": "Wim", "email": "wim@klant1.example"}
    await take(house, as_csv(anna, row(1, **wim, duties="privacy")))
    (left,) = await house.fetch("SELECT id, client_id FROM contracts.contact WHERE name = 'Wim'")
    await send(house, as_csv(anna, row(1, **wim, duties="breach")), on_existing="update")
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        await clients.lock(connection, left["client_id"])
        await contacts.depart(connection, left["id"], UUID(int=3))
        file = asyncio.create_task(imports_of(house.app.state.pool))
        done, _ = await asyncio.wait({file}, timeout=2)
        assert not done, "the file waits for the removal"
    await file
    (found,) = await house.fetch("SELECT duties FROM contracts.contact WHERE name = 'Wim'")
    assert found["duties"] == []


async def corrected(house: House, contact_id: str, **edit: Any) -> None:
    path = f"/contacts/{contact_id}"
    answer = await house.client.get(path, headers={"Authorization": f"Bearer {house.owner.token}"})
    await house.owner.ask("PATCH", path, edit, headers={"If-Match": answer.headers["ETag"]})


async def updated(house: House) -> tuple[Json, Json, Json]:
    """A breach of two stages, with the people of each."""
    incident, _ = await incident_of(house)
    incident = await add_facts(house, incident, records_number=7)
    first, last = incident["stages"]
    return incident, await told(house, first), await told(house, last)


async def test_an_update_that_is_in_doubt_is_passed_on_where_what_came_before_it_was_read(
    house: House,
) -> None:
    incident, first, last = await updated(house)
    await heard(house, incident, first["Bram Breach"], "accepted", 1)
    await heard(house, incident, last["Bram Breach"], "in_doubt", 2, number=1)
    people = await told(house, incident["stages"][1])
    assert set(people) - set(last) == {"Nora Eén"}


async def test_nobody_stands_in_for_who_is_being_written_to_whatever_became_of_an_earlier_stage(
    house: House,
) -> None:
    incident, first, last = await updated(house)
    levels: tuple[Level, ...] = ("in_doubt", "failed")
    for minute, level in enumerate(levels):
        await heard(house, incident, first["Bram Breach"], level, minute)
        assert await asked(house) == 0
    contact = last["Bram Breach"]["contact_id"]
    await corrected(house, contact, name="Bram B. Breach")
    assert await asked(house) == 0
    await corrected(house, contact, email="bram@elders.example")
    (event,) = await house.events("IncidentRecipientAdded")
    people = await told(house, incident["stages"][1])
    assert event["recipient_id"] == people["Bram B. Breach"]["recipient_id"]
    assert set(people) - set(last) == {"Bram B. Breach"}

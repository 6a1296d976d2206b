"""Another provider's rows are not there: not to read, not to name, not to guess at."""

import json
from uuid import uuid4

import asyncpg
import pytest

from tests.contracts.house import (
    House,
    Person,
    found_provider,
    link,
    order,
    stock,
)
from tests.contracts.running import Running
from tests.contracts.test_objection_routes import decide, objected
from tests.contracts.test_signature_routes import signature


async def neighbour(house: House) -> House:
    """Another provider in the same installation, with rows of its own."""
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    await stock(other)
    await other.owner.post("/onboardings", order("Klant van de buren"))
    return other


async def test_lists_hold_only_rows_of_their_own_provider(running: Running) -> None:
    other = await neighbour(running.house)
    own = json.dumps(
        [
            await other.owner.get(path)
            for path in ("/clients", "/changes", "/links", "/subprocessors", "/drift", "/tenant")
        ]
    )
    assert "Klant van de buren" in own
    for foreign in ("Klant general", running.change["id"], running.goods.old_link, "voorbeeldhost"):
        assert foreign not in own


async def test_ids_of_another_provider_are_unknown_in_bodies(running: Running) -> None:
    house, goods = running.house, running.goods
    other = await neighbour(house)
    owner = other.owner
    foreign = await owner.post("/links", link(goods.product, goods.old_party), expect=400)
    nothing = await owner.post("/links", link(str(uuid4()), str(uuid4())), expect=400)
    assert foreign == nothing
    body = {"title": {"nl": "x", "en": "x"}, "effective_on": str(running.published_on)}
    problem = await owner.post("/changes", body | {"ends": [goods.old_link]}, expect=400)
    assert problem["type"] == "urn:schakel:problem:link-unknown"
    problem = await owner.post("/onboardings", order("X", goods.product), expect=400)
    assert problem["type"] == "urn:schakel:problem:product-unknown"
    parent = {"name": "Kind", "parent_id": goods.old_party}
    await owner.post("/subprocessors", parent, expect=400)


async def test_a_signature_does_not_cross_to_another_provider(running: Running) -> None:
    made = running.clients["general"]
    other = await neighbour(running.house)
    own = (await other.owner.get("/clients"))["items"][0]
    contact = (await other.owner.get(f"/clients/{own['id']}"))["contacts"][0]
    stranger = other.contact(contact["id"], own["id"])
    path = f"/agreements/{made['agreement_id']}/signatures"
    await stranger.post(path, signature(made), expect=404)
    forged = other.contact(contact["id"], made["client_id"])
    await forged.post(path, signature(made), expect=404)
    await forged.get(f"/clients/{made['client_id']}", expect=404)


async def test_without_a_tenant_the_database_shows_no_row(running: Running) -> None:
    await decide(running, await objected(running), "alternative_offered")
    connection = await asyncpg.connect(running.house.database.url("contracts"))
    try:
        tables = await connection.fetch(
            "SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class"
            " WHERE relnamespace = 'contracts'::regnamespace AND relkind = 'r'"
            " AND relname <> 'migration' AND relname NOT LIKE 'pgqueuer%'"
        )
        assert len(tables) >= 25
        for table in tables:
            assert table["forced"], table["name"]
            count = f"SELECT count(*) FROM contracts.{table['name']}"
            assert await connection.fetchval(count) == 0, table["name"]
    finally:
        await connection.close()


async def test_the_service_cannot_read_what_belongs_to_the_others(house: House) -> None:
    for schema in ("documents", "notifications", "portal"):
        (row,) = await house.fetch(
            "SELECT has_schema_privilege('contracts', $1, 'USAGE') AS may", schema
        )
        assert not row["may"]
        (row,) = await house.fetch(
            "SELECT has_schema_privilege($1, 'contracts', 'USAGE') AS may", schema
        )
        assert not row["may"]


async def test_a_row_of_another_provider_cannot_be_written_either(running: Running) -> None:
    other = await neighbour(running.house)
    connection = await asyncpg.connect(running.house.database.url("contracts"))
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(other.tenant))
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO contracts.product (tenant_id, key, name) VALUES ($1, 'x', '{}')",
                    running.house.tenant,
                )
    finally:
        await connection.close()


async def test_sign_in_finds_a_person_at_every_provider_and_names_nobody_else(
    running: Running,
) -> None:
    house = running.house
    other = await neighbour(house)
    portal: Person = house.service("portal")
    params = {"email": "TESS.KLANT.VAN.DE.BUREN@klant.example"}
    (place,) = await portal.get("/sign-in-contacts", params=params)
    assert place["tenant_id"] == str(other.tenant)
    assert place["tenant_name"] == "Buurman"
    everywhere = await portal.get(
        "/sign-in-contacts", params={"email": "nora.notice@klant.example"}
    )
    assert len(everywhere) == 3
    assert await portal.get("/sign-in-contacts", params={"email": "nobody@klant.example"}) == []
    for unwelcome in (house.owner, house.service("notifications")):
        await unwelcome.get("/sign-in-contacts", params=params, expect=403)

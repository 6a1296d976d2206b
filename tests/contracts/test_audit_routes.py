"""Who did what is on record, for those who may read it, and can be proven whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from services.contracts.check_audit import check_every_tenant
from services.contracts.worker import check_transfers
from tests.contracts.house import House, Json, Person, order, stock


@pytest.fixture
async def client(house: House) -> Json:
    await stock(house)
    return await house.owner.post("/onboardings", order("Bakkerij"))


@pytest.fixture
async def superuser(house: House) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(house.database.url("postgres"))
    yield connection
    await connection.close()


async def trail(house: House, query: str = "") -> Json:
    return (await house.staff("auditor").get(f"/audit{query}"))["items"]


async def test_every_change_is_on_record_with_who_and_what(house: House, client: Json) -> None:
    newest = (await trail(house))[0]
    assert newest["operation"] == "onboard_client"
    assert newest["noun"] == "onboardings"
    assert newest["targets"] == [client["client_id"]]
    assert (newest["actor_kind"], newest["actor_role"], newest["status"]) == ("staff", "owner", 201)
    made = [one["operation"] for one in await trail(house)]
    assert made[-1] == "add_tenant"
    assert {"add_product", "add_processing", "add_subprocessor", "add_link"} <= set(made)


async def test_what_was_sent_is_told_of_one_act(house: House, client: Json) -> None:
    newest = (await trail(house))[0]
    detail = await house.owner.get(f"/audit/{newest['number']}")
    assert '"Bakkerij"' in detail["body"]
    assert not detail["erased"]
    await house.owner.get("/audit/999999", expect=404)


async def test_reading_and_failing_leave_no_trace(house: House, client: Json) -> None:
    before = len(await trail(house))
    await house.owner.get("/clients")
    await house.owner.post("/subprocessors", {"name": "Oude Wolk", "country": "NL"}, expect=409)
    await house.owner.post("/subprocessors", {}, expect=400)
    assert len(await trail(house)) == before


async def test_an_attempt_that_was_refused_is_on_record(house: House, client: Json) -> None:
    viewer = house.staff("viewer")
    await viewer.post("/subprocessors", {"name": "X", "country": "NL"}, expect=403)
    (refused,) = await trail(house, "?status=403")
    assert (refused["operation"], refused["actor_role"]) == ("add_subprocessor", "viewer")
    await viewer.get("/audit", expect=403)
    assert len(await trail(house, "?status=403")) == 1


async def test_the_trail_is_found_by_who_what_and_when(house: House, client: Json) -> None:
    someone = house.staff("officer")
    await someone.post("/subprocessors", {"name": "Derde Wolk", "country": "NL"})
    newest = (await trail(house))[0]
    today = (await house.today()).isoformat()
    assert [newest] == await trail(house, f"?actor_id={newest['actor_id']}")
    assert len(await trail(house, "?operation=add_subprocessor")) == 3
    assert len(await trail(house, f"?target_id={newest['targets'][-1]}")) == 1
    assert await trail(house, f"?from={today}&until={today}") == await trail(house)
    assert await trail(house, "?until=2020-01-01") == []
    await house.owner.get("/audit?limit=0", expect=400)
    await house.owner.get("/audit?from=yesterday", expect=400)


async def test_the_trail_is_read_page_by_page(house: House, client: Json) -> None:
    whole = await trail(house)
    page = await house.owner.get("/audit?limit=2")
    found = page["items"]
    while page["next"]:
        page = await house.owner.get(f"/audit?limit=2&after={page['next']}")
        found += page["items"]
    assert found == whole


@pytest.mark.parametrize("role", ["officer", "viewer"])
async def test_only_owners_and_auditors_read_the_trail(house: House, role: str) -> None:
    for path in ("/audit", "/audit/check", "/audit/1"):
        await house.staff(role).get(path, expect=403)
        await house.staff("auditor").get(path)


async def test_who_moves_the_clock_of_a_demonstration_is_on_record(house: House) -> None:
    day = await house.today() + timedelta(days=1)
    await house.go_to(day)
    newest = (await trail(house))[0]
    assert (newest["operation"], newest["actor_role"]) == ("move_clock", "owner")
    assert newest["at"].startswith(str(day))


async def test_another_provider_sees_nothing_of_it(house: House, client: Json) -> None:
    mine = house.tenant
    number = (await trail(house))[0]["number"]
    house.tenant = type(mine)(int=99)
    await house.service("portal").post(
        "/tenants", {"id": str(house.tenant), "slug": "andere", "name": "Andere"}
    )
    assert [one["operation"] for one in await trail(house)] == ["add_tenant"]
    await house.owner.get(f"/audit/{number}", expect=404)


async def test_the_worker_is_on_record_under_its_own_name(house: House, client: Json) -> None:
    await house.go_to(await house.today() + timedelta(days=1))
    await check_transfers(house.app.state.pool)
    newest = (await trail(house))[0]
    assert newest["operation"] == "check_transfers"
    assert (newest["actor_kind"], newest["actor_role"]) == ("service", "contracts")
    assert newest["address"] is None


async def test_many_at_once_make_one_chain(house: House, client: Json) -> None:
    async def add(number: int) -> None:
        await house.owner.post("/subprocessors", {"name": f"Wolk {number}", "country": "NL"})

    await asyncio.gather(*(add(number) for number in range(12)))
    found = await house.owner.get("/audit/check")
    assert found["sound"]
    assert found["acts"] == len(await trail(house))


# What somebody with every right to the database does, and the first row at which it shows.
TAMPER = {
    "edit": "UPDATE trail.act SET operation = 'nothing' WHERE number = 3",
    "moment": "UPDATE trail.act SET at = at + interval '1 hour' WHERE number = 3",
    "delete": "DELETE FROM trail.act_detail WHERE number = 3;"
    " DELETE FROM trail.act WHERE number = 3",
    "reorder": "UPDATE trail.act_detail SET number = -number WHERE false;"
    " ALTER TABLE trail.act_detail DROP CONSTRAINT act_detail_tenant_id_number_fkey;"
    " ALTER TABLE trail.act DROP CONSTRAINT act_number_check;"
    " UPDATE trail.act SET number = -number WHERE number IN (3, 4);"
    " UPDATE trail.act SET number = CASE number WHEN -3 THEN 4 ELSE 3 END WHERE number < 0",
    "insert": "INSERT INTO trail.act SELECT tenant_id, number + 1, at, service, operation, noun,"
    " actor_kind, actor_id, actor_role, targets, status, commitment, digest"
    " FROM trail.act ORDER BY number DESC LIMIT 1",
    "cut": "DELETE FROM trail.act_detail WHERE number > 3; DELETE FROM trail.act WHERE number > 3",
    "detail": 'UPDATE trail.act_detail SET personal = \'{"address": "192.0.2.1"}\''
    " WHERE number = 3",
    "head": "UPDATE trail.act_head SET number = number - 1",
    "service": "UPDATE trail.act SET service = NULL WHERE number = 3",
    "actor": "UPDATE trail.act SET actor_id = uuidv7() WHERE number = 5",
    "erased_act": "ALTER TABLE trail.act DISABLE TRIGGER ALL;"
    " ALTER TABLE trail.act_detail DISABLE TRIGGER ALL; DELETE FROM trail.act WHERE number = 4",
    "digest": "UPDATE trail.act SET digest = sha256('') WHERE number = 3",
    "salt": "UPDATE trail.act_detail SET salt = sha256('') WHERE number = 3",
}


# Otherwise the third; 0 is the last one that there is, 1 what comes after it.
FIRST = {"insert": 0, "cut": 4, "head": 1, "actor": 5, "erased_act": 4}


@pytest.mark.parametrize("how", TAMPER)
async def test_tampering_by_a_superuser_is_found(
    house: House, client: Json, superuser: Any, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (await house.owner.get("/audit/check"))["sound"]
    assert await check_every_tenant(house.app.state.pool)
    await superuser.execute(TAMPER[how])
    found = await house.owner.get("/audit/check")
    assert not found["sound"]
    first = FIRST.get(how, 3)
    first = first + found["acts"] if first < 2 else first
    assert found["faults"][0]["number"] == first
    assert not await check_every_tenant(house.app.state.pool)
    assert "BROKEN" in capsys.readouterr().out


async def test_the_service_itself_can_change_no_act(house: House, client: Json) -> None:
    for statement in (
        "UPDATE trail.act SET status = 200",
        "DELETE FROM trail.act",
        "UPDATE trail.act_detail SET personal = '{}'",
        "DELETE FROM trail.act_head",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await house.fetch(statement, role="contracts")


async def test_an_address_comes_from_the_portal_or_the_connection(house: House) -> None:
    person: Person = house._person(
        "portal", kind="staff", id=house.tenant, role="owner", address="198.51.100.7"
    )
    await person.post("/subprocessors", {"name": "Wolk", "country": "NL"})
    await house.owner.post("/subprocessors", {"name": "Wolk 2", "country": "NL"})
    direct, through = (await trail(house))[:2]
    assert through["address"] == "198.51.100.7"
    assert direct["address"] == "127.0.0.1"

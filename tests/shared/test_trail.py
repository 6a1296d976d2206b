"""One chain over all services: each adds to it in its own name, and alters nothing of it."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import SecretStr

from deploy.local.postgres import Postgres
from shared import migrate
from shared.act import Deed, Head, Personal, commit, genesis, seal
from shared.database import connect, tenant_transaction
from shared.migrate import SERVICES
from shared.trail import record_act
from tests.acts import trail_of
from tests.conftest import Database, administered, dropped

DEED = Deed(operation="add_pet", noun="pets", actor_kind="staff", status=201)
TENANT = UUID(int=7)


async def add(database: Database, role: str, times: int = 1) -> None:
    async with connect(SecretStr(database.url(role)), size=1) as pool:
        for _ in range(times):
            async with tenant_transaction(pool, TENANT) as connection:
                await record_act(connection, TENANT, DEED, Personal(address="192.0.2.1"))


async def test_services_that_add_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(add(database, role, 10) for role in SERVICES))
    trail = await trail_of(database, TENANT)
    assert (trail.check.sound, trail.check.acts) == (True, 40)
    assert {act.service for act in trail.acts} == set(SERVICES)


async def test_an_act_that_is_not_committed_was_never_there(database: Database) -> None:
    await add(database, "portal")
    async with connect(SecretStr(database.url("portal")), size=1) as pool:
        with pytest.raises(ZeroDivisionError):
            async with tenant_transaction(pool, TENANT) as connection:
                await record_act(connection, TENANT, DEED)
                raise ZeroDivisionError
    await add(database, "documents")
    trail = await trail_of(database, TENANT)
    assert (trail.check.sound, trail.check.acts) == (True, 2)


READS = ("SELECT operation FROM trail.act", "SELECT personal FROM trail.act_detail")
ALTERS = (
    "UPDATE trail.act SET status = 200",
    "DELETE FROM trail.act",
    "TRUNCATE trail.act",
    "UPDATE trail.act_detail SET personal = '{}'",
    "DELETE FROM trail.act_head",
    "ALTER TABLE trail.act NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE trail.act DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "SET ROLE schakel_owner",
)


@pytest.mark.parametrize("role", SERVICES)
async def test_no_service_alters_an_act_and_only_contracts_reads_any(
    database: Database, role: str
) -> None:
    await add(database, role)
    connection = await asyncpg.connect(database.url(role))
    await connection.execute("SELECT set_config('app.tenant', $1, false)", str(TENANT))
    forbidden = ALTERS if role == "contracts" else (*READS, *ALTERS)
    for statement in forbidden:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()
    assert (await trail_of(database, TENANT)).check.sound


FORGED = """
    INSERT INTO trail.act
        (number, at, service, operation, noun, actor_kind, targets, status, commitment, digest)
    VALUES (2, now(), $1, 'add_pet', 'pets', 'staff', '{}', 201, sha256(''), sha256(''))
"""


async def test_a_service_signs_no_act_with_the_name_of_another(database: Database) -> None:
    await add(database, "portal")
    connection = await asyncpg.connect(database.url("portal"))
    await connection.execute("SELECT set_config('app.tenant', $1, false)", str(TENANT))
    for name in ("contracts", None):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(FORGED, name)
    await connection.execute(FORGED, "portal")
    await connection.close()
    check = (await trail_of(database, TENANT)).check
    assert (check.sound, check.faults[0].number) == (False, 2)


async def test_a_service_that_turns_the_head_back_is_found_out(database: Database) -> None:
    await add(database, "portal", 3)
    connection = await asyncpg.connect(database.url("documents"))
    await connection.execute("SELECT set_config('app.tenant', $1, false)", str(TENANT))
    await connection.execute("UPDATE trail.act_head SET number = 1, digest = sha256('')")
    await connection.close()
    check = (await trail_of(database, TENANT)).check
    assert [(one.number, one.wrong) for one in check.faults] == [(4, "head_differs")]


async def test_acts_from_before_there_was_one_chain_go_along(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an installation is that was set up before."""
    name = f"test_{uuid4().hex}"
    await administered(postgres, f"CREATE DATABASE {name} OWNER schakel_owner")
    database = Database(postgres, name)
    owner = await asyncpg.connect(database.url("schakel_owner"))
    everything = dict(migrate.FOLDERS)
    before = tmp_path / "contracts"
    before.mkdir()
    for step in everything["contracts"].glob("*.sql"):
        if step.name < "0079":
            (before / step.name).write_text(step.read_text())
    monkeypatch.setattr(migrate, "FOLDERS", everything | {"contracts": before})
    await migrate.migrate(owner, demo=True)
    await _old_act(owner)
    monkeypatch.setattr(migrate, "FOLDERS", everything)
    assert "contracts/0079_trail.sql" in await migrate.migrate(owner, demo=True)
    await owner.close()
    await add(database, "portal")
    trail = await trail_of(database, TENANT)
    await dropped(postgres, name)
    assert trail.check.sound
    assert trail.operations == [(None, "add_pet"), ("portal", "add_pet")]


async def _old_act(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    at = await owner.fetchval("SELECT clock.now()")
    commitment = commit(b"s" * 32, {})
    digest = seal(Head(0, genesis(TENANT), at, None), DEED, commitment)
    await owner.execute("SELECT set_config('app.tenant', $1, false)", str(TENANT))
    await owner.execute(
        "INSERT INTO contracts.tenant (slug, name, eu_only) VALUES ('vb', 'Voorbeeld', false)"
    )
    await owner.execute(
        "INSERT INTO contracts.act (number, at, operation, noun, actor_kind, targets, status,"
        " commitment, digest) VALUES (1, $1, 'add_pet', 'pets', 'staff', '{}', 201, $2, $3)",
        at, commitment, digest,
    )  # fmt: skip
    await owner.execute(
        "INSERT INTO contracts.act_detail (number, salt, personal) VALUES (1, $1, '{}')", b"s" * 32
    )
    await owner.execute("INSERT INTO contracts.act_head (number, digest) VALUES (1, $1)", digest)
    await owner.execute("SELECT set_config('app.tenant', '', false)")

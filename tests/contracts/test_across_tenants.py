"""What crosses tenants gives identifiers alone, and nothing else crosses, whatever is set."""

import re
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import SecretStr

from shared.database import connect, tenant_transaction
from shared.migrate import SERVICES
from tests.conftest import Database
from tests.contracts.house import open_house, order, stock

DEFINERS = """
    SELECT n.nspname || '.' || p.proname AS name, pg_get_function_result(p.oid) AS gives,
        coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false) AS path_set,
        EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            WHERE a.grantee = 0) AS anybodys
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname NOT LIKE 'pg%'
"""
# Numbers, marks and digests; never a text but those that are named here, with the reason.
PLAIN = re.compile(r"^(SETOF )?uuid$|^TABLE\((\w+ (uuid|integer|boolean|bytea)(, )?)+\)$")
MORE = {
    "clock.advance_to": "timestamp with time zone",  # the moment that it was given
    "notifications.forget_webhooks": "integer",  # how many rows went
    "notifications.unfinished": "TABLE(work text, tenant_id uuid, id uuid)",  # which kind of job
    "notifications.unfinished_letters": "TABLE(work text, tenant_id uuid, id uuid)",
    "notifications.unfinished_webhooks": "TABLE(work text, tenant_id uuid, id uuid)",
    "portal.directory": "TABLE(tenant_id uuid, slug text, name text)",  # public
}
TABLES = """
    SELECT n.nspname || '.' || c.relname AS name FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p', 'v') AND n.nspname = ANY($1)
        AND has_table_privilege(current_user, c.oid, 'SELECT')
"""


async def test_what_runs_as_another_gives_identifiers_alone(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    rows = await owner.fetch(DEFINERS)
    await owner.close()
    assert len(rows) > 20
    telling = {
        row["name"]: row["gives"]
        for row in rows
        if not PLAIN.match(row["gives"]) and MORE.get(row["name"]) != row["gives"]
    }
    assert telling == {}
    assert [row["name"] for row in rows if not row["path_set"]] == []
    assert [row["name"] for row in rows if row["anybodys"]] == []


async def test_no_table_shows_a_row_to_another_tenant_or_to_none(database: Database) -> None:
    """As the role of the service itself, with whatever it may set for itself."""
    async with open_house(database) as house:
        await stock(house)
        await house.owner.post("/onboardings", order("Bakkerij"))
        mine = house.tenant
    connection = await asyncpg.connect(database.url("contracts"))
    tables = [row["name"] for row in await connection.fetch(TABLES, ["contracts", "trail"])]
    filled = await _seen(connection, tables, str(mine))
    assert sum(count > 0 for count in filled.values()) > 20
    for trick in ("", str(uuid4())):
        seen = await _seen(connection, tables, trick)
        assert {name: count for name, count in seen.items() if count} == {}
    with pytest.raises(asyncpg.DataError):
        await _seen(connection, ["contracts.client"], f"{mine}' OR true --")
    await connection.close()


async def _seen(
    connection: "asyncpg.Connection[asyncpg.Record]", tables: list[str], tenant: str
) -> dict[str, int]:
    await connection.execute("SELECT set_config('app.tenant', $1, false)", tenant)
    return {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in tables}


TRICKS = (
    "SET ROLE postgres",
    "SET ROLE schakel_owner",
    "SET ROLE schakel_finder",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER TABLE contracts.client DISABLE ROW LEVEL SECURITY",
    "ALTER ROLE contracts BYPASSRLS",
    "CREATE POLICY open ON contracts.client USING (true)",
    "CREATE OR REPLACE FUNCTION bus.tenant() RETURNS uuid LANGUAGE sql AS 'SELECT uuidv7()'",
    "CREATE FUNCTION contracts.open() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "COPY contracts.client TO PROGRAM 'cat'",
    "COPY contracts.client TO '/tmp/clients'",
    "SELECT pg_read_file('/etc/passwd')",
    "SET session_replication_role = replica",
    "UPDATE clock.simulation SET demo = true",
    "INSERT INTO access.ending (tenant_id, grant_id) VALUES (uuidv7(), uuidv7())",
)


@pytest.mark.parametrize("role", SERVICES)
async def test_a_service_talks_itself_out_of_nothing(database: Database, role: str) -> None:
    connection = await asyncpg.connect(database.url(role))
    for trick in TRICKS:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.InvalidNameError)):
            await connection.execute(trick)
    # Row security switched off raises an error where it would have hidden something.
    await connection.execute("SET row_security = off")
    own = {"contracts": "client", "documents": "file", "notifications": "notice"}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.fetch(f"SELECT * FROM {role}.{own.get(role, 'staff')}")
    await connection.close()


async def test_a_pooled_connection_forgets_whose_it_was(database: Database) -> None:
    async with connect(SecretStr(database.url("contracts")), size=1) as pool:
        async with tenant_transaction(pool, UUID(int=7)) as connection:
            assert await connection.fetchval("SELECT bus.tenant()") == UUID(int=7)
        assert await pool.fetchval("SELECT bus.tenant()") is None
        with pytest.raises(ZeroDivisionError):
            async with tenant_transaction(pool, UUID(int=7)) as connection:
                raise ZeroDivisionError
        assert await pool.fetchval("SELECT bus.tenant()") is None


FOREIGN = (
    """INSERT INTO contracts.tenant (tenant_id, slug, name, eu_only)
       VALUES (uuidv7(), 'x', 'X', false)""",
    """INSERT INTO bus.event (tenant_id, type, version, payload)
       VALUES (uuidv7(), 'ChangePublished', 1, '{}')""",
    "INSERT INTO trail.act_head (tenant_id, number, digest) VALUES (uuidv7(), 0, sha256(''))",
)


async def test_a_row_is_written_for_no_other_tenant(database: Database) -> None:
    async with connect(SecretStr(database.url("contracts")), size=1) as pool:
        for statement in FOREIGN:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with tenant_transaction(pool, UUID(int=7)) as connection:
                    await connection.execute(statement)

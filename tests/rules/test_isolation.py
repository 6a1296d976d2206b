"""No service reads another's tables; no tenant's table is open; nobody can bypass it."""

import asyncpg
import pytest

from shared.migrate import SERVICES
from tests.conftest import Database

# Tables that belong to no tenant, each with the reason.
WITHOUT_TENANT = {
    "migration",  # what was applied
    "sign_in_request",  # an address that somebody typed, before it is known whose it is
    "subscription_ask",  # as that, by its digest, and counted over all providers together
    "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics",  # identifiers only
}  # fmt: skip


async def _tables(database: Database, schema: str) -> list[str]:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    rows = await owner.fetch(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE n.nspname = $1 AND relkind IN ('r', 'p', 'v', 'm')",
        schema,
    )
    await owner.close()
    return [row["relname"] for row in rows]


@pytest.mark.parametrize("stranger", SERVICES)
async def test_a_service_can_not_touch_a_table_of_another(
    stranger: str, database: Database
) -> None:
    connection = await asyncpg.connect(database.url(stranger))
    for schema in SERVICES:
        if schema == stranger:
            continue
        tables = await _tables(database, schema)
        assert tables
        for table in tables:
            for statement in (f"SELECT FROM {schema}.{table}", f"DELETE FROM {schema}.{table}"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
    await connection.close()


async def test_every_table_with_tenants_is_shut_for_its_owner_too(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    rows = await owner.fetch(
        "SELECT n.nspname AS schema, relname, relrowsecurity AND relforcerowsecurity AS shut"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE n.nspname = ANY($1) AND relkind IN ('r', 'p')",
        list(SERVICES),
    )
    await owner.close()
    open_tables = [
        f"{row['schema']}.{row['relname']}"
        for row in rows
        if row["relname"] not in WITHOUT_TENANT and not row["shut"]
    ]
    assert not open_tables


async def test_no_role_of_a_service_may_bypass_row_security(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    strong = await owner.fetch(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY($1)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
        ["schakel_owner", "schakel_finder", *SERVICES],
    )
    await owner.close()
    assert not strong


async def test_functions_that_cross_tenants_are_few_and_owned_by_the_finder(
    database: Database,
) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    rows = await owner.fetch(
        "SELECT n.nspname || '.' || proname AS name, rolname FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = pronamespace JOIN pg_roles r ON r.oid = proowner"
        " WHERE prosecdef AND n.nspname = ANY($1)",
        ["clock", "bus", *SERVICES],
    )
    await owner.close()
    assert {row["name"] for row in rows if row["rolname"] != "schakel_finder"} == {
        "clock.advance_to"
    }

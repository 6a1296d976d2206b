"""What belongs to a client is shut in that client's reseller, whichever table it lies in."""

import asyncpg

from tests.conftest import Database

# Every table from which a chain of foreign keys leads to a client.
OF_CLIENTS = """
    WITH RECURSIVE owned AS (
        SELECT 'contracts.client'::regclass::oid AS id
        UNION
        SELECT k.conrelid FROM owned
        JOIN pg_constraint k ON k.contype = 'f' AND k.confrelid = owned.id
    )
    SELECT id::regclass::text AS name, EXISTS (
        SELECT FROM pg_policy p
        WHERE p.polrelid = id AND p.polname = 'reseller_rows' AND NOT p.polpermissive
            AND p.polcmd = '*' AND p.polroles = ARRAY['contracts'::regrole::oid]) AS shut
    FROM owned ORDER BY 1
"""
NAMED = """
    SELECT c.oid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'contracts'::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attname IN ('client_id', 'agreement_id', 'contact_id', 'recipient_id', 'objection_id')
"""


async def test_every_table_of_a_client_is_shut_in_its_reseller(database: Database) -> None:
    """A new one says ``SELECT contracts.keep_to_reseller('contracts.x', <parent>, <key>)``."""
    owner = await asyncpg.connect(database.url("schakel_owner"))
    tables = await owner.fetch(OF_CLIENTS)
    named = {row["name"] for row in await owner.fetch(NAMED)}
    await owner.close()
    assert len(tables) >= 18
    assert [row["name"] for row in tables if not row["shut"]] == []
    assert named <= {row["name"] for row in tables}

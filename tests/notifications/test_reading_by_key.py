"""A notice that just went out is read by its keys: PostgreSQL knows nothing of its rows yet, and
would hold each of them beside all others, which at ten thousand takes a minute."""

import re

import asyncpg
import pytest

from services.notifications.store import deliveries, evidence, messages, proofs
from shared.database import tenant_transaction
from tests.notifications.conftest import Stage
from tests.notifications.samples import TENANT
from tests.notifications.test_change_paper import told

NOBODY = "00000000-0000-4000-8000-00000000ffff"
ASKED = {
    "chain": (evidence.SQL["chain"], [NOBODY]),
    "people": (proofs.SQL["tellings"], [NOBODY, None, ["failed"], 500]),
    "window": (deliveries.SQL["fresh"], [NOBODY, 0]),
    "again": (deliveries.SQL["due"], [NOBODY, 250]),
    "client": (messages.SQL["list_page"], [NOBODY, None, None, None, 10]),
}


async def forget(stage: Stage) -> None:
    """Of every table PostgreSQL believes that nothing is in it."""
    owner = await asyncpg.connect(stage.database.url("postgres"))
    await owner.execute("VACUUM (ANALYZE)")
    await owner.close()


@pytest.mark.parametrize("what", ASKED)
async def test_no_row_is_held_beside_all_others(stage: Stage, what: str) -> None:
    statement, values = ASKED[what]
    await forget(stage)
    await told(stage, 20)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        # Few rows are quicker read whole; many are what this is about.
        await connection.execute("SET LOCAL enable_seqscan = off")
        rows = await connection.fetch(f"EXPLAIN {statement}", *values)
    plan = "\n".join(row[0] for row in rows)
    assert re.search(r"disclosure_pkey.*\n.*Index Cond:.*position", plan), plan
    assert not re.search(r"Join Filter:.*position", plan), plan

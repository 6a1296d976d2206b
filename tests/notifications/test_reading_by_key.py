"""A notice that just went out is read by its keys: PostgreSQL knows nothing of its rows yet, and
would hold each of them beside all others, which at ten thousand takes a minute."""

import re
from typing import Any

import asyncpg
import pytest

from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.store import deliveries, evidence, messages, notices, proofs
from shared.database import tenant_transaction
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_change_paper import told

NOBODY = "00000000-0000-4000-8000-00000000ffff"
ASKED = {
    "chain": (evidence.SQL["chain"], [NOBODY]),
    "people": (proofs.SQL["tellings"], [NOBODY, None, ["failed"], 500]),
    "persons": (deliveries.SQL["persons"], [NOBODY, 1, 1000]),
    "client": (messages.SQL["list_page"], [NOBODY, None, None, None, 10]),
}
OF_A_CHUNK = {
    "window": (deliveries.SQL["fresh"], [NOBODY, 0]),
    "again": (deliveries.SQL["due"], [NOBODY, 250]),
}


async def forget(stage: Stage) -> None:
    """Of every table PostgreSQL believes that nothing is in it."""
    owner = await asyncpg.connect(stage.database.url("postgres"))
    await owner.execute("VACUUM (ANALYZE)")
    await owner.close()


async def planned(stage: Stage, statement: str, values: list[Any]) -> str:
    await forget(stage)
    await told(stage, 20)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        # Few rows are quicker read whole; many are what this is about.
        await connection.execute("SET LOCAL enable_seqscan = off")
        rows = await connection.fetch(f"EXPLAIN {statement}", *values)
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("what", ASKED)
async def test_no_row_is_held_beside_all_others(stage: Stage, what: str) -> None:
    plan = await planned(stage, *ASKED[what])
    assert re.search(r"disclosure_pkey.*\n.*Index Cond:.*position", plan), plan
    assert not re.search(r"Join Filter:.*position", plan), plan


@pytest.mark.parametrize("what", OF_A_CHUNK)
async def test_what_is_due_of_a_chunk_is_read_of_that_chunk_alone(stage: Stage, what: str) -> None:
    plan = await planned(stage, *OF_A_CHUNK[what])
    assert re.search(r"Index Cond:.*chunk_id", plan), plan


async def test_what_is_planned_once_goes_by_keys_whatever_its_values(stage: Stage) -> None:
    """As on the connections that send: the plan knows no value."""
    notice = notice_id(TENANT, "change_announced", SUBJECT)
    people = [addressed(notice, "mail", samples.recipient(number)) for number in range(3000)]
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await notices.add(connection, notice, "change_announced", SUBJECT, SUBJECT)
        chain = await evidence.lock(connection, notice)
        await queue_deliveries(connection, TENANT, chain, people, "send")
    await forget(stage)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE asked AS {evidence.SQL['leave_unnamed']}")
        rows = await connection.fetch(f"EXPLAIN EXECUTE asked ('{notice}', 2900, 2950)")
    plan = "\n".join(row[0] for row in rows)
    assert not re.search("Seq Scan|Hash", plan), plan

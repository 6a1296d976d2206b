"""Publishing a change that touches a hundred thousand clients, against a bare INSERT … SELECT of
the same rows into the same tables, in turns in one run.

Ours is the whole publication as the service does it, from the look at the draft to the commit. The
other copies the very rows that it made, ready-made, for another change: the same keys, the same
indexes, the same row-level security, nothing to find out.
"""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench.report import Result, compared
from services.contracts.commands.draft_change import draft_change
from services.contracts.commands.publish_change import publish_change
from services.contracts.domain.change import ChangeDraft
from services.contracts.store import changes, clock
from shared.database import Pool, tenant_transaction
from shared.identity import Actor
from tests.contracts.house import link, say

ROUNDS = 6
FROZEN = ("affected_agreement", "recipient")


async def draft(pool: Pool, tenant: UUID, number: int) -> UUID:
    """An addition to the product that a tenth of the clients take."""
    async with tenant_transaction(pool, tenant) as connection:
        product = await connection.fetchval(
            "SELECT id FROM contracts.product WHERE key = 'product-0'"
        )
        party = await connection.fetchval(
            "INSERT INTO contracts.subprocessor (name, country) VALUES ($1, 'NL') RETURNING id",
            f"Nieuwe Wolk {number} {uuid4()}",
        )
        today = await clock.today(connection)
        body = {
            "title": say("Een wolk erbij", "One more cloud"),
            "effective_on": (today + timedelta(days=60)).isoformat(),
            "begins": [link(str(product), str(party))],
        }
        return await draft_change(connection, ChangeDraft.model_validate(body), None)


async def ours(pool: Pool, tenant: UUID, change: UUID) -> float:
    """Agreements frozen per second."""
    actor = Actor(kind="staff", tenant_id=tenant, id=uuid4(), role="owner")
    started = time.perf_counter()
    async with tenant_transaction(pool, tenant) as connection:
        frozen = await publish_change(connection, actor, change)
    return frozen.agreements / (time.perf_counter() - started)


async def stage(administrator: "asyncpg.Connection[Any]", old: UUID, new: UUID) -> None:
    """The rows of one change as those of another, ready to be copied."""
    for table in FROZEN:
        await administrator.execute(f"DROP TABLE IF EXISTS contracts.{table}_stage")
        await administrator.execute(
            f"CREATE TABLE contracts.{table}_stage AS SELECT * FROM contracts.{table}"
            f" WHERE change_id = '{old}'"
        )
        await administrator.execute(f"UPDATE contracts.{table}_stage SET change_id = '{new}'")
        await administrator.execute(f"GRANT SELECT ON contracts.{table}_stage TO contracts")
    await administrator.execute("UPDATE contracts.recipient_stage SET id = uuidv7()")
    for table in FROZEN:
        await administrator.execute(f"VACUUM (FULL, ANALYZE) contracts.{table}_stage")


async def bare(pool: Pool, tenant: UUID, change: UUID) -> float:
    async with tenant_transaction(pool, tenant) as connection:
        await changes.publish(connection, change, None)
    started = time.perf_counter()
    async with tenant_transaction(pool, tenant) as connection:
        copied = [
            await connection.execute(
                f"INSERT INTO contracts.{table} SELECT * FROM contracts.{table}_stage"
            )
            for table in FROZEN
        ]
    return int(copied[0].split()[-1]) / (time.perf_counter() - started)


async def measure(pool: Pool, administrator: str, tenant: UUID) -> Result:
    connection = await asyncpg.connect(administrator)
    try:
        model = await draft(pool, tenant, 0)
        await ours(pool, tenant, model)
        rounds = [
            await turn(pool, connection, tenant, model, number) for number in range(1, ROUNDS + 1)
        ]
    finally:
        await connection.close()
    return compared(
        "freeze-vs-insert-select", "agreements/s", "INSERT … SELECT of them", rounds, ("asyncpg",)
    )


async def turn(
    pool: Pool, administrator: "asyncpg.Connection[Any]", tenant: UUID, model: UUID, number: int
) -> tuple[float, float]:
    """Whoever goes first finds the pages cold, and writes each whole once after a checkpoint; so
    they take turns in that, each behind a checkpoint of its own."""
    mine, other = await draft(pool, tenant, number), await draft(pool, tenant, number)
    await stage(administrator, model, other)
    rates: dict[str, float] = {}
    for who in ("ours", "bare") if number % 2 else ("bare", "ours"):
        await administrator.execute("VACUUM (ANALYZE)")
        await administrator.execute("CHECKPOINT")
        run, change = (ours, mine) if who == "ours" else (bare, other)
        rates[who] = await run(pool, tenant, change)
    return rates["ours"], rates["bare"]

"""A job is enqueued with the effect that asks for it, and worked once."""

import asyncio
import json
from uuid import uuid4

import asyncpg
import pytest
from pgqueuer.models import Job
from pydantic import SecretStr

from shared import queue
from shared.database import connect, tenant_transaction
from tests.conftest import Database


async def test_a_job_of_a_committed_transaction_is_worked(database: Database) -> None:
    done: list[str] = []
    async with connect(SecretStr(database.url("documents"))) as pool:
        async with tenant_transaction(pool, uuid4()) as connection:
            await queue.jobs(connection, "documents").enqueue("greet", json.dumps("Bes").encode())
        async with asyncpg.create_pool(database.url("documents"), min_size=1) as plain:
            manager = queue.manager(plain, "documents")

            @manager.entrypoint("greet")
            async def greet(job: Job) -> None:
                done.append(json.loads(job.payload or b"null"))

            running = asyncio.create_task(manager.run())
            async with asyncio.timeout(20):
                while not done:
                    await asyncio.sleep(0.02)
            manager.shutdown.set()
            await running
    assert done == ["Bes"]


async def test_a_job_of_a_transaction_that_failed_never_was(database: Database) -> None:
    async with connect(SecretStr(database.url("documents"))) as pool:
        with pytest.raises(ZeroDivisionError):
            async with tenant_transaction(pool, uuid4()) as connection:
                await queue.jobs(connection, "documents").enqueue("greet", b"1")
                raise ZeroDivisionError
        assert await pool.fetchval("SELECT count(*) FROM documents.pgqueuer") == 0


@pytest.mark.parametrize("schema", ["documents", "notifications", "portal"])
async def test_what_became_of_a_job_is_forgotten_after_a_week(
    database: Database, schema: str
) -> None:
    """By each worker as its own role, a part at a time."""
    owner = await asyncpg.connect(database.url("schakel_owner"))
    await owner.execute(
        f"INSERT INTO {schema}.pgqueuer_log (created, job_id, status, priority, entrypoint)"
        " SELECT now() - days * interval '1 day', days, 'successful', 0, 'greet'"
        " FROM generate_series(0, 9) AS days"
    )
    async with connect(SecretStr(database.url(schema)), size=1) as pool:
        await queue.forget_old(pool, schema)
    left = await owner.fetch(f"SELECT job_id FROM {schema}.pgqueuer_log ORDER BY job_id")
    await owner.close()
    assert [row["job_id"] for row in left] == [0, 1, 2, 3, 4, 5, 6]

"""The worker as a process of its own, killed in the middle of its work."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from deploy.local.processes import free_port
from deploy.local.storage import Storage
from services.documents.settings import StorageSettings
from services.documents.store import documents
from shared.database import Pool, tenant_transaction
from tests.conftest import Database
from tests.documents import samples
from tests.documents.stand import Stand, Told, tell

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(
    database: Database, stand: Stand, storage_settings: StorageSettings
) -> dict[str, str]:
    told = {
        "DATABASE_URL": database.url("documents"),
        "PORT": str(free_port()),
        "SIGNING_KEY": stand.keys["documents"][0],
        "SEAL_KEY": stand.keys["documents"][0],
        "PUBLIC_KEYS": json.dumps(stand.public_keys),
        "CONTRACTS_URL": stand.url,
        "S3_ENDPOINT": storage_settings.s3_endpoint,
        "S3_BUCKET": storage_settings.s3_bucket,
        "S3_ACCESS_KEY": storage_settings.s3_access_key.get_secret_value(),
        "S3_SECRET_KEY": storage_settings.s3_secret_key.get_secret_value(),
    }
    return {f"SCHAKEL_{name}": value for name, value in told.items()} | {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }


@asynccontextmanager
async def working(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.documents.worker", env=environment, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)


async def until(true: Callable[[], Awaitable[Any]], seconds: float = 60) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await true()):
            await asyncio.sleep(0.05)
    return found


@asynccontextmanager
async def holding(database: Database, statement: str) -> AsyncIterator[None]:
    """A lock of somebody else, at which the worker waits until the end of the block."""
    connection = await asyncpg.connect(database.url("postgres"))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(statement)
    try:
        yield
    finally:
        await transaction.rollback()
        await connection.close()


def objects_in(storage: Storage, settings: StorageSettings) -> set[str]:
    """Documents; the templates that they were made with lie beside them."""
    bucket = storage.folder / "objects" / settings.s3_bucket
    made = (path for path in bucket.rglob("*") if path.suffix in (".docx", ".pdf"))
    return {str(path.relative_to(bucket)) for path in made}


async def kinds(pool: Pool, told: Told) -> list[tuple[str, str]]:
    async with tenant_transaction(pool, told.tenant_id) as connection:
        found = await documents.of_version(connection, told.version_id, None)
    return [(document.kind, document.key(told.tenant_id)) for document in found]


async def complete(pool: Pool, told: Told) -> list[tuple[str, str]] | None:
    found = await kinds(pool, told)
    return found if len(found) == 2 else None


async def announcements(database: Database) -> int:
    connection = await asyncpg.connect(database.url("postgres"))
    try:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM bus.event WHERE type = 'AgreementRendered'"
        )
        return count
    finally:
        await connection.close()


async def test_the_worker_renders_what_it_hears_of_and_stops_when_told(
    environment: dict[str, str], stand: Stand, bus: Pool, pool: Pool, tenant_id: UUID
) -> None:
    async with working(environment) as worker:
        told = stand.add(tenant_id, samples.general_nl(), signed=True)
        await tell(bus, told.frozen)
        await until(lambda: complete(pool, told))
        await tell(bus, told.signed)

        async def four() -> bool:
            return len(await kinds(pool, told)) == 4

        await until(four)
    assert worker.returncode == 0


@pytest.mark.parametrize("objects_at_kill", [1, 2], ids=["docx", "pdf"])
async def test_a_worker_killed_after_the_upload_and_before_its_record_loses_nothing(
    objects_at_kill: int,
    environment: dict[str, str],
    stand: Stand,
    bus: Pool,
    pool: Pool,
    tenant_id: UUID,
    storage: Storage,
    storage_settings: StorageSettings,
    database: Database,
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    # Only the row of this kind waits: the other may be recorded.
    kind = "docx" if objects_at_kill == 1 else "pdf"
    barrier = (
        "CREATE FUNCTION documents.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.kind = '{kind}' THEN PERFORM pg_advisory_xact_lock(1); END IF;"
        " RETURN NEW; END $$;"
        "CREATE TRIGGER wait BEFORE INSERT ON documents.document"
        " FOR EACH ROW EXECUTE FUNCTION documents.wait()"
    )
    owner = await asyncpg.connect(database.url("postgres"))
    await owner.execute(barrier)
    await owner.close()

    async def stored() -> bool:
        return len(objects_in(storage, storage_settings)) == objects_at_kill and await waits()

    async def waits() -> bool:
        connection = await asyncpg.connect(database.url("postgres"))
        waiting: bool = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND objid = 1 AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        await connection.close()
        return waiting

    async with holding(database, "SELECT pg_advisory_xact_lock(1)"):
        async with working(environment) as worker:
            await until(stored)
            worker.kill()
            await worker.wait()
        assert worker.returncode == -signal.SIGKILL
        assert len(await kinds(pool, told)) == objects_at_kill - 1
        left = objects_in(storage, storage_settings)

    async with working(environment):
        made = await until(lambda: complete(pool, told))
    assert left <= {key for _, key in made} == objects_in(storage, storage_settings)
    assert await announcements(database) == 1


async def test_an_event_told_while_no_worker_runs_is_heard_by_the_next(
    environment: dict[str, str], stand: Stand, bus: Pool, pool: Pool, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_en())
    await tell(bus, told.frozen)
    assert await pool.fetchval("SELECT count(*) FROM bus.delivery") == 1
    async with working(environment):
        await until(lambda: complete(pool, told))
    assert await pool.fetchval("SELECT count(*) FROM bus.delivery") == 0

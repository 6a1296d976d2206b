"""The bus: nothing before the commit, nothing twice, nothing dropped."""

import asyncio
import uuid

import asyncpg
import pytest
from pydantic import SecretStr

from shared import outbox
from shared.database import Connection, connect, tenant_transaction
from shared.events import ChangePublished, ChangeWithdrawn, Event
from tests.conftest import Database

TENANT = uuid.uuid4()


async def _subscribe(database: Database, role: str, *names: str) -> None:
    connection = await asyncpg.connect(database.url(role))
    await connection.execute(outbox.SQL["subscribe"], list(names))
    await connection.close()


async def test_an_event_reaches_its_consumer_once_and_in_its_tenant(database: Database) -> None:
    seen: list[tuple[Event, str]] = []

    async def handler(connection: Connection, event: Event) -> None:
        seen.append((event, await connection.fetchval("SELECT bus.tenant()::text")))

    await _subscribe(database, "documents", "ChangePublished")
    async with connect(SecretStr(database.url("contracts"))) as pool:
        change = uuid.uuid4()
        async with tenant_transaction(pool, TENANT) as connection:
            await outbox.append(connection, ChangePublished(tenant_id=TENANT, change_id=change))
            await outbox.append(connection, ChangeWithdrawn(tenant_id=TENANT, change_id=change))
    async with connect(SecretStr(database.url("documents"))) as pool:
        consumer = outbox.Consumer(pool, {ChangePublished: handler})
        assert await consumer.take_one()
        assert not await consumer.take_one()
    assert seen == [(ChangePublished(tenant_id=TENANT, change_id=change), str(TENANT))]


async def test_a_rolled_back_event_was_never_there(database: Database) -> None:
    await _subscribe(database, "documents", "ChangePublished")
    async with connect(SecretStr(database.url("contracts"))) as pool:
        with pytest.raises(ZeroDivisionError):
            async with tenant_transaction(pool, TENANT) as connection:
                await outbox.append(
                    connection, ChangePublished(tenant_id=TENANT, change_id=uuid.uuid4())
                )
                raise ZeroDivisionError
    async with connect(SecretStr(database.url("documents"))) as pool:
        assert not await outbox.Consumer(pool, {}).take_one()


async def test_racing_consumers_with_failures_give_one_effect_an_event(database: Database) -> None:
    effects: list[uuid.UUID] = []
    failures = {"left": 20}

    async def handler(connection: Connection, event: Event) -> None:
        assert isinstance(event, ChangePublished)
        if failures["left"]:
            failures["left"] -= 1
            raise RuntimeError
        effects.append(event.change_id)

    await _subscribe(database, "documents", "ChangePublished")
    ids = {uuid.uuid4() for _ in range(50)}
    async with connect(SecretStr(database.url("contracts"))) as pool:
        for change in ids:
            async with tenant_transaction(pool, TENANT) as connection:
                await outbox.append(connection, ChangePublished(tenant_id=TENANT, change_id=change))
    async with connect(SecretStr(database.url("documents"))) as pool:
        consumers = [outbox.Consumer(pool, {ChangePublished: handler}) for _ in range(4)]
        tasks = [asyncio.create_task(consumer.run()) for consumer in consumers]
        async with asyncio.timeout(30):
            while len(effects) < 50:
                await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(effects) == sorted(ids)


async def test_a_service_may_neither_read_nor_end_the_deliveries_of_another(
    database: Database,
) -> None:
    await _subscribe(database, "documents", "ChangePublished")
    async with connect(SecretStr(database.url("contracts"))) as pool:
        async with tenant_transaction(pool, TENANT) as connection:
            await outbox.append(
                connection, ChangePublished(tenant_id=TENANT, change_id=uuid.uuid4())
            )
    for role in ("contracts", "portal"):
        stranger = await asyncpg.connect(database.url(role))
        assert await stranger.fetchval("SELECT count(*) FROM bus.delivery") == 0
        assert await stranger.execute("DELETE FROM bus.delivery") == "DELETE 0"
        assert await stranger.fetchval("SELECT count(*) FROM bus.event") == 0
        await stranger.close()
    other = await asyncpg.connect(database.url("notifications"))
    assert await other.execute("DELETE FROM bus.delivery WHERE consumer <> 'notifications'") == (
        "DELETE 0"
    )
    await other.execute("DELETE FROM bus.delivery")
    await other.close()
    consumer = await asyncpg.connect(database.url("documents"))
    assert await consumer.fetchval("SELECT count(*) FROM bus.delivery") == 1
    await consumer.close()


async def test_a_service_can_not_append_in_the_name_of_another_or_rewrite_what_happened(
    database: Database,
) -> None:
    connection = await asyncpg.connect(database.url("contracts"))
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.tenant', $1, true)", str(TENANT))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute(
                    "INSERT INTO bus.event (tenant_id, type, version, payload, producer)"
                    " VALUES ($1, 'ChangePublished', 1, '{}', 'documents')",
                    TENANT,
                )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute("UPDATE bus.event SET payload = '{}'")
    await connection.close()

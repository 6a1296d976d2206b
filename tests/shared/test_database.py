"""What one request was let see is gone with its transaction, whoever has the connection next."""

import asyncio
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import shared.database
from shared.database import Pool, connect, connect_queue, system_transaction, tenant_transaction
from tests.conftest import Database

SEEN = (
    "SELECT coalesce(current_setting('app.tenant', true), '')"
    " || coalesce(current_setting('app.reseller', true), '')"
)
# The third argument of set_config: until the end of the transaction.
KEPT = re.compile(r"set_config\((?![^;]*?, true\))")


async def _next_sees(pool: Pool) -> str:
    async with system_transaction(pool) as connection:
        seen: str = await connection.fetchval(SEEN)
    return seen


@pytest.mark.parametrize("open_pool", [connect, connect_queue])
async def test_a_connection_that_nobody_gives_back_keeps_no_process_from_ending(
    database: Database, monkeypatch: pytest.MonkeyPatch, open_pool: Any
) -> None:
    monkeypatch.setattr(shared.database, "_CLOSE_SECONDS", 0.1)
    async with asyncio.timeout(20):
        async with open_pool(SecretStr(database.url("contracts")), size=2) as pool:
            await pool.acquire()


@pytest.mark.parametrize("end", [None, RuntimeError, asyncio.CancelledError])
async def test_the_next_to_use_a_connection_sees_no_tenant(
    database: Database, end: type[BaseException] | None
) -> None:
    async with connect(SecretStr(database.url("contracts")), size=1) as pool:
        with pytest.raises(end or ZeroDivisionError):
            async with tenant_transaction(pool, uuid.uuid4()) as connection:
                await connection.execute("SELECT set_config('app.reseller', 'x', true)")
                assert await connection.fetchval(SEEN)
                if end:
                    raise end
            raise ZeroDivisionError
        assert await _next_sees(pool) == ""


async def test_a_transaction_that_was_left_open_is_rolled_back(database: Database) -> None:
    async with connect(SecretStr(database.url("contracts")), size=1) as pool:
        connection = await pool.acquire()
        await connection.execute("BEGIN")
        await connection.execute("SELECT set_config('app.tenant', $1, true)", str(uuid.uuid4()))
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # asyncpg says that it was left open
        await pool.release(connection)
        loop.set_exception_handler(None)
        assert await _next_sees(pool) == ""


def test_no_statement_sets_anything_for_longer_than_its_transaction() -> None:
    root = Path(__file__).parents[2]
    files = [*root.glob("services/**/store/*.sql"), *root.glob("shared/*.py")]
    assert files
    assert [file.name for file in files if KEPT.search(file.read_text())] == []

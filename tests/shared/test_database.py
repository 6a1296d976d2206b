"""What one request was let see is gone with its transaction, whoever has the connection next."""

import asyncio
import re
import uuid
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.database import Pool, connect, system_transaction, tenant_transaction
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

"""Connections to PostgreSQL, and transactions that see one tenant or none."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from pydantic import BaseModel, SecretStr

# Generic in the stubs alone; frameworks that read annotations at run time get the plain classes.
if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[Any] | PoolConnectionProxy[Any]
    Pool: TypeAlias = asyncpg.Pool[Any]
else:
    Connection = asyncpg.Connection | PoolConnectionProxy
    Pool = asyncpg.Pool


_CLOSE_SECONDS = 10.0


def _encode(value: Any) -> str:
    # A string is JSON already: pgqueuer, which enqueues on our connections, encodes its own.
    if isinstance(value, str):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


async def _prepare(connection: "asyncpg.Connection[Any]") -> None:
    await connection.set_type_codec(
        "jsonb", encoder=_encode, decoder=json.loads, schema="pg_catalog"
    )


async def _leave_as_it_is(_: object) -> None:
    """Everything that a transaction here sets ends with it (``SET LOCAL``, transaction locks), so
    that nothing is left to reset; asyncpg itself rolls back what was left open."""


def ended_after(silence: timedelta) -> dict[str, str]:
    """PostgreSQL ends a transaction in which nothing was asked for so long: a process that was
    stopped, or is behind a broken link, would keep its locks until it comes back. One that stopped
    between preparing a statement and running it doesn't count as silent: five times as long ends
    any transaction."""
    milliseconds = silence // timedelta(milliseconds=1)
    return {
        "idle_in_transaction_session_timeout": str(milliseconds),
        "transaction_timeout": str(5 * milliseconds),
    }


# Where the same few statements come thousands of times, each by a key: to plan each anew, as
# PostgreSQL does where it takes the values at hand for cheaper than others, costs a tenth of them.
PLANNED_ONCE = {"plan_cache_mode": "force_generic_plan"}


@asynccontextmanager
async def connect(
    url: SecretStr,
    *,
    size: int = 10,
    silence: timedelta | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Pool]:
    """A pool of at most ``size`` connections; jsonb goes in and out as Python objects.

    ``silence``: see ``ended_after``; ``settings`` of PostgreSQL for each connection.
    """
    pool = await asyncpg.create_pool(
        url.get_secret_value(),
        min_size=1,
        max_size=size,
        init=_prepare,
        reset=_leave_as_it_is,
        command_timeout=60,
        server_settings=_settings(silence, settings),
    )
    async with _closing(pool):
        yield pool


@asynccontextmanager
async def connect_queue(
    url: SecretStr,
    *,
    size: int,
    silence: timedelta | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator["asyncpg.Pool[asyncpg.Record]"]:
    """As ``connect``, without codecs of ours: pgqueuer brings its own."""
    pool = await asyncpg.create_pool(
        url.get_secret_value(),
        min_size=1,
        max_size=size,
        server_settings=_settings(silence, settings),
    )
    async with _closing(pool):
        yield pool


def _settings(silence: timedelta | None, more: Mapping[str, str] | None) -> dict[str, str]:
    return (ended_after(silence) if silence else {}) | dict(more or {})


@asynccontextmanager
async def _closing(pool: Pool) -> AsyncIterator[None]:
    try:
        yield
    finally:
        # A connection that was in use when its server went away may never be given back; a process
        # that waited for it would never be started again.
        with suppress(TimeoutError):
            await asyncio.wait_for(pool.close(), _CLOSE_SECONDS)


@asynccontextmanager
async def tenant_transaction(pool: Pool, tenant_id: UUID) -> AsyncIterator[Connection]:
    """One transaction that sees the rows of this tenant alone (row-level security)."""
    async with pool.acquire() as connection, connection.transaction():
        await enter_tenant(connection, tenant_id)
        yield connection


@asynccontextmanager
async def snapshot(pool: Pool, tenant_id: UUID) -> AsyncIterator[Connection]:
    """One moment of this tenant's rows, for what is read in many statements."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await enter_tenant(connection, tenant_id)
        yield connection


@asynccontextmanager
async def system_transaction(pool: Pool) -> AsyncIterator[Connection]:
    """One transaction outside any tenant: it sees no tenant's rows, only the listed functions."""
    async with pool.acquire() as connection, connection.transaction():
        yield connection


async def enter_tenant(connection: Connection, tenant_id: UUID) -> None:
    """Bind the running transaction to a tenant."""
    await connection.execute("SELECT set_config('app.tenant', $1, true)", str(tenant_id))

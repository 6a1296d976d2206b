"""Work inside a service: pgqueuer in that service's own schema."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.adapters.persistence import qb
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel
from pgqueuer.ports.driver import Driver

from shared.database import Connection, Pool

KEPT = timedelta(days=7)
AT_ONCE = 10_000


def settings(schema: str) -> DBSettings:
    """Own schema and own NOTIFY channel, which otherwise is one for the whole database."""
    return DBSettings(db_schema=schema, channel=Channel(f"queue_{schema}"))


def install_sql(schema: str) -> str:
    return qb.QueryBuilderEnvironment(settings(schema)).build_install_query(create_schema=False)


class _Builder(qb.QueryQueueBuilder):
    def build_enqueue_query(self, *arguments: Any, **named: Any) -> str:
        """Headers go in as the text that pgqueuer makes; our jsonb codec would encode it again."""
        query: str = super().build_enqueue_query(*arguments, **named)
        return query.replace("$6::jsonb[]", "$6::text[]::jsonb[]")


def _queries(driver: Driver, schema: str) -> Queries:
    own = settings(schema)
    return Queries(
        driver,
        qbe=qb.QueryBuilderEnvironment(own),
        qbq=_Builder(own),
        qbs=qb.QuerySchedulerBuilder(own),
    )


def jobs(connection: Connection, schema: str) -> Queries:
    """To enqueue within the caller's transaction: the job exists only if the effect does."""
    return _queries(AsyncpgDriver(connection), schema)  # type: ignore[arg-type]  # a pool's proxy


async def hurried(connection: Connection, schema: str, keys: Sequence[str]) -> set[str]:
    """Which of these jobs wait, and are due now. Nobody takes them up before the caller's
    transaction ends; one that is running already is none of them."""
    rows = await connection.fetch(
        f"UPDATE {schema}.pgqueuer SET execute_after = least(execute_after, now())"  # noqa: S608
        " WHERE dedupe_key = ANY ($1) AND status = 'queued' RETURNING dedupe_key",
        keys,
    )
    return {row["dedupe_key"] for row in rows}


async def forget_old(pool: Pool, schema: str) -> None:
    """What became of jobs a week ago and longer: of use to nobody, and one line a state. A part at
    a time, for whoever comes round often."""
    await pool.execute(
        f"DELETE FROM {schema}.pgqueuer_log WHERE id IN ("  # noqa: S608
        f"SELECT id FROM {schema}.pgqueuer_log WHERE created < now() - $1::interval"
        " ORDER BY created LIMIT $2)",
        KEPT,
        AT_ONCE,
    )


def manager(pool: "asyncpg.Pool[asyncpg.Record]", schema: str) -> PgQueuer:
    """``pool`` must be one without our jsonb codec: pgqueuer encodes its own."""
    driver = AsyncpgPoolDriver(pool)
    return PgQueuer(driver, channel=settings(schema).channel, queries=_queries(driver, schema))

"""Legal time is the database's; only a demonstration may move it, and only forward."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.conftest import Database


async def test_legal_time_is_real_time_until_a_demonstration_moves_it(database: Database) -> None:
    connection = await asyncpg.connect(database.url("contracts"))
    assert await connection.fetchval("SELECT clock.now() = now()")
    await connection.execute("SELECT clock.advance_to(now() + interval '31 days')")
    assert await connection.fetchval("SELECT clock.now() - now() > interval '30 days 23 hours'")
    await connection.close()


async def test_every_service_reads_the_same_moved_clock(database: Database) -> None:
    mover = await asyncpg.connect(database.url("contracts"))
    await mover.execute("SELECT clock.advance_to(now() + interval '40 days')")
    await mover.close()
    for role in ("documents", "notifications", "portal"):
        connection = await asyncpg.connect(database.url(role))
        assert await connection.fetchval("SELECT clock.now() > now() + interval '39 days'")
        await connection.close()


async def test_the_clock_never_goes_back(database: Database) -> None:
    connection = await asyncpg.connect(database.url("contracts"))
    await connection.execute("SELECT clock.advance_to(now() + interval '2 days')")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await connection.execute("SELECT clock.advance_to(now() + interval '1 day')")
    await connection.close()


async def test_outside_a_demonstration_nobody_moves_the_clock(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    await owner.execute("UPDATE clock.simulation SET demo = false")
    await owner.close()
    connection = await asyncpg.connect(database.url("contracts"))
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await connection.execute("SELECT clock.advance_to(now() + interval '1 day')")
    await connection.close()


@pytest.mark.parametrize("role", ["documents", "notifications", "portal"])
async def test_no_other_service_may_move_the_clock(database: Database, role: str) -> None:
    connection = await asyncpg.connect(database.url(role))
    for statement in (
        "SELECT clock.advance_to(now() + interval '1 day')",
        "UPDATE clock.simulation SET ahead = '1 day'",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_the_legal_day_changes_at_midnight_in_amsterdam(database: Database) -> None:
    connection = await asyncpg.connect(database.url("contracts"))
    before = datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    for moment, day in ((before, "2026-07-01"), (before + timedelta(minutes=1), "2026-07-02")):
        assert str(await connection.fetchval("SELECT clock.day_of($1)", moment)) == day
    await connection.close()

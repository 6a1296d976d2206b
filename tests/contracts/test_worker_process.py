"""The worker as it really runs: a process of its own, that may be killed at any moment."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from tests.contracts.house import KEYS, House
from tests.contracts.running import Running, announce

PENDING = "SELECT count(*) AS n FROM contracts.pending_version"
WAITING = (
    "SELECT count(*) AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND NOT l.granted AND a.usename = 'contracts'"
    " AND a.datname = current_database()"
)


@asynccontextmanager
async def worker(house: House) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        "PATH": os.environ["PATH"],
        "SCHAKEL_DATABASE_URL": house.database.url("contracts"),
        "SCHAKEL_SIGNING_KEY": KEYS["contracts"][0],
        "SCHAKEL_PUBLIC_KEYS": "{}",
        "SCHAKEL_POLL_SECONDS": "0.1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.contracts.worker", env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(look: Callable[[], Awaitable[Any]], seconds: float = 60) -> Any:
    async with asyncio.timeout(seconds):
        while not (found := await look()):
            await asyncio.sleep(0.05)
    return found


async def count(house: House, query: str) -> int:
    return int((await house.fetch(query))[0]["n"])


async def gone_live(house: House) -> Running:
    running = await announce(house)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    return running


async def test_a_worker_killed_while_it_freezes_loses_nothing_and_does_nothing_twice(
    house: House,
) -> None:
    running = await gone_live(house)
    assert await count(house, PENDING) == 2
    blocker = await asyncpg.connect(house.database.url("contracts"))
    hold = blocker.transaction()
    await hold.start()
    await blocker.execute("SELECT set_config('app.tenant', $1, true)", str(house.tenant))
    await blocker.execute("SELECT contracts.change_links()")
    async with worker(house) as process:

        async def at_work() -> bool:
            return await count(house, WAITING) > 0

        await until(at_work)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await hold.rollback()
    await blocker.close()
    assert await count(house, PENDING) == 2

    async def done() -> bool:
        return await count(house, PENDING) == 0

    async with worker(house), worker(house):
        await until(done)
    frozen = [one for one in await house.events("AgreementVersionFrozen") if one["change_id"]]
    assert len(frozen) == len({one["agreement_id"] for one in frozen}) == 2
    drifted = {one["client_id"] for one in (await house.owner.get("/drift"))["items"]}
    assert running.clients["general"]["client_id"] not in drifted


async def test_the_worker_lets_a_change_take_effect_and_stops_when_asked(house: House) -> None:
    running = await announce(house)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))

    async def live() -> bool:
        return (await house.owner.get(running.path))["state"] == "partly_effective"

    async with worker(house) as process:
        await until(live)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0


@pytest.mark.parametrize("missing", ["SCHAKEL_DATABASE_URL", "SCHAKEL_SIGNING_KEY"])
async def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    given = {"SCHAKEL_DATABASE_URL", "SCHAKEL_SIGNING_KEY", "SCHAKEL_PUBLIC_KEYS"} - {missing}
    environment = {"PATH": os.environ["PATH"]} | dict.fromkeys(given, "{}")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.contracts.worker",
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode != 0
    assert missing.removeprefix("SCHAKEL_").lower() in said.decode()

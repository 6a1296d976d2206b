"""The worker as it really runs: a process of its own."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable

from services.portal.worker import sweep
from shared.database import tenant_transaction
from tests.portal import record
from tests.portal.conftest import Portal


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


async def start(portal: Portal) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.portal.worker", env={**os.environ, **portal.environment()}
    )


async def stop(worker: asyncio.subprocess.Process) -> int:
    worker.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(worker.wait(), 20)


async def test_the_worker_mails_links_and_tells_what_was_opened(portal: Portal) -> None:
    worker = await start(portal)
    try:
        await portal.provider()
        await until(lambda: len(portal.mailed()) == 1)
        view = f"/deliveries/{record.DELIVERY}/views"
        portal.notifications.say("POST", view, None, 204)
        await portal.enter(await portal.contact_link(record.DELIVERY))
        await until(lambda: len(portal.notifications.to("POST", view)) == 1)
    finally:
        assert await stop(worker) == 0


async def test_what_met_a_part_that_was_down_is_done_when_it_is_back(portal: Portal) -> None:
    portal.notifications.down = True
    worker = await start(portal)
    try:
        await portal.provider()
        await until(lambda: len(portal.mailed()) >= 2)
        portal.notifications.down = False
        before = len(portal.mailed())
        await until(lambda: len(portal.mailed()) == before + 1)
        assert len({str(one["id"]) for one in portal.mailed()}) == 1
    finally:
        await stop(worker)


async def test_a_killed_worker_leaves_a_request_that_the_next_one_answers(portal: Portal) -> None:
    portal.notifications.down = True
    first = await start(portal)
    await portal.provider()
    await until(lambda: len(portal.mailed()) >= 1)
    first.kill()
    await first.wait()
    portal.notifications.down = False
    before = len(portal.mailed())
    second = await start(portal)
    try:
        await until(lambda: len(portal.mailed()) == before + 1, seconds=60)
    finally:
        await stop(second)


async def test_the_sweep_queues_a_view_that_nobody_told_of_once(portal: Portal) -> None:
    await portal.provider()
    await portal.enter(await portal.contact_link(record.DELIVERY))
    await portal.pool.execute("DELETE FROM portal.pgqueuer")
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        await connection.execute(
            "UPDATE portal.sign_in_link SET used_at = now() - interval '1 minute'"
        )
    await sweep(portal.pool)
    await sweep(portal.pool)
    jobs = await portal.pool.fetch("SELECT entrypoint FROM portal.pgqueuer")
    assert [row["entrypoint"] for row in jobs].count("notice_view") == 1

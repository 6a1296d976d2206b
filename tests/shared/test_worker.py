"""A worker ends when it is told to, whatever happens at that moment."""

import asyncio
import os
import signal

from shared.worker import pause, run


async def test_it_ends_though_a_lost_connection_swallowed_the_word_of_it() -> None:
    began, rounds = asyncio.Event(), []

    async def work() -> None:
        while True:
            try:
                began.set()
                await asyncio.sleep(3600)
            except asyncio.CancelledError:  # as a driver does that raises its own in this place
                rounds.append("swallowed")
            await pause(0.01)

    running = asyncio.create_task(run(work()))
    await began.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)
    assert rounds == ["swallowed"]

"""The second process of a service: consumes events, works the queue, stops cleanly on a signal."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


async def pause(seconds: float) -> None:
    """Sleep, in a loop that goes on until its task is cancelled; ``CancelledError`` when it was
    while it worked: a wait for a connection that is lost at that moment swallows the only word of
    it (python/cpython#86296)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    await asyncio.sleep(seconds)


async def run(*tasks: Coroutine[Any, Any, None]) -> None:
    """Run side by side until SIGTERM or SIGINT; the first that fails ends all and raises."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = [asyncio.create_task(task) for task in tasks]
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([*running, stopping], return_when=asyncio.FIRST_COMPLETED)
    for task in [*running, stopping]:
        task.cancel()
    await asyncio.gather(*running, stopping, return_exceptions=True)
    for task in done - {stopping}:
        task.result()

"""Waiting for what another part does in its own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


class TooLate(Exception):
    """What was waited for did not come; the text says what it was."""


async def until(what: str, look: Callable[[], Awaitable[T | None]], *, seconds: float = 60) -> T:
    """The first answer that is not empty; ``TooLate`` after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := await look():
            return found
        await asyncio.sleep(0.1)
    raise TooLate(f"Waited {seconds:.0f} s for {what}.")

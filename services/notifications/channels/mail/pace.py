"""How many messages a second may leave, where the mail server should not get more."""

import asyncio
import time

_BURST_SECONDS = 0.1


class Pace:
    """A bucket that fills by ``per_second`` and holds a tenth of a second's worth, one at least;
    0: no bound."""

    def __init__(self, per_second: float) -> None:
        self._rate = per_second
        self._most = max(1.0, per_second * _BURST_SECONDS)
        self._left, self._since = self._most, time.monotonic()

    def open(self) -> bool:
        """Whether one may leave now."""
        return not self._rate or self._fill() >= 1

    def count(self) -> None:
        """One leaves."""
        self._left -= 1

    async def turn(self) -> None:
        """For about as long as it takes until one may leave."""
        if not self.open():
            await asyncio.sleep((1 - self._left) / self._rate)

    def _fill(self) -> float:
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._since) * self._rate)
        self._since = now
        return self._left

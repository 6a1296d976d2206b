"""Tokens that end before their hour: with the appointment or integration they were given under."""

import time
from collections.abc import Callable
from uuid import UUID

from shared.database import Pool
from shared.errors import Unauthenticated
from shared.sql import load

SQL = load(__file__)
AGE = 1.0
"""Seconds for which what was read is taken to hold."""


class Endings:
    """What ended of late, read anew once a second by whoever asks with such a token: a request
    costs no query of its own. When it can't be read, no such token is let through."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._ended: frozenset[UUID] = frozenset()
        self._read_at = float("-inf")

    async def refuse_ended(self, pool: Pool, grant: UUID | None) -> None:
        """``Unauthenticated`` for a token under a grant that has ended."""
        if grant is None:
            return
        if self._now() - self._read_at >= AGE:
            asked_at = self._now()
            rows = await pool.fetch(SQL["ended_of_late"])
            self._ended = frozenset(row["grant_id"] for row in rows)
            self._read_at = asked_at
        if grant in self._ended:
            raise Unauthenticated(
                "token-ended", "What this token was given for has ended; ask an owner, or sign in."
            )

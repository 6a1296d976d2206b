"""What became of each delivery, told from its evidence alone: on disk while a chain is read, gone
afterwards, so that a million recipients take no more memory than ten."""

import sqlite3

from services.notifications.domain.account import move
from services.notifications.domain.evidence import Link

_BATCH = 5_000
_TABLE = """
CREATE TABLE delivery (
    id BLOB PRIMARY KEY, queued INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL
) WITHOUT ROWID
"""
# As a delivery itself is settled.
_ENTER = """
INSERT INTO delivery VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET
    queued = queued + excluded.queued,
    state = CASE WHEN instr(?5, state) AND (NOT ?6 OR excluded.attempt >= attempt)
        THEN excluded.state ELSE state END,
    attempt = max(attempt, excluded.attempt)
"""


class Ledger:
    """Of the chain of one notice, its rows entered in order."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32000"):
            self._file.execute(f"PRAGMA {setting}")
        self._file.execute(_TABLE)
        self._waiting: list[tuple[bytes, bool, int, str, str, bool]] = []

    def enter(self, link: Link) -> None:
        moved = move(link.kind)
        if moved is None:
            return
        known = (link.delivery_id.bytes, link.kind == "queued", link.attempt)
        self._waiting.append((*known, moved.state, " ".join(moved.over), moved.attempt))
        if len(self._waiting) >= _BATCH:
            self._write()

    def states(self) -> dict[str, int]:
        """How many deliveries are in each."""
        self._write()
        return dict(self._file.execute("SELECT state, count(*) FROM delivery GROUP BY state"))

    def strays(self) -> int:
        """Deliveries that the chain tells of and that were never frozen, or twice."""
        self._write()
        (found,) = self._file.execute("SELECT count(*) FROM delivery WHERE queued <> 1").fetchone()
        return int(found)

    def close(self) -> None:
        self._file.close()

    def _write(self) -> None:
        self._file.executemany(_ENTER, self._waiting)
        self._waiting.clear()

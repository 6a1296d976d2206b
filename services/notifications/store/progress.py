"""How fast a notice goes out, what waits for another attempt, and why some were not reached."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.notifications.domain.account import SETTLING, UNREACHING
from services.notifications.domain.delivery import Frozen, State
from services.notifications.domain.evidence import Occurrence
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)

_SECONDS = 15.0
_ROWS = 20_000


class PutOff(NamedTuple):
    deliveries: int
    next_attempt_at: datetime | None


class Cause(Frozen):
    """``code`` is the mail server's (RFC 5321, 4.2), ``reason`` ours where it said nothing."""

    state: State
    kind: Occurrence
    code: int | None
    reason: str | None
    deliveries: int


async def pace(connection: Connection, notice_id: UUID, since: datetime) -> float:
    """Deliveries a second that were settled just now; ``since``: no earlier than that."""
    kinds = sorted(SETTLING)
    row = await connection.fetchrow(SQL["pace"], notice_id, kinds, _SECONDS, _ROWS, since)
    assert row is not None
    return float(row["settled"] / max(row["seconds"], 1.0))


async def put_off(connection: Connection, notice_id: UUID) -> PutOff:
    row = await connection.fetchrow(SQL["put_off"], notice_id)
    assert row is not None
    return PutOff(*row)


async def causes(connection: Connection, notice_id: UUID) -> list[Cause]:
    """Why some were not reached, or nobody knows, the most frequent first."""
    rows = await connection.fetch(SQL["causes"], notice_id, sorted(UNREACHING))
    return [Cause.model_validate(dict(row)) for row in rows]

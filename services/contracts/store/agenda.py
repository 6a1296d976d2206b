from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.contracts.domain.agenda import Agenda, Due
from services.contracts.store import clock
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
AT_MOST = 2000
_BACK = timedelta(days=90)


async def of_clients(connection: Connection, client_id: UUID | None) -> Agenda:
    """Of one client, or of all that the running transaction sees."""
    since = await clock.today(connection) - _BACK
    return _agenda(await connection.fetch(SQL["of_clients"], client_id, since, AT_MOST + 1))


async def of_provider(connection: Connection) -> Agenda:
    since = await clock.today(connection) - _BACK
    return _agenda(await connection.fetch(SQL["of_provider"], since, AT_MOST + 1))


def _agenda(rows: Sequence[Any]) -> Agenda:
    cut: date | None = rows[AT_MOST]["day"] if len(rows) > AT_MOST else None
    items = (Due.model_validate(dict(row)) for row in rows)
    return Agenda(
        items=tuple(one for one in items if cut is None or one.day < cut), complete_before=cut
    )

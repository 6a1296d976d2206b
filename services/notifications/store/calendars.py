"""What calendars said before."""

from services.notifications.domain.calendar import CalendarDraft, Known
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def keep(connection: Connection, draft: CalendarDraft) -> list[Known]:
    """Write down what is new, moved or gone, and tell all of it."""
    items = [
        {"kind": one.kind, "id": str(one.id), "day": str(one.day), "digest": one.digest}
        for one in draft.items
    ]
    await connection.execute(SQL["keep"], draft.id, items)
    await connection.execute(SQL["cancel"], draft.id, items, draft.complete_before)
    rows = await connection.fetch(SQL["list_all"], draft.id)
    return [Known.model_validate(dict(row)) for row in rows]

"""Renderings counted, of one tenant."""

from services.documents.domain.progress import WINDOW, Obstacle, Progress, ready
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def read(connection: Connection) -> Progress:
    rows = await connection.fetch(SQL["unfinished"])
    completed = await connection.fetchrow(SQL["completed"], WINDOW)
    assert completed is not None, "a count without groups always has a row"
    waiting = sum(row["renderings"] for row in rows if row["problem"] is None)
    per_minute = round(completed["of_late"] / (WINDOW.total_seconds() / 60), 1)
    return Progress(
        waiting=waiting,
        failed=[
            Obstacle(problem=row["problem"], renderings=row["renderings"])
            for row in rows
            if row["problem"] is not None
        ],
        announced=sum(row["announced"] for row in rows),
        completed_in_hour=completed["in_hour"],
        per_minute=per_minute,
        ready_at=ready(waiting, per_minute, completed["now"]),
    )

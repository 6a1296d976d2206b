from uuid import UUID

from services.contracts.domain.review import Review
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, change_id: UUID, note: str | None, by: UUID
) -> Review | None:
    """Of the draft as it stands; null when this person has reviewed it before."""
    row = await connection.fetchrow(SQL["insert"], change_id, note, by)
    return Review.model_validate(dict(row)) if row else None


async def list_all(connection: Connection, change_id: UUID) -> tuple[Review, ...]:
    """Of all revisions, the first first."""
    rows = await connection.fetch(SQL["list_all"], change_id)
    return tuple(Review.model_validate(dict(row)) for row in rows)


async def needed(connection: Connection) -> bool:
    """Whether this provider publishes nothing that one person alone has seen."""
    asked: bool = await connection.fetchval(SQL["four_eyes"])
    return asked

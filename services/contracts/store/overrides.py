from uuid import UUID

from services.contracts.domain.override import Override, OverrideDraft
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, change_id: UUID, draft: OverrideDraft, by: UUID
) -> Override:
    """The database weighs the agreements again by itself."""
    row = await connection.fetchrow(
        SQL["insert"], change_id, draft.agreement_id, draft.reason, draft.person, by
    )
    return Override.model_validate(dict(row or {}))


async def list_all(connection: Connection, change_id: UUID) -> tuple[Override, ...]:
    """The first first; each was a person's act, so there are few."""
    rows = await connection.fetch(SQL["list_all"], change_id)
    return tuple(Override.model_validate(dict(row)) for row in rows)

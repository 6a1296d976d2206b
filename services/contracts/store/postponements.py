from datetime import date
from uuid import UUID

from services.contracts.domain.postponement import Postponement, PostponementDraft
from services.contracts.store.changes import LARGE
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, change_id: UUID, draft: PostponementDraft, by: UUID
) -> UUID:
    """It holds for nobody until it is confirmed."""
    made: UUID = await connection.fetchval(
        SQL["insert"], change_id, draft.effective_on, draft.reason, by
    )
    return made


async def confirm(connection: Connection, postponement_id: UUID, by: UUID) -> None:
    """As the last of its change. The database weighs the agreements again by itself."""
    await connection.execute(SQL["confirm"], postponement_id, by, timeout=LARGE)


async def read(connection: Connection, postponement_id: UUID) -> Postponement | None:
    row = await connection.fetchrow(SQL["read"], postponement_id)
    return Postponement.model_validate(dict(row)) if row else None


async def days_before(connection: Connection, postponement_id: UUID) -> tuple[date, ...]:
    """The days on which the change was to take effect before this, the first first."""
    return tuple(row["day"] for row in await connection.fetch(SQL["days_before"], postponement_id))


async def list_all(connection: Connection, change_id: UUID) -> tuple[Postponement, ...]:
    """The first first; each was a person's act, so there are few."""
    rows = await connection.fetch(SQL["list_all"], change_id)
    return tuple(Postponement.model_validate(dict(row)) for row in rows)

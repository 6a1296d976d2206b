from collections.abc import Collection
from uuid import UUID

from services.contracts.domain.subprocessor import Subprocessor, SubprocessorDraft
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(connection: Connection, draft: SubprocessorDraft) -> UUID | None:
    """Null when there is one of that name already."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    return new_id


async def list_all(connection: Connection) -> list[Subprocessor]:
    rows = await connection.fetch(SQL["list_all"])
    return [Subprocessor.model_validate(row["subprocessor"]) for row in rows]


async def all_known(connection: Connection, ids: Collection[UUID]) -> bool:
    return bool(await connection.fetchval(SQL["known"], list(set(ids))) == len(set(ids)))

from datetime import date
from uuid import UUID

from services.contracts.domain.product import Processing, ProcessingDraft, ProcessingEdit
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(connection: Connection, product_id: UUID, draft: ProcessingDraft) -> UUID | None:
    """Null when there is no such product."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], product_id, draft)
    return new_id


async def read(
    connection: Connection, processing_id: UUID, on: date | None = None
) -> Processing | None:
    """As it stands, or as it stood at the end of a day."""
    row = await connection.fetchrow(SQL["read"], processing_id, on)
    return Processing.model_validate(dict(row)) if row else None


async def lock(connection: Connection, processing_id: UUID) -> None:
    """Until the end of the transaction nobody else edits it."""
    await connection.execute(SQL["lock"], processing_id)


async def update(connection: Connection, processing_id: UUID, edit: ProcessingEdit) -> None:
    await connection.execute(SQL["update"], processing_id, edit.given())


async def in_use(connection: Connection, product_id: UUID) -> bool:
    return bool(await connection.fetchval(SQL["in_use"], product_id))

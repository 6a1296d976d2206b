"""Files that people handed in."""

from uuid import UUID

from services.documents.domain.file import File, Received
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


async def record(connection: Connection, received: Received) -> File:
    """The stored bytes become a file."""
    told = received.model_dump() | {"digest": f"\\x{received.digest.hex()}"}
    row = await connection.fetchrow(SQL["record"], told)
    return File.model_validate(dict(row or {}))


async def read(connection: Connection, file_id: UUID) -> File:
    row = await connection.fetchrow(SQL["read"], file_id)
    if row is None:
        raise Missing("file-unknown", "There is no such file, or it is not yours to see.")
    return File.model_validate(dict(row))

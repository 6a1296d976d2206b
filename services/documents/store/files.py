"""Files that people handed in: first that bytes are on their way, then what is kept."""

from uuid import UUID

from services.documents.domain.file import File, Received
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, digest: bytes) -> None:
    """Tell, before it is stored, what will be."""
    await connection.execute(SQL["begin"], digest)


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


async def stranded(connection: Connection, most: int) -> list[tuple[UUID, bytes]]:
    """Tenant and digest of what has been on its way for longer than a day."""
    rows = await connection.fetch(SQL["stranded"], most)
    return [(row["tenant_id"], row["digest"]) for row in rows]


async def take_stranded(connection: Connection, digest: bytes) -> bool:
    """Whether its bytes belong to no file, and may go. Until the commit nobody hands them in."""
    return bool(await connection.fetchval(SQL["take_stranded"], digest))

"""Keep a file that somebody hands in.

Killed before it is recorded, the caller never heard of a file and hands it in again: the same bytes
lie under the same key.
"""

from uuid import UUID

from services.documents.commands.keep_object import keep_object
from services.documents.domain.file import File, Received
from services.documents.domain.stored import Stored, stored
from services.documents.store import files, kept
from services.documents.store.objects import Objects
from shared.database import Connection, Pool


async def store_file(
    pool: Pool, objects: Objects, tenant_id: UUID, told: Received, content: bytes
) -> tuple[UUID, Stored]:
    """What remains is ``record_file``."""
    thing = stored(tenant_id, content, "file", told.media_type)
    return await keep_object(pool, objects, tenant_id, thing, content), thing


async def record_file(connection: Connection, told: Received, begun: tuple[UUID, Stored]) -> File:
    """The stored bytes become a file."""
    file = await files.record(connection, told)
    await kept.record(connection, begun[0], file.id, begun[1])
    return file

"""What is kept, in the order of storage, and what comparisons with it found."""

from typing import NamedTuple
from uuid import UUID

from services.documents.domain.storage_check import Lock, Recorded, StorageCheck, Tally
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Held(NamedTuple):
    """Objects and their bytes, each counted once."""

    objects: int
    bytes: int


async def keepers(connection: Connection, after: UUID | None, most: int) -> list[UUID]:
    """Providers of whom something is kept, after one of them."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["keepers"], after, most)]


async def recorded(connection: Connection, after: str, most: int) -> list[Recorded]:
    """Of the provider of this transaction, after a key."""
    rows = await connection.fetch(SQL["recorded"], after, most)
    return [Recorded(row["object_key"], row["digest"], row["size"]) for row in rows]


async def record(connection: Connection, tally: Tally, lock: Lock, *, digests: bool) -> None:
    await connection.execute(SQL["record"], digests, lock, tally)


async def last(connection: Connection) -> StorageCheck | None:
    row = await connection.fetchrow(SQL["last"])
    return StorageCheck.model_validate(dict(row)) if row else None


async def held(connection: Connection) -> Held:
    row = await connection.fetchrow(SQL["held"])
    assert row is not None
    return Held(row["objects"], row["bytes"])

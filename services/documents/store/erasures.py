"""What leaves storage for good, and what is said of it afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.documents.domain.verification import Verification
from services.documents.store import kept
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def order(connection: Connection, client_id: UUID) -> None:
    """What is taken after this is all that there will ever be."""
    await connection.execute(SQL["hold"], client_id)
    await connection.execute(SQL["order"], client_id)


async def is_ordered(connection: Connection, client_id: UUID) -> bool:
    """Whether nothing may be made for this client any more; it stays so until the commit."""
    await connection.execute(SQL["wait_for_orders"], [client_id])
    return bool(await connection.fetchval(SQL["is_ordered"], client_id))


async def ordered_among(connection: Connection, clients: Sequence[UUID]) -> set[UUID]:
    """Those of them for whom nothing may be made any more; it stays so until the commit."""
    await connection.execute(SQL["wait_for_orders"], list(clients))
    rows = await connection.fetch(SQL["ordered_among"], list(clients))
    return {row["client_id"] for row in rows}


async def ordered_since(connection: Connection, clients: Sequence[UUID], moment: datetime) -> bool:
    """Whether one of these was to be erased from this moment on; it stays so until the commit."""
    await connection.execute(SQL["wait_for_orders"], list(clients))
    return bool(await connection.fetchval(SQL["ordered_since"], list(clients), moment))


async def held(connection: Connection, client_id: UUID) -> int:
    """Documents of a client whose bytes are there."""
    return int(await connection.fetchval(SQL["held"], client_id))


async def take_documents(connection: Connection, client_id: UUID) -> int:
    """From now on nobody reads them; how many those were. Their bytes are told to leave."""
    taken = await connection.fetch(SQL["take_documents"], client_id)
    await kept.release(connection, [row["document_id"] for row in taken], client_id)
    return len(taken)


async def take_files(connection: Connection, client_id: UUID, files: Sequence[UUID]) -> int:
    """As ``take_documents``, with the names that people gave them. The same bytes under another
    file's name stay in storage."""
    taken = await connection.fetch(SQL["take_files"], list(files))
    await kept.release(connection, [row["file_id"] for row in taken], client_id)
    await connection.execute(SQL["unname_files"], list(files))
    return len(taken)


async def reply_later(connection: Connection, client_id: UUID, erased: dict[str, int]) -> None:
    """Once nothing of the client is left in storage."""
    await connection.execute(SQL["reply_later"], client_id, erased)


async def unerased(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and client of whom something is in storage, or has to be told."""
    rows = await connection.fetch(SQL["unerased"], most)
    return [(row["tenant_id"], row["client_id"]) for row in rows]


async def removals(connection: Connection, client_id: UUID, most: int) -> list[str]:
    """Keys of objects that are still to go."""
    rows = await connection.fetch(SQL["removals"], client_id, most)
    return [row["object_key"] for row in rows]


async def postpone(connection: Connection, client_id: UUID, key: str) -> None:
    """Storage keeps this under a lock: it is asked again in an hour."""
    await connection.execute(SQL["postpone"], client_id, key)


async def removed(connection: Connection, client_id: UUID, key: str) -> None:
    await connection.execute(SQL["removed"], client_id, key)


async def replies(connection: Connection, client_id: UUID) -> list[dict[str, Any]]:
    """What is to be told now; none while something is left in storage."""
    return [row["erased"] for row in await connection.fetch(SQL["replies"], client_id)]


async def verify(
    connection: Connection, digest: bytes, client_id: UUID | None
) -> Verification | None:
    """The first that bears this digest; only of ``client_id`` unless that is null."""
    row = await connection.fetchrow(SQL["verify"], digest, client_id)
    return Verification.model_validate(dict(row)) if row else None

from collections.abc import Collection
from uuid import UUID

from services.contracts.domain.said import Said
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, key: str, body_digest: bytes) -> Said | None:
    """Null for a new key; else the answer that the same call was given. ``Conflict`` for another
    body, and where the answer was erased. A call that is still under way is waited for.
    """
    if await connection.fetchval(SQL["begin"], key, body_digest):
        return None
    row = await connection.fetchrow(SQL["read"], key)
    if row is not None and row["answer"] is None:
        raise Conflict(
            "answer-erased",
            "This was done before, and what it answered was erased since; for something new choose"
            " a new key.",
        )
    if row is None or row["body_digest"] != body_digest:
        raise Conflict(
            "idempotency-key-reused",
            "This Idempotency-Key was used for another request; choose a new key.",
        )
    return Said.model_validate(row["answer"])


async def answer(connection: Connection, key: str, said: Said, about: Collection[UUID]) -> None:
    """``about``: everything that it tells of, so that it goes when that is erased."""
    await connection.execute(SQL["answer"], key, said, list(about))


async def erase_about(connection: Connection, made_id: UUID) -> None:
    """What was answered when something was made or altered, for who erases it."""
    await connection.execute(SQL["erase_about"], str(made_id))


async def due(connection: Connection) -> list[UUID]:
    """Providers of which answers are kept that nobody asks for any more."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["due"])]


async def forget(connection: Connection) -> None:
    await connection.execute(SQL["forget"])

"""Letters in PostgreSQL, and the queue in which they are made."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.documents.domain.letter import Letter, LetterDraft, LetterFile, LetterKind
from services.documents.domain.record_document import Content
from services.documents.store import kept
from shared.database import Connection
from shared.errors import DomainError, Missing
from shared.queue import jobs
from shared.sql import load

SQL = load(__file__)
ENTRYPOINT = "letter"


async def request(
    connection: Connection, draft: LetterDraft, content: Content
) -> tuple[Letter, bool]:
    """The letter under this key, and whether it is new. ``Conflict`` when it is another."""
    letter_id = await connection.fetchval(SQL["request"], draft.key, draft.kind, draft.language)
    if letter_id is None:
        row = await connection.fetchrow(SQL["under_key"], draft.key)
        standing = Letter.model_validate(dict(row or {}))
        standing.refuse_another(draft, content)
        return standing, False
    frozen = (content.canonical, content.digest, list(content.client_ids))
    await connection.execute(SQL["freeze"], letter_id, *frozen)
    return await read(connection, letter_id), True


async def enqueue(connection: Connection, tenant_id: UUID, letter_id: UUID) -> None:
    """In the caller's transaction; nothing happens when it is waiting or being made already."""
    payload = json.dumps({"tenant_id": str(tenant_id), "letter_id": str(letter_id)})
    await jobs(connection, "documents").enqueue(
        ENTRYPOINT, payload.encode(), dedupe_key=str(letter_id), on_conflict="skip"
    )


def job(payload: bytes | None) -> tuple[UUID, UUID]:
    """Tenant and letter."""
    told = json.loads(payload or b"{}")
    return UUID(told["tenant_id"]), UUID(told["letter_id"])


async def read(connection: Connection, letter_id: UUID) -> Letter:
    row = await connection.fetchrow(SQL["read"], letter_id)
    if row is None:
        raise Missing("letter-unknown", "There is no such letter, or it is not yours to see.")
    return Letter.model_validate(dict(row))


async def page(
    connection: Connection,
    kind: LetterKind | None,
    client_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[Letter]:
    """The newest first."""
    rows = await connection.fetch(SQL["page"], kind, client_id, after, limit)
    return [Letter.model_validate(dict(row)) for row in rows]


async def read_content(connection: Connection, letter_id: UUID) -> Content:
    row = await connection.fetchrow(SQL["content"], letter_id)
    return Content.model_validate(dict(row or {}))


async def hold(connection: Connection, letter_id: UUID) -> bool:
    """False when its text was erased; else nobody erases it until the commit."""
    return await connection.fetchval(SQL["hold"], letter_id) is None


async def record(connection: Connection, file: LetterFile) -> UUID | None:
    """The stored bytes become its file; null when it had one of this format already."""
    told: dict[str, Any] = file.model_dump(exclude={"id", "stored_at"}) | {
        "digest": f"\\x{file.digest.hex()}",
        "source_digest": f"\\x{file.source_digest.hex()}",
    }
    made: UUID | None = await connection.fetchval(SQL["record"], told)
    return made


async def files(connection: Connection, letter_ids: Sequence[UUID]) -> list[LetterFile]:
    rows = await connection.fetch(SQL["files"], list(letter_ids))
    return [LetterFile.model_validate(dict(row)) for row in rows]


async def complete(connection: Connection, letter_id: UUID) -> None:
    await connection.execute(SQL["complete"], letter_id)


async def postpone(
    connection: Connection, letter_id: UUID, problem: DomainError, wait: timedelta
) -> None:
    """Keep what went wrong, and leave it to the sweep from ``wait`` on."""
    await connection.execute(SQL["postpone"], letter_id, problem.code, problem.detail, wait)


async def due(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and id of what is to be made in any tenant."""
    rows = await connection.fetch(SQL["due"], most)
    return [(row["tenant_id"], row["id"]) for row in rows]


async def erase(connection: Connection, client_id: UUID) -> int:
    """Text and files of every letter that names this client; how many files those were."""
    naming = [row["letter_id"] for row in await connection.fetch(SQL["erase"], client_id)]
    gone = [one.id for one in await files(connection, naming) if one.id]
    await kept.release(connection, gone, client_id)
    return len(gone)


async def held(connection: Connection, client_id: UUID) -> int:
    """Files that name a client and are there."""
    return int(await connection.fetchval(SQL["held"], client_id))

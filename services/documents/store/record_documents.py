"""Documents of a provider's own record in PostgreSQL, and the queue in which they are made."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.documents.domain.record_document import (
    Content,
    RecordDocument,
    RecordDocumentDraft,
    RecordFile,
    RecordKind,
)
from services.documents.store import kept
from shared.database import Connection
from shared.errors import DomainError, Missing
from shared.queue import jobs
from shared.sql import load

SQL = load(__file__)
ENTRYPOINT = "record_document"


class Wanted(NamedTuple):
    """Which documents; null is all of them."""

    kind: RecordKind | None
    on: date | None
    change_id: UUID | None


async def today(connection: Connection) -> date:
    day: date = await connection.fetchval(SQL["today"])
    return day


async def request(
    connection: Connection, draft: RecordDocumentDraft, day: date, requested_by: UUID | None
) -> RecordDocument:
    asked = draft.model_dump(mode="json", exclude={"on"}) | {"day": day.isoformat()}
    record_document_id: UUID = await connection.fetchval(SQL["request"], asked, requested_by)
    return await read(connection, record_document_id)


async def enqueue(connection: Connection, tenant_id: UUID, record_document_id: UUID) -> None:
    """In the caller's transaction; nothing happens when it is waiting or being made already."""
    payload = json.dumps(
        {"tenant_id": str(tenant_id), "record_document_id": str(record_document_id)}
    )
    await jobs(connection, "documents").enqueue(
        ENTRYPOINT, payload.encode(), dedupe_key=str(record_document_id), on_conflict="skip"
    )


def job(payload: bytes | None) -> tuple[UUID, UUID]:
    """Tenant and document."""
    told = json.loads(payload or b"{}")
    return UUID(told["tenant_id"]), UUID(told["record_document_id"])


async def read(connection: Connection, record_document_id: UUID) -> RecordDocument:
    row = await connection.fetchrow(SQL["read"], record_document_id)
    if row is None:
        raise Missing(
            "record-document-unknown", "There is no such document, or it is not yours to see."
        )
    return RecordDocument.model_validate(dict(row))


async def page(
    connection: Connection, wanted: Wanted, after: UUID | None, limit: int
) -> list[RecordDocument]:
    """The newest first."""
    rows = await connection.fetch(SQL["page"], *wanted, after, limit)
    return [RecordDocument.model_validate(dict(row)) for row in rows]


async def freeze(connection: Connection, record_document_id: UUID, content: Content) -> Content:
    """What stands from now on: this, or what another attempt froze before."""
    told = (content.canonical, content.digest, list(content.client_ids))
    await connection.execute(SQL["freeze"], record_document_id, *told)
    standing = await read_content(connection, record_document_id)
    assert standing is not None, "it was frozen just now, here or elsewhere"
    return standing


async def read_content(connection: Connection, record_document_id: UUID) -> Content | None:
    row = await connection.fetchrow(SQL["content"], record_document_id)
    return Content.model_validate(dict(row)) if row else None


async def now(connection: Connection) -> datetime:
    moment: datetime = await connection.fetchval(SQL["now"])
    return moment


async def hold(connection: Connection, record_document_id: UUID) -> bool:
    """False when its content was erased; else nobody erases it until the commit."""
    return await connection.fetchval(SQL["hold"], record_document_id) is None


async def record(connection: Connection, file: RecordFile) -> UUID | None:
    """The stored bytes become its file; null when it had one of this format already."""
    told: dict[str, Any] = file.model_dump(exclude={"id", "stored_at"}) | {
        "digest": f"\\x{file.digest.hex()}",
        "source_digest": f"\\x{file.source_digest.hex()}",
    }
    made: UUID | None = await connection.fetchval(SQL["record"], told)
    return made


async def files(connection: Connection, document_ids: Sequence[UUID]) -> list[RecordFile]:
    rows = await connection.fetch(SQL["files"], list(document_ids))
    return [RecordFile.model_validate(dict(row)) for row in rows]


async def complete(connection: Connection, record_document_id: UUID) -> None:
    await connection.execute(SQL["complete"], record_document_id)


async def postpone(
    connection: Connection, record_document_id: UUID, problem: DomainError, wait: timedelta
) -> None:
    """Keep what went wrong, and leave it to the sweep from ``wait`` on."""
    await connection.execute(
        SQL["postpone"], record_document_id, problem.code, problem.detail, wait
    )


async def due(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and id of what is to be made in any tenant."""
    rows = await connection.fetch(SQL["due"], most)
    return [(row["tenant_id"], row["id"]) for row in rows]


async def erase(connection: Connection, client_id: UUID) -> int:
    """Text and files of every document that names this client; how many files those were."""
    naming = [row["record_document_id"] for row in await connection.fetch(SQL["erase"], client_id)]
    gone = [one.id for one in await files(connection, naming) if one.id]
    await kept.release(connection, gone, client_id)
    return len(gone)


async def held(connection: Connection, client_id: UUID) -> int:
    """Files that name a client and are there."""
    return int(await connection.fetchval(SQL["held"], client_id))

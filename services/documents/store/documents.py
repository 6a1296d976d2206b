"""Documents in PostgreSQL: first what is about to be stored, then what is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.documents.domain.rendering import Document, Kind, Made
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, rendering_id: UUID, made: Made) -> None:
    """Tell, before it is stored, what will be; a later attempt replaces what was told."""
    await begin_many(connection, {rendering_id: made})


async def begin_many(connection: Connection, files: Mapping[UUID, Made]) -> None:
    """As ``begin``, by rendering."""
    told = [
        made.model_dump()
        | {
            "rendering_id": rendering_id,
            "digest": _bytea(made.digest),
            "source_digest": _bytea(made.source_digest),
            "snapshot_digest": _bytea(made.snapshot_digest),
        }
        for rendering_id, made in files.items()
    ]
    await connection.execute(SQL["begin"], told)


async def begun(connection: Connection, rendering_id: UUID, kind: Kind) -> Made | None:
    """What an attempt that did not finish was about to store."""
    row = await connection.fetchrow(SQL["begun"], rendering_id, kind)
    return None if row is None else Made.model_validate(dict(row))


async def record(connection: Connection, rendering_id: UUID, made: Made) -> UUID | None:
    """The stored file becomes a document, unless there is one of its kind already."""
    recorded = await record_many(connection, made.kind, {rendering_id: made.digest})
    return recorded.get(rendering_id)


async def record_many(
    connection: Connection, kind: Kind, digests: Mapping[UUID, bytes]
) -> dict[UUID, UUID]:
    """As ``record``, by rendering; without those that have one of this kind already."""
    rows = await connection.fetch(SQL["record"], list(digests), kind, list(digests.values()))
    return {row["rendering_id"]: row["id"] for row in rows}


async def identifiers(connection: Connection, renderings: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Of all documents of each rendering that has one."""
    found: dict[UUID, list[UUID]] = {}
    for row in await connection.fetch(SQL["identifiers"], list(renderings)):
        found.setdefault(row["rendering_id"], []).append(row["id"])
    return found


async def pdf_of(connection: Connection, docx_digest: bytes) -> Made | None:
    """What was made of these very bytes before, for whichever rendering."""
    row = await connection.fetchrow(SQL["pdf_of"], docx_digest)
    return None if row is None else Made.model_validate(dict(row))


async def of_rendering(connection: Connection, rendering_id: UUID) -> dict[Kind, Document]:
    rows = await connection.fetch(SQL["of_rendering"], rendering_id)
    found = (Document.model_validate(dict(row)) for row in rows)
    return {document.kind: document for document in found}


async def of_version(
    connection: Connection, version_id: UUID, client_id: UUID | None
) -> list[Document]:
    """The oldest first; only those of `client_id` unless that is null."""
    rows = await connection.fetch(SQL["of_version"], version_id, client_id)
    return [Document.model_validate(dict(row)) for row in rows]


async def get(connection: Connection, document_id: UUID, client_id: UUID | None) -> Document:
    row = await connection.fetchrow(SQL["get"], document_id, client_id)
    if row is None:
        raise Missing("document-missing", "There is no such document.")
    return Document.model_validate(dict(row))


def _bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"

"""Documents in PostgreSQL: first what is about to be stored, then what is."""

from uuid import UUID

from services.documents.domain.rendering import Document, Kind, Made
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


async def begin(connection: Connection, rendering_id: UUID, made: Made) -> None:
    """Tell, before it is stored, what will be; a later attempt replaces what was told."""
    told = made.model_dump() | {
        "digest": _bytea(made.digest),
        "source_digest": _bytea(made.source_digest),
        "snapshot_digest": _bytea(made.snapshot_digest),
    }
    await connection.execute(SQL["begin"], rendering_id, told)


async def begun(connection: Connection, rendering_id: UUID, kind: Kind) -> Made | None:
    """What an attempt that did not finish was about to store."""
    row = await connection.fetchrow(SQL["begun"], rendering_id, kind)
    return None if row is None else Made.model_validate(dict(row))


async def record(connection: Connection, rendering_id: UUID, made: Made) -> UUID | None:
    """The stored file becomes a document, unless there is one of its kind already."""
    document_id: UUID | None = await connection.fetchval(
        SQL["record"], rendering_id, made.kind, made.digest
    )
    return document_id


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

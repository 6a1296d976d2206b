"""The documents of a version, and a link to download each."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel

from services.documents.domain.rendering import Document, DocumentSeal, Kind, Variant
from services.documents.routes.access import READERS, client_of
from services.documents.store import documents
from services.documents.store.objects import CONTENT_TYPES
from shared.database import tenant_transaction
from shared.errors import Conflict
from shared.web import ActorRequest, only

LIFETIME = timedelta(minutes=5)


class DocumentOut(BaseModel):
    """`digest` is the SHA-256 of the file in hex, `snapshot_digest` that of what it prints,
    `source_digest` that of the template of a DOCX, or of the DOCX that a PDF was made from;
    `engine` names and versions of what made it, which decide the bytes of a DOCX, null where that
    was not told yet; `erased_at` since when the file is gone: its digests still prove that it was
    issued."""

    id: UUID
    version_id: UUID
    variant: Variant
    kind: Kind
    digest: str
    snapshot_digest: str
    source_digest: str
    size: int
    file_name: str
    engine: str | None
    stored_at: datetime
    erased_at: datetime | None
    seal: DocumentSeal | None


class LinkOut(BaseModel):
    """Whoever has the link may download the file until it expires."""

    url: str
    expires_at: datetime


@get("/documents", guards=[only(*READERS)])
async def list_documents(
    request: ActorRequest, state: State, version_id: FromQuery[UUID]
) -> list[DocumentOut]:
    """Of one version, the oldest first; a contact, or a reseller, sees those of its own client."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await documents.of_version(connection, version_id, client_of(actor))
    return [_out(document) for document in found]


@get("/documents/{document_id:uuid}/link", guards=[only(*READERS)])
async def link_document(
    request: ActorRequest, state: State, document_id: FromPath[UUID]
) -> LinkOut:
    """A signed link of five minutes to the file in storage; 404 for another client's document."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        document = await documents.get(connection, document_id, client_of(actor))
    refuse_erased(document.erased_at, document.digest)
    url = state.objects.link(
        document.key(actor.tenant), document.file_name, CONTENT_TYPES[document.kind], LIFETIME
    )
    return LinkOut(url=url, expires_at=datetime.now(UTC) + LIFETIME)


def refuse_erased(erased_at: datetime | None, digest: bytes) -> None:
    """``Conflict`` for what was issued or handed in, and has been erased since."""
    if erased_at is not None:
        raise Conflict(
            "document-erased",
            "It was erased when claims had lapsed; its digest still proves that it was there.",
            digest=digest.hex(),
            erased_at=erased_at.isoformat(),
        )


def _out(document: Document) -> DocumentOut:
    return DocumentOut(
        **document.model_dump(
            include=set(DocumentOut.model_fields) - {"digest", "snapshot_digest", "source_digest"}
        ),
        digest=document.digest.hex(),
        snapshot_digest=document.snapshot_digest.hex(),
        source_digest=document.source_digest.hex(),
    )

"""Documents that a provider makes of its own record: asked for, followed, fetched."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, Field

from services.documents.domain.record_content import printed
from services.documents.domain.record_document import (
    OwnKind,
    RecordDocument,
    RecordDocumentDraft,
    RecordFile,
    RecordKind,
    Told,
    refuse_day_to_come,
    refuse_other_subject,
)
from services.documents.domain.record_document import State as Progress
from services.documents.domain.rendering import Kind
from services.documents.peers.registers import read_record
from services.documents.routes.documents import LIFETIME, LinkOut, refuse_erased
from services.documents.store import record_documents
from services.documents.store.objects import CONTENT_TYPES
from services.documents.store.record_documents import Wanted
from shared.database import Connection, tenant_transaction
from shared.errors import Conflict
from shared.identity import STAFF, WRITERS
from shared.text import Language
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class RecordFileOut(BaseModel):
    """``digest`` is the SHA-256 of the file in hex, ``size`` its bytes; ``source_digest`` is that
    of the template, or of the DOCX under a PDF."""

    format: Kind = Field(examples=["pdf"])
    file_name: str = Field(examples=["verwerkingsregister-2026-11-22.pdf"])
    digest: str = Field(examples=["9f86d081" * 8])
    size: int = Field(examples=[104211])
    source_digest: str = Field(examples=["9f86d081" * 8])
    stored_at: datetime | None


class RecordDocumentOut(BaseModel):
    """``state``: waiting, failing (tried again by itself; ``problem`` and ``detail`` say on what),
    complete, or erased with a client that it named. ``digest`` is the SHA-256 in hex of what is
    printed, frozen as canonical JSON (RFC 8785); null until it is frozen."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    kind: RecordKind = Field(examples=["processing-record"])
    language: Language
    on: date
    told: Told
    change_id: UUID | None = Field(examples=[None])
    state: Progress = Field(examples=["complete"])
    requested_at: datetime
    requested_by: UUID | None
    completed_at: datetime | None
    problem: str | None = Field(examples=[None])
    detail: str | None = Field(examples=[None])
    digest: str | None = Field(examples=["9f86d081" * 8])
    files: list[RecordFileOut]


class RecordDocumentsOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[RecordDocumentOut]
    next: UUID | None = Field(examples=[None])


class ContentOut(BaseModel):
    """``content`` is what would be printed now; ``missing`` in it says what nobody recorded yet."""

    kind: OwnKind = Field(examples=["data-pro-statement"])
    language: Language
    on: date
    content: dict[str, Any]


@post("/record-documents", guards=[only(*WRITERS)], status_code=202)
async def add_record_document(
    request: ActorRequest, state: State, data: JSONBody[RecordDocumentDraft]
) -> RecordDocumentOut:
    """Make the record of processing or the Data Pro Statement of a day, or the evidence report of a
    change, as DOCX and PDF."""
    actor = request.user
    refuse_other_subject(data)
    async with within(request) as connection:
        day = await _day(connection, data.on)
        document = await record_documents.request(connection, data, day, actor.id)
        await record_documents.enqueue(connection, actor.tenant, document.id)
        return made(_out(document, []))


@get("/record-documents", guards=[only(*STAFF)])
async def list_record_documents(
    request: ActorRequest,
    state: State,
    kind: FromQuery[RecordKind | None] = None,
    on: FromQuery[date | None] = None,
    change_id: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> RecordDocumentsOut:
    """What was made of the record, the newest first; of one day when ``on`` says so, and of one
    change when ``change_id`` does."""
    wanted = Wanted(kind, on, change_id)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        found = await record_documents.page(connection, wanted, after, limit)
        files = await record_documents.files(connection, [one.id for one in found])
    items = [_out(one, files) for one in found]
    return RecordDocumentsOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/record-documents/{record_document_id:uuid}", guards=[only(*STAFF)])
async def read_record_document(
    request: ActorRequest, state: State, record_document_id: FromPath[UUID]
) -> RecordDocumentOut:
    """How far it is, and its files."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        document = await record_documents.read(connection, record_document_id)
        return _out(document, await record_documents.files(connection, [record_document_id]))


@get("/record-documents/{record_document_id:uuid}/link", guards=[only(*STAFF)])
async def link_record_document(
    request: ActorRequest,
    state: State,
    record_document_id: FromPath[UUID],
    file_format: Annotated[Kind, QueryParameter(name="format")] = "pdf",
) -> LinkOut:
    """A signed link of five minutes with which a browser downloads the file from storage."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        document = await record_documents.read(connection, record_document_id)
        found = {
            one.format: one
            for one in await record_documents.files(connection, [record_document_id])
        }
    file = found.get(file_format)
    if file is None:
        raise Conflict(
            "record-document-unfinished", "It is still being made; ask again when it is there."
        )
    refuse_erased(document.erased_at, file.digest)
    url = state.objects.link(
        file.key(tenant_id), file.file_name, CONTENT_TYPES[file.format], LIFETIME
    )
    return LinkOut(url=url, expires_at=datetime.now(UTC) + LIFETIME)


@get("/record-contents/{kind:str}", guards=[only(*STAFF)])
async def read_record_content(
    request: ActorRequest,
    state: State,
    kind: FromPath[OwnKind],
    language: FromQuery[Language] = "nl",
    on: FromQuery[date | None] = None,
) -> ContentOut:
    """What such a document would print now, and what is missing in it; nothing is kept."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        day = await _day(connection, on)
    told = await read_record(state.contracts, tenant_id, kind, day)
    content = printed(kind, language, day, Told(), told)
    return ContentOut(kind=kind, language=language, on=day, content=content)


async def _day(connection: Connection, on: date | None) -> date:
    today = await record_documents.today(connection)
    refuse_day_to_come(on or today, today)
    return on or today


def _out(document: RecordDocument, files: list[RecordFile]) -> RecordDocumentOut:
    fields = set(RecordDocumentOut.model_fields) - {"digest", "on", "state", "files"}
    return RecordDocumentOut(
        **document.model_dump(include=fields),
        on=document.day,
        state=document.state,
        digest=document.digest.hex() if document.digest else None,
        files=[_file(one) for one in files if one.record_document_id == document.id],
    )


def _file(file: RecordFile) -> RecordFileOut:
    return RecordFileOut(
        **file.model_dump(include={"format", "file_name", "size", "stored_at"}),
        digest=file.digest.hex(),
        source_digest=file.source_digest.hex(),
    )


HANDLERS = [
    add_record_document,
    list_record_documents,
    read_record_document,
    link_record_document,
    read_record_content,
]

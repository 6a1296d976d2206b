"""Letters and reports on notices, which notifications has made; staff fetch them."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, Field

from services.documents.domain.data_check import refuse_unlike
from services.documents.domain.letter import Letter, LetterDraft, LetterFile, LetterKind
from services.documents.domain.letter import State as Progress
from services.documents.domain.rendering import Kind
from services.documents.routes.documents import LIFETIME, LinkOut, refuse_erased
from services.documents.routes.record_documents import Limit
from services.documents.store import erasures, letters
from services.documents.store.objects import CONTENT_TYPES
from shared.database import tenant_transaction
from shared.errors import Conflict
from shared.identity import STAFF
from shared.text import Language
from shared.trail import enter, made
from shared.web import ActorRequest, only

READERS = (*STAFF, "notifications")


class LetterFileOut(BaseModel):
    """``digest`` is the SHA-256 of the file in hex, ``size`` its bytes; ``source_digest`` is that
    of the template, or of the DOCX under a PDF."""

    format: Kind = Field(examples=["pdf"])
    file_name: str = Field(examples=["brief-wijziging-VWO-2026-0001.pdf"])
    digest: str = Field(examples=["9f86d081" * 8])
    size: int = Field(examples=[104211])
    source_digest: str = Field(examples=["9f86d081" * 8])
    stored_at: datetime | None


class LetterOut(BaseModel):
    """``state``: waiting, failing (tried again by itself; ``problem`` and ``detail`` say on what),
    complete, or erased with a client that it named. ``digest`` is the SHA-256 in hex of what is
    printed, frozen as canonical JSON (RFC 8785)."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    key: str = Field(examples=["delivery/019a0000-0000-7000-8000-000000000003"])
    kind: LetterKind
    language: Language
    client_ids: tuple[UUID, ...] = Field(examples=[["019a0000-0000-7000-8000-000000000002"]])
    state: Progress = Field(examples=["complete"])
    requested_at: datetime
    completed_at: datetime | None
    problem: str | None = Field(examples=[None])
    detail: str | None = Field(examples=[None])
    digest: str = Field(examples=["9f86d081" * 8])
    files: list[LetterFileOut]


class LettersOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[LetterOut]
    next: UUID | None = Field(examples=[None])


@post("/letters", guards=[only("notifications")], status_code=202, body_stays=False)
async def add_letter(request: ActorRequest, state: State, data: JSONBody[LetterDraft]) -> LetterOut:
    """Make a letter, or the report on a notice, as DOCX and PDF; under a key once."""
    data.refuse_addressees()
    refuse_unlike(data.kind, data.data)
    content, tenant_id = data.content(), request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        if await erasures.ordered_among(connection, content.client_ids):
            raise Conflict(
                "client-erased", "A client in it was erased; nothing is made of it any more."
            )
        letter, new = await letters.request(connection, data, content)
        if new:
            await letters.enqueue(connection, tenant_id, letter.id)
            told = made(_out(letter, []))
            await enter(request, connection, tenant_id)
            return told
        return _out(letter, await letters.files(connection, [letter.id]))


@get("/letters", guards=[only(*READERS)])
async def list_letters(
    request: ActorRequest,
    state: State,
    kind: FromQuery[LetterKind | None] = None,
    client_id: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> LettersOut:
    """Letters and reports, the newest first; of one client when ``client_id`` says so."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        found = await letters.page(connection, kind, client_id, after, limit)
        files = await letters.files(connection, [one.id for one in found])
    items = [_out(one, files) for one in found]
    return LettersOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/letters/{letter_id:uuid}", guards=[only(*READERS)])
async def read_letter(request: ActorRequest, state: State, letter_id: FromPath[UUID]) -> LetterOut:
    """How far it is, and its files."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        letter = await letters.read(connection, letter_id)
        return _out(letter, await letters.files(connection, [letter_id]))


@get("/letters/{letter_id:uuid}/link", guards=[only(*READERS)])
async def link_letter(
    request: ActorRequest,
    state: State,
    letter_id: FromPath[UUID],
    file_format: Annotated[Kind, QueryParameter(name="format")] = "pdf",
) -> LinkOut:
    """A signed link of five minutes with which a browser downloads the file from storage."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        letter = await letters.read(connection, letter_id)
        found = {one.format: one for one in await letters.files(connection, [letter_id])}
    refuse_erased(letter.erased_at, letter.digest)
    file = found.get(file_format)
    if file is None:
        raise Conflict("letter-unfinished", "It is still being made; ask again when it is there.")
    url = state.objects.link(
        file.key(tenant_id), file.file_name, CONTENT_TYPES[file.format], LIFETIME
    )
    return LinkOut(url=url, expires_at=datetime.now(UTC) + LIFETIME)


def _out(letter: Letter, files: list[LetterFile]) -> LetterOut:
    fields = set(LetterOut.model_fields) - {"digest", "state", "files"}
    return LetterOut(
        **letter.model_dump(include=fields),
        state=letter.state,
        digest=letter.digest.hex(),
        files=[_file(one) for one in files if one.letter_id == letter.id],
    )


def _file(file: LetterFile) -> LetterFileOut:
    return LetterFileOut(
        **file.model_dump(include={"format", "file_name", "size", "stored_at"}),
        digest=file.digest.hex(),
        source_digest=file.source_digest.hex(),
    )


HANDLERS = [add_letter, list_letters, read_letter, link_letter]

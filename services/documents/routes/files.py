"""Files that people hand in: signed copies, certificates, agreements of suppliers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel, Field

from services.documents.commands.keep_file import record_file, store_file
from services.documents.domain.file import LARGEST, File, key, received
from services.documents.routes.access import FILE_READERS, FILE_WRITERS
from services.documents.routes.documents import LIFETIME, LinkOut, refuse_erased
from services.documents.store import files
from shared.database import tenant_transaction
from shared.trail import made, within
from shared.web import ActorRequest, only

FileName = Annotated[
    str, QueryParameter(description="The name under which people download it.", max_length=200)
]


@dataclass
class TakesBytes(Operation):
    """The body is the file itself, of whatever kind its Content-Type says."""

    def __post_init__(self) -> None:
        anything = OpenAPIMediaType(
            schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        )
        self.request_body = RequestBody(
            content={"*/*": anything}, description="The bytes of the file.", required=True
        )


class FileOut(BaseModel):
    """``digest`` is the SHA-256 of the bytes in hex, ``size`` their number; ``erased_at`` since
    when they are gone."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    name: str = Field(examples=["certificaat.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    digest: str = Field(examples=["9f86d081" * 8])
    size: int = Field(examples=[84213])
    stored_at: datetime
    erased_at: datetime | None = None


@post(
    "/files",
    guards=[only(*FILE_WRITERS)],
    operation_class=TakesBytes,
    request_max_body_size=LARGEST,
)
async def add_file(request: ActorRequest, state: State, name: FileName) -> FileOut:
    """Hand in a file of at most 25 MB; what comes back names it wherever it is referred to."""
    media_type = request.headers.get("content-type", "")
    content = await request.body()
    told = received(name, media_type, content)
    begun = await store_file(state.pool, state.objects, request.user.tenant, told, content)
    async with within(request) as connection:
        return made(_out(await record_file(connection, told, begun)))


@get("/files/{file_id:uuid}", guards=[only(*FILE_READERS)])
async def read_file(request: ActorRequest, state: State, file_id: FromPath[UUID]) -> FileOut:
    """What is kept of a file, without its bytes."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return _out(await files.read(connection, file_id))


@get("/files/{file_id:uuid}/link", guards=[only(*FILE_READERS)])
async def link_file(request: ActorRequest, state: State, file_id: FromPath[UUID]) -> LinkOut:
    """A signed link of five minutes with which a browser downloads the file from storage."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        file = await files.read(connection, file_id)
    refuse_erased(file.erased_at, file.digest)
    url = state.objects.link(key(tenant_id, file.digest), file.name, file.media_type, LIFETIME)
    return LinkOut(url=url, expires_at=datetime.now(UTC) + LIFETIME)


def _out(file: File) -> FileOut:
    return FileOut(**file.model_dump(exclude={"digest"}), digest=file.digest.hex())


HANDLERS = [add_file, read_file, link_file]

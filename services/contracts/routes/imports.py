from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, FromQuery, QueryParameter

from services.contracts.commands.example_import import CSV, XLSX, example
from services.contracts.domain.client_import import (
    LARGEST,
    ClientImport,
    FindingPage,
    ImportPage,
    ImportWish,
    OnExisting,
)
from services.contracts.domain.found import found
from services.contracts.routes.access import staff_reads, staff_writes, within
from services.contracts.store import client_imports
from shared.errors import Conflict, Invalid
from shared.text import Language
from shared.trail import made
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@dataclass
class TakesTable(Operation):
    """The body is the file itself."""

    def __post_init__(self) -> None:
        table = OpenAPIMediaType(
            schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        )
        self.request_body = RequestBody(
            content={CSV: table, XLSX: table},
            description="A CSV or XLSX file with the columns of the example.",
            required=True,
        )


@post(
    "/imports",
    guards=[staff_writes],
    status_code=202,
    operation_class=TakesTable,
    request_max_body_size=LARGEST,
)
async def add_import(
    request: ActorRequest,
    name: Annotated[str, QueryParameter(max_length=200)] = "",
    dry_run: FromQuery[bool] = False,
    on_existing: FromQuery[OnExisting] = "keep",
) -> ClientImport:
    """A file of clients, contacts, products and terms: all of it is taken over, or nothing. What
    comes back says where to look how far it is."""
    content = await request.body()
    if not content:
        raise Invalid("file-empty", "Send the bytes of the file as the body.", field="body")
    wish = ImportWish(
        file_name=name,
        media_type=request.headers.get("content-type", "")[:100],
        dry_run=dry_run,
        on_existing=on_existing,
    )
    async with within(request) as connection:
        import_id = await client_imports.insert(connection, wish, content, request.user.id)
        return made(found(await client_imports.read(connection, import_id), "import"))


@get("/imports", guards=[staff_reads])
async def list_imports(
    request: ActorRequest, after: FromQuery[str | None] = None, limit: Limit = 50
) -> ImportPage:
    """The newest first."""
    async with within(request) as connection:
        return await client_imports.list_page(connection, after, limit)


@get("/imports/{import_id:uuid}", guards=[staff_reads])
async def read_import(request: ActorRequest, import_id: FromPath[UUID]) -> ClientImport:
    """How far an import is, or what came of it."""
    async with within(request) as connection:
        return found(await client_imports.read(connection, import_id), "import")


@get("/imports/{import_id:uuid}/findings", guards=[staff_reads])
async def list_import_findings(
    request: ActorRequest,
    import_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 100,
) -> FindingPage:
    """What is wrong with the file, by row and column; at most the first thousand."""
    async with within(request) as connection:
        found(await client_imports.read(connection, import_id), "import")
        return await client_imports.findings(connection, import_id, after, limit)


@post("/imports/{import_id:uuid}/confirmations", guards=[staff_writes], status_code=202)
async def confirm_import(request: ActorRequest, import_id: FromPath[UUID]) -> ClientImport:
    """Take over the file of a dry run that found nothing; within a day, and once."""
    async with within(request) as connection:
        found(await client_imports.read(connection, import_id), "import")
        confirmed = await client_imports.confirm(connection, import_id, request.user.id)
        if confirmed is None:
            raise Conflict(
                "not-confirmable",
                "Only a dry run that found nothing can be confirmed, once and within a day;"
                " send the file again.",
            )
        return made(found(await client_imports.read(connection, confirmed), "import"))


@get("/imports/example", guards=[staff_reads])
async def download_import_example(
    request: ActorRequest,
    kind: Annotated[Literal["csv", "xlsx"], QueryParameter(name="format")] = "xlsx",
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """A file with every column and one client, to fill in further."""
    name = "klanten" if language == "nl" else "clients"
    return Response(
        example(kind, language),
        media_type=CSV if kind == "csv" else XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


HANDLERS = [
    add_import,
    list_imports,
    read_import,
    list_import_findings,
    confirm_import,
    download_import_example,
]

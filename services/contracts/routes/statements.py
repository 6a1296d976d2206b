from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands.keep_statement import NOUN, add_statement, withdraw_statement
from services.contracts.commands.show_register import every_statement
from services.contracts.domain.found import found
from services.contracts.domain.register_table import statement_lines
from services.contracts.domain.statement import (
    StatementDraft,
    StatementPage,
    StatementRead,
    StatementWithdrawal,
)
from services.contracts.routes.access import PageSize, staff_reads, staff_writes, within
from services.contracts.store import statements
from shared.etag import tagged
from shared.tables import BOM, csv_lines
from shared.text import Language
from shared.web import ActorRequest


@get("/statements", guards=[staff_reads])
async def list_statements(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 100,
) -> StatementPage:
    """Versions of the provider's own privacy statement, what begins last at the top."""
    async with within(request) as connection:
        return await statements.list_page(connection, on, after, limit)


@post("/statements", guards=[staff_writes], operation_id="add_statement")
async def add_version(
    request: ActorRequest, data: JSONBody[StatementDraft]
) -> Response[StatementRead]:
    """A version of the privacy statement, in force from its day until the next begins."""
    async with within(request) as connection:
        return tagged(await add_statement(connection, data, request.user.id))


@get("/statements/in-force", guards=[staff_reads])
async def read_statement_in_force(
    request: ActorRequest, on: FromQuery[date | None] = None
) -> Response[StatementRead]:
    """The one version that is in force on a day, today if none is given."""
    async with within(request) as connection:
        return tagged(found(await statements.in_force(connection, on), NOUN))


@get("/statements/{statement_id:uuid}", guards=[staff_reads])
async def read_statement(
    request: ActorRequest, statement_id: FromPath[UUID]
) -> Response[StatementRead]:
    """One version, with its words where they were recorded."""
    async with within(request) as connection:
        return tagged(found(await statements.read(connection, statement_id), NOUN))


@post(
    "/statements/{statement_id:uuid}/withdrawals",
    guards=[staff_writes],
    operation_id="withdraw_statement",
)
async def withdraw_version(
    request: ActorRequest, statement_id: FromPath[UUID], data: JSONBody[StatementWithdrawal]
) -> Response[StatementRead]:
    """Take back a version that has not come into force."""
    async with within(request) as connection:
        return tagged(await withdraw_statement(connection, statement_id, data, request.user.id))


@get("/statements.csv", guards=[staff_reads], media_type="text/csv")
async def download_statements(
    request: ActorRequest, language: FromQuery[Language] = "nl"
) -> Response[bytes]:
    """The versions of the privacy statement as a table, without their words."""
    async with within(request) as connection:
        found_statements = await every_statement(connection)
    return Response(
        BOM + csv_lines(statement_lines(found_statements, language)),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="statements.csv"'},
    )


HANDLERS = [
    download_statements,
    list_statements,
    add_version,
    read_statement_in_force,
    read_statement,
    withdraw_version,
]

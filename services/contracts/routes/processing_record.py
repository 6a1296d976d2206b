from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream

from services.contracts.commands import keep_record
from services.contracts.domain.processing_record import RecordHead, RecordPage
from services.contracts.routes.access import staff_or_documents, staff_reads, within
from services.contracts.store import clock
from shared.database import Connection, Pool, snapshot
from shared.text import Language
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Maker = Callable[[Connection, RecordHead, Language], AsyncIterator[bytes]]


@get("/record-of-processing", guards=[staff_or_documents])
async def read_processing_record(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> RecordPage:
    """The record of Art. 30(2) GDPR as it stood on a day, controllers a page at a time."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await keep_record.page_on(connection, day, after, limit)


@get("/record-of-processing.csv", guards=[staff_reads], media_type="text/csv")
async def download_processing_record(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    language: FromQuery[Language] = "nl",
) -> Stream:
    """The whole record as one table: a line for each product of each controller."""
    return await _streamed(request, on, language, keep_record.csv_of, "text/csv")


@get("/record-of-processing.xlsx", guards=[staff_reads], media_type=XLSX)
async def download_processing_workbook(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    language: FromQuery[Language] = "nl",
) -> Stream:
    """The whole record as a workbook, with a sheet for each part of Art. 30(2)."""
    return await _streamed(request, on, language, keep_record.xlsx_of, XLSX)


async def _streamed(
    request: ActorRequest, on: date | None, language: Language, make: Maker, media_type: str
) -> Stream:
    """What is wrong with the question is said before the first byte."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        head = await keep_record.head_on(connection, day)
    suffix = "csv" if media_type == "text/csv" else "xlsx"
    name = f"record-of-processing-{day.isoformat()}.{suffix}"
    return Stream(
        _of_one_moment(request.app.state.pool, request.user.tenant, head, language, make),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _of_one_moment(
    pool: Pool, tenant_id: UUID, head: RecordHead, language: Language, make: Maker
) -> AsyncIterator[bytes]:
    async with snapshot(pool, tenant_id) as connection:
        async for chunk in make(connection, head, language):
            yield chunk


HANDLERS = [read_processing_record, download_processing_record, download_processing_workbook]

"""The record of processing: a preview of a day, and the whole as a table or a workbook."""

from litestar import get
from litestar.params import FromQuery
from litestar.response import Redirect, Stream, Template

from services.portal.language import current
from services.portal.pages.access import Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.reply import if_up, page, passed_on, redirect
from services.portal.peers import contracts, processing_record, record_documents
from services.portal.peers.call import Part

PATH = "/registers/record-of-processing"
KIND = "processing-record"


@get(PATH)
async def preview(
    staff: Staff, peers: ThePeers, on: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template | Redirect:
    part, documents = (peers.as_reader(name, staff) for name in ("contracts", "documents"))
    today = await contracts.today(part)
    day = chosen_day(on) or today
    if day > today:
        return redirect(PATH)
    return page(
        "staff/processing_record.html",
        told=await processing_record.read(part, day, after),
        made=await if_up(record_documents.newest(documents, KIND)),
        kind=KIND,
        day=day,
        today=today,
    )


@get(f"{PATH}.csv")
async def table(staff: Staff, peers: ThePeers, on: FromQuery[str] = "") -> Stream:
    return await _file(peers.as_reader("contracts", staff), on, "csv")


@get(f"{PATH}.xlsx")
async def workbook(staff: Staff, peers: ThePeers, on: FromQuery[str] = "") -> Stream:
    return await _file(peers.as_reader("contracts", staff), on, "xlsx")


async def _file(part: Part, on: str, suffix: str) -> Stream:
    day = chosen_day(on) or await contracts.today(part)
    name = f"record-of-processing-{day.isoformat()}.{suffix}"
    path = f"/record-of-processing.{suffix}"
    return await passed_on(part, path, name, on=day, language=current())


HANDLERS = [preview, table, workbook]

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands.scan_statement import accept_line, dismiss_line, scan_statement
from services.contracts.domain.found import found
from services.contracts.domain.scan import (
    AcceptanceDraft,
    DismissalDraft,
    Scan,
    ScanDraft,
    ScanLine,
    ScannedText,
    ScanPage,
)
from services.contracts.routes.access import PageSize, staff_reads, staff_writes, within
from services.contracts.store import scans
from shared.trail import made
from shared.web import ActorRequest


@post("/scans", guards=[staff_writes])
async def add_scan(request: ActorRequest, data: JSONBody[ScanDraft]) -> Scan:
    """Read which parties a privacy statement names, and what is wrong in it."""
    async with within(request) as connection:
        return made(await scan_statement(connection, data, request.user.id))


@get("/scans", guards=[staff_reads])
async def list_scans(
    request: ActorRequest, after: FromQuery[UUID | None] = None, limit: PageSize = 50
) -> ScanPage:
    """The newest first, each with how many lines nobody has answered yet."""
    async with within(request) as connection:
        return await scans.list_page(connection, after, limit)


@get("/scans/{scan_id:uuid}", guards=[staff_reads])
async def read_scan(request: ActorRequest, scan_id: FromPath[UUID]) -> Scan:
    """What was found, and what was made of each line."""
    async with within(request) as connection:
        return found(await scans.read(connection, scan_id), "scan")


@get("/scans/{scan_id:uuid}/text", guards=[staff_reads])
async def read_scan_text(request: ActorRequest, scan_id: FromPath[UUID]) -> ScannedText:
    """The text in which the places of passages count."""
    async with within(request) as connection:
        return ScannedText(text=found(await scans.text(connection, scan_id), "scan"))


@post("/scans/{scan_id:uuid}/lines/{number:int}/acceptances", guards=[staff_writes])
async def accept_scan_line(
    request: ActorRequest,
    scan_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[AcceptanceDraft],
) -> ScanLine:
    """Record the party and its link; where clients take the product, as a draft change."""
    async with within(request) as connection:
        line = await accept_line(connection, scan_id, _number(number), data, request.user.id)
        return made(line)


@post("/scans/{scan_id:uuid}/lines/{number:int}/dismissals", guards=[staff_writes])
async def dismiss_scan_line(
    request: ActorRequest,
    scan_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[DismissalDraft],
) -> ScanLine:
    """Say why a line is nothing to record."""
    async with within(request) as connection:
        by = request.user.id
        return made(await dismiss_line(connection, scan_id, _number(number), data.reason, by))


def _number(line: int) -> int:
    """Beyond what the database counts there is no line either."""
    return line if 0 < line < 2**31 else 0


HANDLERS = [add_scan, list_scans, read_scan, read_scan_text, accept_scan_line, dismiss_scan_line]

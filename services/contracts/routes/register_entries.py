from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.keep_register import (
    NOUN,
    add_entry,
    erase_person,
    revise_entry,
)
from services.contracts.commands.show_register import every_entry, show_answer_pack
from services.contracts.domain.answer_pack import AnswerPack
from services.contracts.domain.found import found
from services.contracts.domain.register_entry import (
    EntryDraft,
    EntryFilter,
    EntryPage,
    EntryRead,
    Kind,
    RevisionDraft,
    UnfinishedPage,
)
from services.contracts.domain.register_table import entry_lines
from services.contracts.routes.access import PageSize, staff_reads, staff_writes, within
from services.contracts.store import register_entries
from shared.etag import IfMatch, tagged
from shared.tables import BOM, csv_lines
from shared.text import Language
from shared.web import ActorRequest

From = Annotated[date | None, QueryParameter(name="from", description="The first day.")]


@get("/register-entries", guards=[staff_reads])
async def list_register_entries(
    request: ActorRequest,
    kind: FromQuery[Kind | None] = None,
    client_id: FromQuery[UUID | None] = None,
    is_open: FromQuery[bool | None] = None,
    due_before: FromQuery[date | None] = None,
    from_day: From = None,
    until: FromQuery[date | None] = None,
    on: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> EntryPage:
    """Entries of the registers, the last recorded first; each as it was known on a day."""
    wanted = EntryFilter(
        kind=kind,
        client_id=client_id,
        is_open=is_open,
        due_before=due_before,
        from_day=from_day,
        until=until,
        on=on,
    )
    async with within(request) as connection:
        return await register_entries.list_page(connection, wanted, after, limit)


@post("/register-entries", guards=[staff_writes], body_stays=False)
async def add_register_entry(
    request: ActorRequest, data: JSONBody[EntryDraft]
) -> Response[EntryRead]:
    """Record an instruction, a disclosure, an audit, the end of an agreement or a request."""
    async with within(request) as connection:
        return tagged(await add_entry(connection, data, request.user.id))


@get("/register-entries/{entry_id:uuid}", guards=[staff_reads])
async def read_register_entry(
    request: ActorRequest, entry_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[EntryRead]:
    """One entry with every revision of it."""
    async with within(request) as connection:
        return tagged(found(await register_entries.read(connection, entry_id, on), NOUN))


@post("/register-entries/{entry_id:uuid}/revisions", guards=[staff_writes], body_stays=False)
async def revise_register_entry(
    request: ActorRequest,
    entry_id: FromPath[UUID],
    data: JSONBody[RevisionDraft],
    if_match: IfMatch = None,
) -> Response[EntryRead]:
    """Add what happened since, or correct what was wrong; the earlier revisions stay."""
    async with within(request) as connection:
        return tagged(await revise_entry(connection, entry_id, if_match, data, request.user.id))


@post("/register-entries/{entry_id:uuid}/erasures", guards=[staff_writes])
async def erase_register_entry(
    request: ActorRequest, entry_id: FromPath[UUID]
) -> Response[EntryRead]:
    """Remove the name of the person from an answered request; the fact of it stays."""
    async with within(request) as connection:
        return tagged(await erase_person(connection, entry_id, request.user.id))


@get("/unfinished-endings", guards=[staff_reads])
async def list_unfinished_endings(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 100,
) -> UnfinishedPage:
    """Ended agreements of which nobody recorded that the data were returned or deleted."""
    async with within(request) as connection:
        return await register_entries.unfinished(connection, on, after, limit)


@get("/register-entries.csv", guards=[staff_reads], media_type="text/csv")
async def download_register_entries(
    request: ActorRequest,
    kind: FromQuery[Kind],
    client_id: FromQuery[UUID | None] = None,
    from_day: From = None,
    until: FromQuery[date | None] = None,
    on: FromQuery[date | None] = None,
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """One register as a table: a line for each entry, as it was known on a day."""
    wanted = EntryFilter(kind=kind, client_id=client_id, from_day=from_day, until=until, on=on)
    async with within(request) as connection:
        entries = await every_entry(connection, wanted)
    return Response(
        BOM + csv_lines(entry_lines(kind, entries, language)),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{kind}.csv"'},
    )


@get("/register-entries/{entry_id:uuid}/answer-pack", guards=[staff_reads])
async def read_answer_pack(
    request: ActorRequest, entry_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> AnswerPack:
    """What a client needs who answers a data subject: who has which of its data, by category."""
    async with within(request) as connection:
        return await show_answer_pack(connection, entry_id, on)


HANDLERS = [
    list_register_entries,
    add_register_entry,
    read_register_entry,
    revise_register_entry,
    erase_register_entry,
    list_unfinished_endings,
    download_register_entries,
    read_answer_pack,
]

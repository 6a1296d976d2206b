"""Clients that no mail reached, and the letters that go to them instead."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel

from services.notifications.commands.ask_letters import ask_letters, record_posting
from services.notifications.domain.letter import Letter, LettersDraft, PostingDraft
from services.notifications.domain.phrases import legal_day
from services.notifications.domain.unreached import UnreachedPage
from services.notifications.routes.inbox import refuse_others
from services.notifications.routes.notices import Limit
from services.notifications.store import letters, unreached
from services.notifications.store.unreached import BEFORE_ALL, Place
from shared.errors import Invalid
from shared.identity import STAFF, WRITERS
from shared.tables import BOM, csv_lines
from shared.text import Language
from shared.trail import within
from shared.web import ActorRequest, only

Posted = Annotated[
    bool | None,
    QueryParameter(description="Only those that were posted, or only those that still have to be."),
]
_HEAD = {
    "nl": ("brief", "kenmerk", "gevraagd op", "verzonden op", "regel"),
    "en": ("letter", "reference", "asked for on", "posted on", "line"),
}
_LINES = 6


class LettersOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[Letter]
    next: UUID | None


class LettersMade(BaseModel):
    items: list[Letter]


@get("/unreached", guards=[only(*STAFF)])
async def list_unreached(
    request: ActorRequest,
    client_id: FromQuery[UUID | None] = None,
    notice_id: FromQuery[UUID | None] = None,
    after: Annotated[str | None, QueryParameter(max_length=80)] = None,
    limit: Limit = 100,
) -> UnreachedPage:
    """Every notice to a client of which no mail to anybody there was taken: what was tried, and
    what comes next."""
    async with within(request) as connection:
        place = _place(after)
        found = await unreached.page(connection, client_id, notice_id, place, limit)
    last = found[-1] if len(found) == limit else None
    return UnreachedPage(
        items=tuple(found), next=f"{last.client_id}.{last.notice_id}" if last else None
    )


@get("/clients/{client_id:uuid}/unreached", guards=[only(*STAFF, "contact", "reseller")])
async def list_client_unreached(request: ActorRequest, client_id: FromPath[UUID]) -> UnreachedPage:
    """What was to be told to one client and came back, so that its people, and the reseller that
    serves it, see it in the portal; the last hundred at most."""
    refuse_others(request.user, client_id)
    async with within(request) as connection:
        found = await unreached.page(connection, client_id, None, BEFORE_ALL, 100)
    return UnreachedPage(items=tuple(found), next=None)


@post("/letters", guards=[only(*WRITERS)], status_code=202, operation_id="add_paper_letters")
async def add_letters(request: ActorRequest, data: JSONBody[LettersDraft]) -> LettersMade:
    """Have letters made to clients that no mail reached; each once."""
    async with within(request) as connection:
        asked = await ask_letters(connection, request.user.tenant, request.user.id, data)
    return LettersMade(items=asked)


@get("/letters", guards=[only(*STAFF)], operation_id="list_paper_letters")
async def list_letters(
    request: ActorRequest,
    client_id: FromQuery[UUID | None] = None,
    posted: Posted = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> LettersOut:
    """Letters that were asked for, the newest first; those that still have to be posted with
    ``posted=false``."""
    async with within(request) as connection:
        found = await letters.page(connection, client_id, posted, after, limit)
    return LettersOut(items=found, next=found[-1].id if len(found) == limit else None)


@get("/letters.csv", guards=[only(*STAFF)], media_type="text/csv")
async def download_addresses(
    request: ActorRequest,
    posted: Posted = None,
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """The address sheet: a line for each letter, a column for each line of its address."""
    async with within(request) as connection:
        kept = [one async for one in letters.sheet(connection, posted)]
    return Response(
        BOM + csv_lines(_sheet(kept, language)),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="addresses.csv"'},
    )


@post("/postings", guards=[only(*WRITERS)])
async def add_postings(request: ActorRequest, data: JSONBody[PostingDraft]) -> LettersMade:
    """Record on which day letters were handed to the post; it stands in the evidence of the notice
    as the word of whoever says so."""
    async with within(request) as connection:
        posted = await record_posting(connection, request.user.tenant, request.user.id, data)
    return LettersMade(items=posted)


def _place(after: str | None) -> Place:
    if after is None:
        return BEFORE_ALL
    client, _, notice = after.partition(".")
    try:
        return Place(UUID(client), UUID(notice))
    except ValueError as error:
        raise Invalid(
            "page-unknown", "Give `after` exactly as `next` came in the page before.", field="after"
        ) from error


def _sheet(kept: list[letters.Line], language: Language) -> Iterator[tuple[object, ...]]:
    *known, line = _HEAD[language]
    yield (*known, *(f"{line} {number}" for number in range(1, _LINES + 1)))
    for one in kept:
        told = one.told["letter"]
        day = legal_day(one.requested_at).isoformat()
        posted = one.posted_on and one.posted_on.isoformat()
        lines = told["address_lines"]
        padded = (*lines, *("" for _ in range(_LINES - len(lines))))
        yield (one.id, told["reference"], day, posted, *padded)


HANDLERS = [
    list_unreached,
    list_client_unreached,
    add_letters,
    list_letters,
    download_addresses,
    add_postings,
]

"""Deadlines in one's own calendar: a secret address for whoever signed in, and what it opens."""

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.commands.enter_act import enter_act
from services.portal.domain.application import new_secret
from services.portal.domain.calendar import CalendarLink, draft_of
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.sign_in import digest
from services.portal.pages.access import AnyReader, ThePeers, ThePool, TheSettings
from services.portal.pages.reply import conditional, page, redirect
from services.portal.peers import calendars
from services.portal.session import PageRequest
from services.portal.store import calendar_links
from shared.database import Pool, system_transaction, tenant_transaction
from shared.identity import Actor

PRIVATE = {"Cache-Control": "private, no-cache"}
NOUN = "calendar-links"


@get("/calendar")
async def show_calendar(reader: AnyReader, pool: ThePool) -> Template:
    return await _page(pool, reader)


@post("/calendar/links")
async def make_link(reader: AnyReader, pool: ThePool, settings: TheSettings) -> Template:
    """The address is shown this once; one made before opens nothing from here on."""
    token = new_secret()
    async with tenant_transaction(pool, reader.tenant_id) as connection:
        made = await calendar_links.put(connection, reader, digest(token))
        await enter_act(connection, reader, "add_calendar_link", NOUN, made)
    address = f"{settings.public_url.rstrip('/')}/calendars/{token}.ics"
    return await _page(pool, reader, address)


@post("/calendar/revocations")
async def revoke_link(reader: AnyReader, pool: ThePool) -> Redirect:
    async with tenant_transaction(pool, reader.tenant_id) as connection:
        if gone := await calendar_links.remove(connection, reader):
            await enter_act(connection, reader, "revoke_calendar_link", NOUN, gone)
    return redirect("/calendar")


@get(
    "/calendars/{name:str}",
    per_minute=60,
    exclude_from_csrf=True,
    response_headers=PRIVATE,
)
async def read_calendar(
    request: PageRequest,
    name: FromPath[str],
    pool: ThePool,
    peers: ThePeers,
    settings: TheSettings,
) -> Response[bytes]:
    """For who left, for a revoked address and for one that never was, alike: there is nothing."""
    link = await _link(pool, name)
    actor = Actor(
        kind=link.kind,
        tenant_id=link.tenant_id,
        id=link.person_id,
        role=link.role,
        client_id=link.client_id,
        reseller_id=link.reseller_id,
    )
    try:
        agenda = await calendars.agenda(peers.part("contracts", actor))
    except Refused as error:
        raise NotFoundException from error
    draft = draft_of(link, agenda, settings.public_url.rstrip("/"))
    part = peers.as_portal("notifications", link.tenant_id)
    made = await calendars.write(part, draft)
    return conditional(request, made.content, made.headers)


async def _link(pool: Pool, name: str) -> CalendarLink:
    token, dot, suffix = name.partition(".")
    mark = digest(token)
    async with system_transaction(pool) as connection:
        tenant_id = await calendar_links.find(connection, mark)
    if tenant_id is None or (dot, suffix) != (".", "ics"):
        raise NotFoundException
    async with tenant_transaction(pool, tenant_id) as connection:
        link = await calendar_links.read(connection, mark)
    if link is None:
        raise NotFoundException
    return link


async def _page(pool: Pool, reader: Reader, address: str = "") -> Template:
    """``address`` is shown this once."""
    async with tenant_transaction(pool, reader.tenant_id) as connection:
        made_at = await calendar_links.made_at(connection, reader)
    return page("calendar.html", made_at=made_at, address=address)


HANDLERS = [show_calendar, make_link, revoke_link, read_calendar]

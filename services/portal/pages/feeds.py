"""Feeds of what is public, for readers and systems that come back to ask what is new."""

from typing import Annotated

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from services.portal.pages.access import ThePeers, ThePool, TheSettings
from services.portal.pages.reply import conditional
from services.portal.peers import notifications
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import system_transaction

NAMES = ("nl.atom", "en.atom", "nl.json", "en.json")
# Anybody's, and of use to pages of others: there is nothing of a visitor in it.
PUBLIC = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
Before = Annotated[str | None, QueryParameter(max_length=200)]


@get(
    "/p/{slug:str}/feeds/{name:str}",
    per_minute=600,
    exclude_from_csrf=True,
    response_headers=PUBLIC,
)
async def read_feed(
    request: PageRequest,
    slug: FromPath[str],
    name: FromPath[str],
    pool: ThePool,
    peers: ThePeers,
    settings: TheSettings,
    before: Before = None,
) -> Response[bytes]:
    async with system_transaction(pool) as connection:
        tenant_id = await people.provider_at(connection, slug)
    if tenant_id is None or name not in NAMES:
        raise NotFoundException
    home = settings.public_page(slug)
    part = peers.as_portal("notifications", tenant_id)
    made = await notifications.feed(part, name, home, before)
    return conditional(request, made.content, made.headers)


HANDLERS = [read_feed]

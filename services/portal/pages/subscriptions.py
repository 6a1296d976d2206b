"""Follow a provider by mail: ask, confirm from the mail, leave by one press."""

import re

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from services.portal.commands.ask_to_subscribe import ask_to_subscribe
from services.portal.domain.people import Provider
from services.portal.domain.problem import Refused
from services.portal.language import current, gettext, known
from services.portal.pages.access import Staff, ThePeers, ThePool, TheSettings
from services.portal.pages.reply import Trouble, page, posted
from services.portal.peers import subscriptions
from services.portal.peers.call import Peers
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, system_transaction, tenant_transaction

_TOKEN = re.compile(r"[\w-]{22}\.[\w-]{24}", re.ASCII)
_FOLDER = "public/subscriptions"


async def _provider(pool: Pool, slug: str) -> Provider:
    async with system_transaction(pool) as connection:
        tenant_id = await people.provider_at(connection, slug)
    if tenant_id is None:
        raise NotFoundException
    async with tenant_transaction(pool, tenant_id) as connection:
        return await people.provider(connection)


@get("/p/{slug:str}/subscribe")
async def ask(slug: FromPath[str], pool: ThePool) -> Template:
    provider = await _provider(pool, slug)
    values = {"address": "", "language": current()}
    return page(f"{_FOLDER}/ask.html", provider=provider, values=values)


@post("/p/{slug:str}/subscribe", per_minute=10)
async def asked(
    request: PageRequest, slug: FromPath[str], pool: ThePool, peers: ThePeers, settings: TheSettings
) -> Template:
    provider = await _provider(pool, slug)
    form = dict(await posted(request))
    address, language = form.get("address", "").strip(), known(form.get("language")) or current()
    try:
        # What is cut off here was longer than any address, and still is.
        await ask_to_subscribe(pool, settings, peers, provider, (address[:1000], language))
    except Refused as error:
        if error.refusal.code not in ("address-invalid", "request-invalid"):
            raise
        message = gettext("Fill in an e-mail address, such as name@company.nl.")
        trouble = Trouble(400, message, {"address": message})
        values = {"address": address, "language": language}
        return page(f"{_FOLDER}/ask.html", 400, provider=provider, values=values, trouble=trouble)
    return page(f"{_FOLDER}/asked.html", 200, provider=provider)


@get("/p/{slug:str}/subscriptions/{token:str}", per_minute=60)
async def arrive(
    slug: FromPath[str], token: FromPath[str], pool: ThePool, peers: ThePeers
) -> Template:
    """A page with one button: mail scanners follow links, they press nothing."""
    provider = await _provider(pool, slug)
    if not await _done(peers, provider, token, "check"):
        return _stale(provider)
    return page(f"{_FOLDER}/confirm.html", provider=provider, token=token)


@post("/p/{slug:str}/subscriptions/{token:str}", per_minute=60)
async def confirm(
    slug: FromPath[str], token: FromPath[str], pool: ThePool, peers: ThePeers
) -> Template:
    provider = await _provider(pool, slug)
    if not await _done(peers, provider, token, "confirmations"):
        return _stale(provider)
    return page(f"{_FOLDER}/confirmed.html", 200, provider=provider)


@get("/p/{slug:str}/unsubscribe/{token:str}", per_minute=60)
async def before_leaving(slug: FromPath[str], token: FromPath[str], pool: ThePool) -> Template:
    provider = await _provider(pool, slug)
    return page(f"{_FOLDER}/leave.html", provider=provider, token=token)


@post("/p/{slug:str}/unsubscribe/{token:str}", per_minute=600, exclude_from_csrf=True)
async def leave(
    slug: FromPath[str], token: FromPath[str], pool: ThePool, peers: ThePeers
) -> Template:
    """By the button, or by a mail program that knows nothing but the address (RFC 8058, 3.2): it
    sends no cookie, and one provider of mail does it for all of its people."""
    provider = await _provider(pool, slug)
    if not await _done(peers, provider, token, "removals"):
        return _stale(provider)
    return page(f"{_FOLDER}/left.html", 200, provider=provider)


async def _done(peers: Peers, provider: Provider, token: str, noun: str) -> bool:
    """False for a link that is not good (any more)."""
    if not _TOKEN.fullmatch(token):
        return False
    part = peers.as_portal("notifications", provider.tenant_id)
    try:
        if noun == "check":
            await subscriptions.check(part, token)
        else:
            await subscriptions.act(part, token, noun)
    except Refused as error:
        if error.refusal.status != 404:
            raise
        return False
    return True


def _stale(provider: Provider) -> Template:
    return page(f"{_FOLDER}/stale.html", 404, provider=provider)


@get("/settings/subscriptions")
async def count(staff: Staff, pool: ThePool, peers: ThePeers, settings: TheSettings) -> Template:
    counted = await subscriptions.count(peers.as_reader("notifications", staff))
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        provider = await people.provider(connection)
    home = settings.public_page(provider.slug)
    return page("staff/subscriptions.html", counted=counted, home=home)


HANDLERS = [ask, asked, arrive, confirm, before_leaving, leave, count]

"""Sign in by a link in the mail, and out again."""

from typing import Any

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from services.portal.commands.links import end_session, open_link, renew_link, use_link
from services.portal.commands.request_sign_in import request_sign_in
from services.portal.domain.sign_in import Link, own_path
from services.portal.language import current, gettext
from services.portal.pages.access import ThePeers, ThePool, TheSettings
from services.portal.pages.reply import Trouble, page, posted, redirect
from services.portal.session import SESSION_COOKIE, PageRequest, came_from
from services.portal.settings import PortalSettings


@get("/sign-in")
async def ask(to: FromQuery[str] = "") -> Template:
    """``to``: where the reader wanted to go."""
    return page("sign_in/ask.html", address="", to=own_path(to) if to else "")


@post("/sign-in", per_minute=20)
async def asked(request: PageRequest, pool: ThePool, settings: TheSettings) -> Template:
    form = dict(await posted(request))
    address, path = form.get("email", "").strip(), form.get("to", "")
    if "@" not in address[1:-1] or len(address) > 254 or _strange(address):
        message = gettext("Fill in an e-mail address, such as name@company.nl.")
        trouble = Trouble(400, message, {"email": message})
        return page("sign_in/ask.html", 400, address=address, to=path, trouble=trouble)
    await request_sign_in(pool, settings, address, path, current())
    return page("sign_in/asked.html", 200, minutes=_minutes(settings), again=False)


def _strange(address: str) -> bool:
    return " " in address or not address.isprintable()


def _minutes(settings: PortalSettings) -> int:
    return round(settings.sign_in_link.total_seconds() / 60)


@get("/in/{token:str}")
async def arrive(token: FromPath[str], pool: ThePool, settings: TheSettings) -> Template:
    """A page with one button: mail scanners follow links, they press nothing."""
    found = await open_link(pool, settings, token)
    if found and found[1]:
        return page("sign_in/arrive.html", token=token)
    return _stale(found[0] if found else None, token)


def _stale(link: Link | None, token: str) -> Template:
    if link is None:
        return page("sign_in/unknown.html", 404)
    return page("sign_in/stale.html", 410, token=token, used=link.used_at is not None)


@post("/in/{token:str}", per_minute=60)
async def enter(
    request: PageRequest,
    token: FromPath[str],
    pool: ThePool,
    settings: TheSettings,
    peers: ThePeers,
) -> Template | Redirect:
    found = await open_link(pool, settings, token)
    if found is None:
        return _stale(None, token)
    link, is_open = found
    address = came_from(request)
    session = await use_link(pool, settings, peers, link, address) if is_open else None
    if session is None:
        fresh = await open_link(pool, settings, token)
        return _stale(fresh[0] if fresh else None, token)
    home = "/home" if link.kind == "contact" else "/clients"
    response = redirect(home if link.path == "/" else link.path)
    response.set_cookie(_session_cookie(session, settings))
    return response


def _session_cookie(session: str, settings: PortalSettings) -> Cookie:
    return Cookie(
        SESSION_COOKIE,
        value=session,
        max_age=int(settings.session.total_seconds()),
        httponly=True,
        secure=settings.https,
        samesite="lax",
    )


@post("/in/{token:str}/renewals", per_minute=20)
async def renew(
    token: FromPath[str], pool: ThePool, settings: TheSettings, peers: ThePeers
) -> Template:
    """A fresh link goes to the address that is known, never to one that is typed here."""
    found = await open_link(pool, settings, token)
    if found is None:
        return _stale(None, token)
    await renew_link(pool, settings, peers, found[0])
    return page("sign_in/asked.html", 200, minutes=_minutes(settings), again=True)


@post("/sign-out")
async def leave(request: PageRequest, pool: ThePool) -> Response[Any]:
    if request.user and request.auth:
        await end_session(pool, request.user, request.auth)
    response = redirect("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


HANDLERS = [ask, asked, arrive, enter, renew, leave]

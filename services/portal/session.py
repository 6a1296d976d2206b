"""Who reads this page, and in which language: from the cookies, before any handler runs."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders, State
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from services.portal import language
from services.portal.domain.reader import Reader
from services.portal.domain.sign_in import digest
from services.portal.store import sessions
from shared.database import Pool, system_transaction, tenant_transaction

SESSION_COOKIE = "schakel_session"
LANGUAGE_COOKIE = "schakel_language"
YEAR = 365 * 24 * 3600

PageRequest = Request[Reader | None, str, State]


@dataclass(frozen=True)
class _Choice:
    language: language.Language
    remember: bool


class SessionMiddleware(ASGIMiddleware):
    """Sets ``request.user`` to the reader or nothing, and the language of the request."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection = ASGIConnection[Any, Any, Any, State](scope, receive)
        token = connection.cookies.get(SESSION_COOKIE)
        reader = await find_reader(connection.app.state.pool, token) if token else None
        if reader:
            reader = reader.model_copy(update={"address": came_from(connection)})
        scope["user"], scope["auth"] = reader, token
        choice = _choose(connection, reader)
        language.speak(choice.language)

        async def send_on(message: Message) -> None:
            if choice.remember and message["type"] == "http.response.start":
                message.setdefault("headers", [])
                cookie = language_cookie(choice.language)
                MutableScopeHeaders.from_message(message).add(
                    "set-cookie", cookie.to_header(header="")
                )
            await send(message)

        await next_app(scope, receive, send_on)


def came_from(connection: ASGIConnection[Any, Any, Any, State]) -> str | None:
    """The IP address from which it came."""
    return connection.client.host if connection.client else None


def _choose(connection: ASGIConnection[Any, Any, Any, State], reader: Reader | None) -> _Choice:
    """What was asked for goes before what was chosen, what the person speaks, and the browser."""
    if asked := language.known(connection.query_params.get("language")):
        return _Choice(asked, remember=True)
    if chosen := language.known(connection.cookies.get(LANGUAGE_COOKIE)):
        return _Choice(chosen, remember=False)
    if reader:
        return _Choice(reader.language, remember=False)
    return _Choice(
        language.preferred(connection.headers.get("accept-language", "")), remember=False
    )


def language_cookie(chosen: str) -> Cookie:
    return Cookie(LANGUAGE_COOKIE, value=chosen, max_age=YEAR, httponly=True, samesite="lax")


async def find_reader(pool: Pool, token: str) -> Reader | None:
    mark = digest(token)
    async with system_transaction(pool) as connection:
        tenant_id = await sessions.find(connection, mark)
    if tenant_id is None:
        return None
    async with tenant_transaction(pool, tenant_id) as connection:
        return await sessions.reader(connection, mark)

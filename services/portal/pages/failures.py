"""Pages for what went wrong: each says what happened and what to do."""

from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template
from litestar.types import Scope

from services.portal import language
from services.portal.domain.problem import PartDown, PartSlow, Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import NotForYou, SignInNeeded
from services.portal.pages.reply import page, redirect
from services.portal.peers.call import actor_of
from services.portal.refusals import explain
from services.portal.rendering import with_query
from services.portal.session import LANGUAGE_COOKIE
from shared.errors import TooMany
from shared.logs import log
from shared.trail import record_refusal

AnyRequest = Request[Any, Any, Any]


async def enter_refusal(error: Exception, scope: Scope) -> None:
    """Who presses what is not for them is on record, as whoever asks a service is."""
    reader = scope.get("user")
    if isinstance(error, NotForYou) and isinstance(reader, Reader):
        await record_refusal(actor_of(reader), scope)


def _ready(request: AnyRequest) -> None:
    """A request that failed before it reached a page has no reader and no language yet."""
    if "user" not in request.scope:
        request.scope["user"] = None
        chosen = language.known(request.cookies.get(LANGUAGE_COOKIE))
        header = request.headers.get("accept-language", "")
        language.speak(chosen or language.preferred(header))


def _failure(request: AnyRequest, status: int, kind: str, detail: str = "") -> Template:
    _ready(request)
    return page("failure.html", status, kind=kind, detail=detail, again=None)


def sign_in_needed(request: AnyRequest, error: SignInNeeded) -> Redirect:
    return redirect(with_query("/sign-in", to=error.path))


def not_for_you(request: AnyRequest, _: NotForYou) -> Template:
    return _failure(request, 403, "forbidden")


def part_down(request: AnyRequest, error: PartDown) -> Template:
    """A form that could not be handled comes back, filled in, behind a button to try again."""
    # The template, for the path itself may hold the token of a link that still opens.
    log.warning("part down", part=error.part, path=request.scope.get("path_template"))
    unsure = isinstance(error, PartSlow) and request.method == "POST"
    response = _failure(request, 503, "slow" if unsure else "down")
    if request.method == "POST":
        response.context["again"] = getattr(request.state, "posted", [])
    response.headers["Retry-After"] = "30"
    return response


def refused(request: AnyRequest, error: Refused) -> Template:
    kind = {401: "forbidden", 403: "forbidden", 404: "missing"}.get(error.refusal.status, "refused")
    return _failure(request, error.refusal.status, kind, explain(error.refusal))


def too_many(request: AnyRequest, error: TooMany) -> Template:
    response = _failure(request, 429, "often", str(error.retry_after))
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def http(request: AnyRequest, error: HTTPException) -> Template:
    expired = error.status_code == 403 and "CSRF" in error.detail
    kinds = {413: "large", 400: "missing", 404: "missing", 405: "missing", 403: "forbidden"}
    kind = "expired" if expired else kinds.get(error.status_code, "broken")
    return _failure(request, error.status_code, kind)


def anything(request: AnyRequest, error: Exception) -> Template:
    log.error("page failed", path=request.scope.get("path_template"), exc_info=error)
    return _failure(request, 500, "broken")


HANDLERS: dict[Any, Any] = {
    SignInNeeded: sign_in_needed,
    NotForYou: not_for_you,
    PartDown: part_down,
    Refused: refused,
    TooMany: too_many,
    HTTPException: http,
    Exception: anything,
}

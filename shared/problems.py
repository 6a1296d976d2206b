"""Errors as ``application/problem+json`` (RFC 9457), each naming the field and the way out."""

from typing import Any

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from pydantic import BaseModel, ConfigDict, ValidationError

from shared import errors
from shared.logs import log

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[errors.DomainError], tuple[int, str]] = {
    errors.Invalid: (400, "The request can't be carried out as it stands"),
    errors.Unauthenticated: (401, "Sign in first"),
    errors.Forbidden: (403, "Not allowed"),
    errors.Missing: (404, "Not found"),
    errors.Conflict: (409, "In conflict with what stands"),
    errors.Stale: (412, "Somebody else was first"),
    errors.Unconditional: (428, "Say which state you saw"),
    errors.TooMany: (429, "Too many requests"),
    errors.Unavailable: (503, "A part is down for now"),
}
# Of each refusal an example for the API document: title, code, detail.
PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("The request has mistakes in it", "request-invalid", "name: Field required"),
    401: ("Sign in first", "token-missing", "Send a token in the header Authorization: Bearer …."),
    403: ("Not allowed", "role-forbids", "This needs one of: owner, officer."),
    404: ("Not found", "client-unknown", "There is no such client."),
    409: ("In conflict with what stands", "client-exists", "There is a client with this number."),
    412: ("Somebody else was first", "edited-since", "It was changed since you read it."),
    413: ("Too much at once", "body-too-large", "At most 10000000 bytes can be sent here at once."),
    428: ("Say which state you saw", "if-match-missing", "Send its ETag in the header If-Match."),
    429: ("Too many requests", "rate-exceeded", "Ask again after the seconds in Retry-After."),
    503: ("A part is down for now", "peer-unavailable", "Nothing was lost; ask again later."),
}
RETRY_SECONDS = 5


class FieldProblem(BaseModel):
    """What is wrong with one field; ``field`` is its path, such as ``contacts.0.email``."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """Why nothing was done (RFC 9457); ``type`` ends in a stable code, ``detail`` says the way
    out."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()


def document(status: int, code: str, title: str, detail: str, **extra: Any) -> Response[Any]:
    body = {
        "type": f"urn:schakel:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    return Response(body | extra, status_code=status, media_type=MEDIA_TYPE)


def from_domain(_: Request[Any, Any, Any], error: errors.DomainError) -> Response[Any]:
    status, title = next(
        (s for kind, s in STATUS.items() if isinstance(error, kind)), (400, "Refused")
    )
    fields = (
        [{"field": error.field, "code": error.code, "message": error.detail}] if error.field else []
    )
    extra = {"errors": fields, **error.extra} if fields else error.extra
    answer = document(status, error.code, title, error.detail, **extra)
    if isinstance(error, errors.TooMany | errors.Unavailable):
        seconds = error.retry_after if isinstance(error, errors.TooMany) else RETRY_SECONDS
        answer.headers["Retry-After"] = str(seconds)
    return answer


def from_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[Any]:
    """With pydantic's codes where it was pydantic that refused: people read them translated."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ValidationError):
            return from_pydantic(request, cause)
        cause = cause.__cause__ or cause.__context__
    found = [
        {"field": item.get("key") or "body", "code": "invalid", "message": item["message"]}
        for item in error.extra or []
        if isinstance(item, dict)
    ]
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in found) or error.detail
    return document(400, "request-invalid", "The request has mistakes in it", detail, errors=found)


def from_pydantic(request: Request[Any, Any, Any], error: ValidationError) -> Response[Any]:
    found = [
        {
            "field": ".".join(map(str, item["loc"])) or "body",
            "code": item["type"],
            "message": item["msg"],
        }
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in found)
    return document(400, "request-invalid", "The request has mistakes in it", detail, errors=found)


def from_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    code = type(error).__name__.removesuffix("Exception").lower()
    answer = document(error.status_code, code, "The request was refused", error.detail)
    answer.headers.update(error.headers or {})
    return answer


def from_size(request: Request[Any, Any, Any], _: RequestEntityTooLarge) -> Response[Any]:
    most = request.route_handler.resolve_request_max_body_size()
    detail = f"At most {most} bytes can be sent here at once."
    return document(413, "body-too-large", "Too much at once", detail)


def from_storage(_: Request[Any, Any, Any], __: asyncpg.DataError) -> Response[Any]:
    return document(
        400,
        "character-refused",
        "The request has mistakes in it",
        "A text holds a character that can't be kept (NUL); leave it out.",
    )


def from_lost_storage(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.error("database lost", path=request.scope["path"], error=type(error).__name__)
    lost = errors.Unavailable("storage-unavailable", "The database can't be reached; try again.")
    return from_domain(request, lost)


def from_anything(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.error("request failed", path=request.scope["path"], exc_info=error)
    return document(
        500, "internal", "Something went wrong on our side", "Nothing was changed; try again later."
    )


HANDLERS: dict[Any, Any] = {
    errors.DomainError: from_domain,
    ValidationException: from_validation,
    ValidationError: from_pydantic,
    RequestEntityTooLarge: from_size,
    HTTPException: from_http,
    asyncpg.CharacterNotInRepertoireError: from_storage,
    asyncpg.UntranslatableCharacterError: from_storage,
    OSError: from_lost_storage,
    asyncpg.PostgresConnectionError: from_lost_storage,
    asyncpg.OperatorInterventionError: from_lost_storage,
    asyncpg.TooManyConnectionsError: from_lost_storage,
    asyncpg.DeadlockDetectedError: from_lost_storage,
    Exception: from_anything,
}

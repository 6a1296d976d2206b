"""The same call sent again under one ``Idempotency-Key``: nothing is done, and it is told what it
was told the first time."""

from typing import Any

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from services.contracts.domain.said import LONGEST_KEY, Said, fingerprint, kept_under, told_of
from services.contracts.store import idempotency
from shared.database import Connection
from shared.errors import Invalid
from shared.etag import answered
from shared.web import ActorRequest

HEADER = "Idempotency-Key"


class SaidBefore(Exception):
    def __init__(self, said: Said) -> None:
        self.said = said


async def begin(request: ActorRequest, connection: Connection) -> str | None:
    """The key of a call that is new, or null without one. ``SaidBefore`` when it was answered;
    ``Conflict`` when the key was used for another call.
    """
    sent = request.headers.get(HEADER) if request.method == "POST" else None
    if sent is None:
        return None
    if not 0 < len(sent) <= LONGEST_KEY:
        raise Invalid(
            "idempotency-key-invalid",
            f"An {HEADER} has 1 to {LONGEST_KEY} characters.",
            field=HEADER,
        )
    key = kept_under(sent, request.user.reseller_id or request.user.client_id)
    asked = f"{request.url.path}?{request.url.query}"
    digest = fingerprint(asked, request.content_type[0], await request.body())
    if said := await idempotency.begin(connection, key, digest):
        raise SaidBefore(said)
    return key


async def keep(request: ActorRequest, connection: Connection, key: str) -> None:
    """In the transaction of the call: what it did and what it said are kept together."""
    said = answered.get()
    assert said is not None, "a handler that answers a POST marks its answer as made or tagged"
    handler = request.route_handler
    assert isinstance(handler, HTTPRouteHandler)
    answer = Said(status=handler.status_code, etag=said.etag, body=said.record)
    about = told_of(request.url.path, answer.model_dump_json(), str(request.user.client_id))
    await idempotency.answer(connection, key, answer, about)


def say_again(_: Request[Any, Any, Any], repeat: SaidBefore) -> Response[Any]:
    said = repeat.said
    headers = {"Idempotent-Replayed": "true"} | ({"ETag": said.etag} if said.etag else {})
    return Response(said.body, status_code=said.status, headers=headers)

"""Tokens for integrations: OAuth 2 with client credentials (RFC 6749, 4.4)."""

from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import URLEncodedBody
from pydantic import BaseModel

from services.portal.commands.grant_token import LIFETIME, grant_token
from services.portal.domain.application import OAuthRefusal, credentials_of
from services.portal.session import came_from

UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthToken(BaseModel):
    """``expires_in`` is in seconds."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105
    expires_in: int
    scope: str


@post(
    "/oauth/token", per_minute=60, exclude_from_auth=True, exclude_from_csrf=True, status_code=200
)
async def issue_oauth_token(
    request: Request[Any, Any, State],
    state: State,
    data: URLEncodedBody[dict[str, Any]],
) -> Response[OAuthToken]:
    """A token of one hour for an application that proves itself with its secret."""
    form = {key: value for key, value in data.items() if isinstance(value, str)}
    credentials = credentials_of(request.headers.get("authorization", ""), form)
    if form.get("grant_type") != "client_credentials":
        raise OAuthRefusal("unsupported_grant_type", "Send grant_type=client_credentials.")
    token, scopes = await grant_token(
        state.pool, state.peers, credentials, form.get("scope"), came_from(request)
    )
    answer = OAuthToken(
        access_token=token, expires_in=int(LIFETIME.total_seconds()), scope=" ".join(scopes)
    )
    return Response(answer, headers=UNCACHED)


def refused(_: Request[Any, Any, Any], error: OAuthRefusal) -> Response[dict[str, str]]:
    """As OAuth wants it, which is no problem document (RFC 6749, 5.2)."""
    status = 401 if error.error == "invalid_client" else 400
    headers = dict(UNCACHED)
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Schakel"'
    body = {"error": error.error, "error_description": error.description}
    return Response(body, status_code=status, headers=headers)


HANDLERS = [issue_oauth_token]

"""An integration of a provider: another system that acts with the scopes that an owner gave it."""

import base64
import binascii
import secrets
from datetime import datetime
from typing import Annotated
from urllib.parse import unquote_plus
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.identity import Scope


class ApplicationDraft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=3)]


class Application(BaseModel):
    """``secret_made_at`` is when its newest secret was."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    secret_made_at: datetime
    revoked_at: datetime | None


class Credentials(BaseModel):
    model_config = ConfigDict(frozen=True)

    application_id: UUID
    secret: str


class OAuthRefusal(Exception):
    """A refusal with a code of RFC 6749, 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def credentials_of(authorization: str, form: dict[str, str]) -> Credentials:
    """From the header (client_secret_basic) or the form (client_secret_post), never from both."""
    scheme, _, encoded = authorization.partition(" ")
    given = "client_secret" in form
    if scheme.lower() == "basic":
        if given:
            raise OAuthRefusal(
                "invalid_request", "Send the secret once: in the header or the form."
            )
        return _credentials(*_basic(encoded))
    if not given or "client_id" not in form:
        raise OAuthRefusal("invalid_client", "Send client_id and client_secret.")
    return _credentials(form["client_id"], form["client_secret"])


def _basic(encoded: str) -> tuple[str, str]:
    try:
        name, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        name, colon, secret = "", "", ""
    if not colon:
        raise OAuthRefusal("invalid_client", "The header Authorization is malformed.")
    return unquote_plus(name), unquote_plus(secret)


def _credentials(name: str, secret: str) -> Credentials:
    try:
        return Credentials(application_id=UUID(name), secret=secret)
    except ValueError as error:
        raise unknown_client() from error


def unknown_client() -> OAuthRefusal:
    """The same for an application that isn't there, was revoked, or has another secret."""
    return OAuthRefusal("invalid_client", "No such application, or not its secret.")


def granted(asked: str | None, held: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """What is asked for, all that it has when nothing is; ``OAuthRefusal`` for anything more."""
    if not asked:
        return held
    wanted = set(asked.split(" "))
    if not wanted <= set(held):
        raise OAuthRefusal("invalid_scope", f"This application has: {' '.join(held)}.")
    return tuple(scope for scope in held if scope in wanted)

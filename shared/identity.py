"""Who asks: signed tokens (JWT, RFC 7519; EdDSA, RFC 8037), between services and for the APIs."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from shared.errors import Unauthenticated

Role = Literal["owner", "officer", "viewer", "auditor"]
Scope = Literal["read", "write", "onboard"]

STAFF: tuple[Role, ...] = get_args(Role)
WRITERS: tuple[Role, ...] = ("owner", "officer")
# What an integration with this scope may do: as much as somebody of that staff role, or one thing.
GRANTS: dict[Scope, str] = {"read": "viewer", "write": "officer", "onboard": "onboard"}


class Actor(BaseModel):
    """Somebody of one tenant: a member of staff, a contact of one client, a person at a reseller,
    an integration (OAuth 2 client), or another service.

    ``tenant_id`` is null only for a service that asks for what belongs to no tenant. ``address`` is
    the IP address from which a person came, where it is known. ``grant`` is the appointment or the
    integration under which a token was given that somebody keeps: it ends with it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["staff", "contact", "reseller", "application", "service"]
    tenant_id: UUID | None
    id: UUID | None = None
    role: Role | None = None
    client_id: UUID | None = None
    reseller_id: UUID | None = None
    scopes: tuple[Scope, ...] = ()
    service: str | None = None
    address: str | None = None
    grant: UUID | None = None

    @property
    def capacities(self) -> frozenset[str]:
        """What access rules name: a staff role, what the scopes of an integration grant, a
        service's name, or the kind of anybody else."""
        if self.kind == "application":
            return frozenset(GRANTS[scope] for scope in self.scopes)
        named = {"staff": self.role, "service": self.service}
        return frozenset({named.get(self.kind, self.kind) or ""})

    @property
    def tenant(self) -> UUID:
        if self.tenant_id is None:
            raise Unauthenticated("token-invalid", "This call needs a token of one tenant.")
        return self.tenant_id


def new_key() -> tuple[str, str]:
    """A fresh Ed25519 pair, private and public, each 32 raw bytes in base64."""
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(secret).decode(), base64.b64encode(public).decode()


class Signer:
    """Signs as one service; only the portal may speak for people."""

    def __init__(self, service: str, key: SecretStr) -> None:
        self.service = service
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.get_secret_value()))

    def sign(self, actor: Actor, audience: str | list[str], lifetime: timedelta) -> str:
        claims = {
            "iss": self.service,
            "aud": audience,
            "exp": datetime.now(UTC) + lifetime,
            "actor": actor.model_dump(mode="json", exclude_none=True)
            | {"tenant_id": actor.tenant_id and str(actor.tenant_id)},
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self.service})

    def as_service(self, tenant_id: UUID | None, audience: str) -> str:
        """A token of one minute with which this service asks another."""
        actor = Actor(kind="service", tenant_id=tenant_id, service=self.service)
        return self.sign(actor, audience, timedelta(seconds=60))


class Verifier:
    """Reads tokens meant for one service."""

    def __init__(self, audience: str, public_keys: Mapping[str, str]) -> None:
        self._audience = audience
        self._keys = {
            name: Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
            for name, key in public_keys.items()
        }

    def verify(self, token: str) -> Actor:
        """``Unauthenticated`` for a token that is malformed, expired, foreign or overreaching."""
        try:
            issuer = jwt.get_unverified_header(token).get("kid", "")
            try:
                actor = self._read(token, issuer)
            except jwt.ExpiredSignatureError:
                # People and integrations come late every day; a service signs for each question.
                if self._read(token, issuer, late=True).kind == "service":
                    raise Unauthenticated(
                        "clock-behind",
                        f"The token of the {issuer} service, made for this question, had run out:"
                        f" the clocks of {issuer} and {self._audience} are more than a minute"
                        " apart. Set the clocks of both machines (NTP).",
                    ) from None
                raise
        except (jwt.PyJWTError, KeyError, ValidationError) as error:
            raise Unauthenticated(
                "token-invalid", "The token is not valid (any more); sign in again."
            ) from error
        # A service speaks for itself; for people only the portal does, which knows who signed in.
        speaker = actor.service if actor.kind == "service" else "portal"
        if issuer != speaker:
            raise Unauthenticated("token-invalid", "This issuer may not speak for that actor.")
        return actor

    def _read(self, token: str, issuer: str, *, late: bool = False) -> Actor:
        """``late``: whatever the time, and nothing else."""
        claims: dict[str, Any] = jwt.decode(
            token,
            self._keys[issuer],
            algorithms=["EdDSA"],
            audience=self._audience,
            issuer=issuer,
            options={"require": ["exp", "aud", "iss"], "verify_exp": not late},
        )
        return Actor.model_validate_json(json.dumps(claims["actor"]))

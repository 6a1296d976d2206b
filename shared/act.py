"""Who did what: a chain per provider over salted commitments, which every service adds to.

Each act binds the one before it, so that none can be altered, taken out or put in between. What is
personal (the network address, what was sent) stands beside the chain under a salt, and can be
erased without breaking it. All digests are SHA-256 over canonical JSON (RFC 8785).
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import rfc8785
from pydantic import BaseModel, ConfigDict

KEPT_BODY = 16_384
"""Bytes."""


class Deed(BaseModel):
    """What is about to enter the chain. ``role`` is a staff role, the scopes of an integration, or
    a service's name; ``status`` that of the answer: 403 is an attempt that was refused."""

    model_config = ConfigDict(frozen=True)

    operation: str
    noun: str
    actor_kind: str
    actor_id: UUID | None = None
    actor_role: str | None = None
    targets: tuple[UUID, ...] = ()
    status: int


class Personal(BaseModel):
    """Null or empty where there was none."""

    model_config = ConfigDict(frozen=True)

    address: str | None = None
    body: str | None = None


def body_of(sent: bytes) -> str | None:
    if not sent:
        return None
    if len(sent) > KEPT_BODY:
        return f"sha256:{hashlib.sha256(sent).hexdigest()}"
    return sent.decode(errors="replace")


class Head(NamedTuple):
    """The end of the chain, with the moment of what comes next and the service that adds it."""

    number: int
    digest: bytes
    at: datetime
    service: str | None


def genesis(tenant_id: UUID) -> bytes:
    return hashlib.sha256(b"schakel:acts:1:" + tenant_id.bytes).digest()


def commit(salt: bytes, personal: dict[str, Any]) -> bytes:
    """``salt`` is 32 random bytes, so that nobody can guess an address from its commitment."""
    return hashlib.sha256(salt + rfc8785.dumps(personal)).digest()


def seal(before: Head, deed: Deed, commitment: bytes) -> bytes:
    """The digest of the act that follows ``before``."""
    content = {
        **deed.model_dump(mode="json", include=set(Deed.model_fields)),
        "number": before.number + 1,
        "at": before.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "commitment": commitment.hex(),
        "previous": before.digest.hex(),
    }
    # Acts from before there was one chain name none.
    named = {"service": before.service} if before.service else {}
    return hashlib.sha256(rfc8785.dumps(content | named)).digest()

"""Sign-in links: a number that names a row, and a MAC that only the portal can make."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.portal.domain.reader import Kind, Language

# onboarding: handed to whoever brought the client in, not mailed.
Purpose = Literal["sign_in", "notice", "onboarding"]
MAC_BYTES = 18


class Link(BaseModel):
    """One way in for one person, once."""

    model_config = ConfigDict(frozen=True)

    tenant_id: UUID
    id: UUID
    kind: Kind
    person_id: UUID
    client_id: UUID | None
    reseller_id: UUID | None = None
    path: str
    purpose: Purpose
    language: Language
    expires_at: datetime
    used_at: datetime | None


def token(link_id: UUID, key: bytes) -> str:
    """``<id>.<mac>``: the same for the same link, so that no secret has to be kept."""
    return f"{_text(link_id.bytes)}.{_mac(link_id, key)}"


def read_token(text: str, key: bytes) -> UUID | None:
    """The link that a token names; nothing for a token that this portal didn't make."""
    if not re.fullmatch(r"[\w-]{22}\.[\w-]{24}", text, re.ASCII):
        return None
    name, _, mac = text.partition(".")
    link_id = UUID(bytes=base64.urlsafe_b64decode(name + "=="))
    return link_id if hmac.compare_digest(mac, _mac(link_id, key)) else None


def _mac(link_id: UUID, key: bytes) -> str:
    return _text(hmac.digest(key, link_id.bytes, hashlib.sha256)[:MAC_BYTES])


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def own_path(path: str | None) -> str:
    """A path within this portal, never an address elsewhere."""
    text = path or "/"
    outside = not text.startswith("/") or text.startswith("//")
    return "/" if outside or "\\" in text or not text.isprintable() else text


def normal_address(address: str) -> str:
    """How addresses are compared: without the spaces around it and without case."""
    return address.strip().casefold()


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

"""Addresses of the envelope: which can be written to, and the one that answers come back to."""

import base64
import hashlib
import hmac
import re
from functools import lru_cache
from uuid import UUID

from services.notifications.settings import Settings

# RFC 5321 4.1.2 without quoted strings and address literals, which no contact of ours has.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
_SHORT = 64  # of which neither part can be too long
_MAC_LETTERS = 20
_OURS = re.compile(r"b\+([0-9a-f]{32})\.[0-9a-f]{20}@[a-z0-9.-]{1,253}", re.ASCII)


def writable(email: str) -> str | None:
    """The address for an envelope, its domain in ASCII (RFC 5891); None when there is none."""
    if len(email) <= _SHORT and _ADDRESS.fullmatch(email):
        return email
    local, _, domain = email.strip().rpartition("@")
    ascii_domain = _in_ascii(domain)
    if ascii_domain is None:
        return None
    address = f"{local}@{ascii_domain}"
    fits = len(local) <= 64 and len(address) <= 254 and _ADDRESS.fullmatch(address)
    return address if fits else None


@lru_cache(10_000)
def _in_ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return None


class ReturnPath:
    """An envelope sender per delivery (VERP), so that a bounce names what it is about; a MAC keeps
    anybody from making one up."""

    def __init__(self, secret: bytes, domain: str) -> None:
        self.secret = secret
        key = hashlib.sha256(b"schakel:return-path:" + secret).digest().ljust(64, b"\0")
        # HMAC (RFC 2104) with the key worked in once.
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key)).copy
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key)).copy
        self._domain = domain

    def of(self, delivery_id: UUID) -> str:
        return f"b+{delivery_id.hex}.{self._mac(delivery_id)}@{self._domain}"

    def read(self, address: str) -> UUID | None:
        """Whose it is; None for one that we did not make. Mail servers may fold its case."""
        found = _OURS.fullmatch(address.lower())
        if found is None:
            return None
        delivery_id = UUID(found[1])
        made = self.of(delivery_id).lower()
        return delivery_id if hmac.compare_digest(made, address.lower()) else None

    def names(self, delivery_id: UUID) -> tuple[str, str]:
        """What its message goes by in the log of a mail server: sender and Message-ID."""
        return self.of(delivery_id), f"{delivery_id}@{self._domain}"

    def _mac(self, delivery_id: UUID) -> str:
        inner, outer = self._inner(), self._outer()
        inner.update(delivery_id.bytes)
        outer.update(inner.digest())
        return outer.hexdigest()[:_MAC_LETTERS]


def return_path(settings: Settings) -> ReturnPath:
    """As every process of this service makes it."""
    secret = base64.b64decode(settings.signing_key.get_secret_value())
    return ReturnPath(secret, settings.mail_domain)

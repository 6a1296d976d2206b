"""Private keys at rest: AES-256-GCM under a key that stands in no database."""

import base64
import hashlib
import hmac
import os
from contextlib import suppress
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from shared.errors import Unavailable

_NONCE = 12


class Vault:
    """Shuts keys away; each opens for its own tenant and certificate alone."""

    def __init__(self, secret: SecretStr, *earlier: SecretStr) -> None:
        """Each is at least 32 bytes in base64; what ``earlier`` ones shut still opens."""
        self._cipher, *self._earlier = map(_cipher, (secret, *earlier))

    def shut(self, tenant_id: UUID, certificate: bytes, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, key, tenant_id.bytes + certificate)

    def open(self, tenant_id: UUID, certificate: bytes, shut: bytes) -> bytes:
        """``Unavailable`` when this is not the vault that shut it."""
        bound = tenant_id.bytes + certificate
        for cipher in (self._cipher, *self._earlier):
            with suppress(InvalidTag):
                return cipher.decrypt(shut[:_NONCE], shut[_NONCE:], bound)
        raise Unavailable(
            "seal-key-shut",
            "The key of the seal does not open; SCHAKEL_SEAL_KEY is not what it was.",
        )


def _cipher(secret: SecretStr) -> AESGCM:
    root = base64.b64decode(secret.get_secret_value())
    if len(root) < 32:
        raise ValueError("the key of the vault is shorter than 32 bytes")
    return AESGCM(hmac.digest(root, b"schakel documents seal", hashlib.sha256))

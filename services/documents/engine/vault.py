"""Private keys at rest: AES-256-GCM under a key that stands in no database."""

import base64
import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from shared.errors import Unavailable

_NONCE = 12


class Vault:
    """Shuts keys away; each opens for its own tenant and certificate alone."""

    def __init__(self, secret: SecretStr) -> None:
        """``secret``: at least 32 bytes in base64."""
        root = base64.b64decode(secret.get_secret_value())
        if len(root) < 32:
            raise ValueError("the key of the vault is shorter than 32 bytes")
        self._cipher = AESGCM(hmac.digest(root, b"schakel documents seal", hashlib.sha256))

    def shut(self, tenant_id: UUID, certificate: bytes, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, key, tenant_id.bytes + certificate)

    def open(self, tenant_id: UUID, certificate: bytes, shut: bytes) -> bytes:
        """``Unavailable`` when this is not the vault that shut it."""
        bound = tenant_id.bytes + certificate
        try:
            return self._cipher.decrypt(shut[:_NONCE], shut[_NONCE:], bound)
        except InvalidTag:
            raise Unavailable(
                "seal-key-shut",
                "The key of the seal does not open; SCHAKEL_SEAL_KEY is not what it was.",
            ) from None

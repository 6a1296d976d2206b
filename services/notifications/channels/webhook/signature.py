"""Signatures as the specification Standard Webhooks 1.0.0 wants them."""

import base64
import hmac
from collections.abc import Sequence


def sign(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of webhook-signature: one signature for each secret that holds."""
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return " ".join(f"v1,{_mac(secret, signed)}" for secret in secrets)


def _mac(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()

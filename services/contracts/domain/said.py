"""What was answered to a call that may be sent again under the same ``Idempotency-Key``."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict

LONGEST_KEY = 200


class Said(BaseModel):
    """``status`` and ``etag`` as HTTP has them; ``body`` is JSON."""

    model_config = ConfigDict(frozen=True)

    status: int
    etag: str | None = None
    body: Any


def fingerprint(operation: str, media_type: str, body: bytes) -> bytes:
    """SHA-256 of what is asked; the order of keys in JSON makes no other call."""
    told = body
    if body and media_type == "application/json":
        told = json.dumps(json.loads(body), sort_keys=True).encode()
    return hashlib.sha256(operation.encode() + b"\0" + told).digest()

"""What was answered to a call that may be sent again under the same ``Idempotency-Key``."""

import hashlib
import json
import re
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

LONGEST_KEY = 200
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


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


def kept_under(key: str, caller: UUID | None) -> str:
    """What is kept of a key, which may be somebody's name: its SHA-256. Two callers that choose the
    same one never meet."""
    apart = f"{caller} {key}" if caller else key
    return hashlib.sha256(apart.encode()).hexdigest()


def told_of(*texts: str) -> set[UUID]:
    """Every identifier that stands in these texts."""
    return {UUID(one) for text in texts for one in _IDENTIFIER.findall(text)}

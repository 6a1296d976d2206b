"""Bytes in storage: what they are called there, and what proves that they are the same."""

import hashlib
from uuid import UUID

from services.documents.domain.rendering import Record
from shared.errors import Unavailable


class Stored(Record):
    """``digest`` is the raw SHA-256, ``size`` in bytes; ``locked``: nobody may remove it before its
    day, where storage has such locks."""

    key: str
    digest: bytes
    size: int
    media_type: str
    locked: bool = False


def stored(
    tenant_id: UUID, content: bytes, ending: str, media_type: str, *, locked: bool = False
) -> Stored:
    """The same bytes of one tenant under the same ending lie in storage once."""
    digest = hashlib.sha256(content).digest()
    return Stored(
        key=key_of(tenant_id, digest, ending),
        digest=digest,
        size=len(content),
        media_type=media_type,
        locked=locked,
    )


def key_of(tenant_id: UUID, digest: bytes, ending: str) -> str:
    return f"{tenant_id}/{digest.hex()}.{ending}"


class Swept(Unavailable):
    """It took so long that what was stored may be gone already."""

    def __init__(self) -> None:
        super().__init__("storing-overtaken", "Storing this took too long; send it again.")


class ClientErased(Unavailable):
    """Somebody of whom it tells was erased before it was recorded."""

    def __init__(self) -> None:
        super().__init__("client-erased", "A client in it was erased while it was made.")


class Locked(Unavailable):
    """Storage keeps it until the day of its lock."""

    def __init__(self) -> None:
        super().__init__(
            "storage-locked", "Storage refuses to remove this before the day of its lock."
        )

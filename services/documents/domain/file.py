"""A file that somebody hands in: what it must be, and what stands of it afterwards."""

import hashlib
import re
import unicodedata
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from services.documents.domain.rendering import Record
from services.documents.domain.stored import key_of
from shared.errors import Invalid

LARGEST = 25 * 1024 * 1024
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
_LONGEST_NAME = 200
_QUOTING = str.maketrans('"\\', "''")


class Received(Record):
    """What was handed in. ``digest`` is the raw SHA-256, ``size`` in bytes."""

    name: str
    media_type: str
    digest: bytes
    size: int


class File(Received):
    """What is stored and was read back; ``erased_at``: its bytes were removed since."""

    id: UUID
    stored_at: datetime
    erased_at: datetime | None = None


def received(name: str, media_type: str, content: bytes) -> Received:
    """``Invalid`` without content, or under a name or a type that no file can bear."""
    if not content:
        raise Invalid("file-empty", "There is nothing in this file; choose another.", field="file")
    return Received(
        name=_name(name),
        media_type=_media_type(media_type),
        digest=hashlib.sha256(content).digest(),
        size=len(content),
    )


def key(tenant_id: UUID, digest: bytes) -> str:
    """Where the bytes lie in object storage."""
    return key_of(tenant_id, digest, "file")


def attachment(name: str) -> str:
    """The header Content-Disposition (RFC 6266) of a file that is saved under this name."""
    plain = name.encode("ascii", "replace").decode().translate(_QUOTING)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _name(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).strip()
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in plain)
    if not 0 < len(plain) <= _LONGEST_NAME or hidden or plain in (".", "..") or "/" in plain:
        raise Invalid(
            "file-name-refused",
            f"Give the name of the file alone, in at most {_LONGEST_NAME} visible characters.",
            field="name",
        )
    return plain


def _media_type(told: str) -> str:
    essence = told.partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(essence):
        raise Invalid(
            "media-type-missing",
            "Say in the header Content-Type what kind of file it is, such as application/pdf.",
            field="Content-Type",
        )
    return essence

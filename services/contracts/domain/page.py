"""Places in a keyset list: where the last page ended, as one opaque word."""

import base64
import json
from datetime import date
from uuid import UUID

from shared.errors import Invalid

FIRST = UUID(int=0)


def encode(key: str, row_id: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, row_id.hex]).encode()).decode().rstrip("=")


def decode(after: str | None) -> tuple[str, UUID]:
    """``Invalid`` for a word that no page gave."""
    if after is None:
        return "", FIRST
    try:
        key, row_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return str(key), UUID(row_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise unknown() from error


def unknown() -> Invalid:
    return Invalid(
        "page-unknown", "Give `after` exactly as `next` came in the page before.", field="after"
    )


def decode_day(after: str | None) -> tuple[date, UUID]:
    """For a list in the order of days. ``Invalid`` for a word that no page gave."""
    key, row_id = decode(after)
    try:
        return (date.fromisoformat(key) if key else date.min), row_id
    except ValueError as error:
        raise unknown() from error


def key_id(key: str) -> UUID:
    """The identifier in a key that is one; the empty key comes before all."""
    try:
        return UUID(key) if key else FIRST
    except ValueError as error:
        raise unknown() from error

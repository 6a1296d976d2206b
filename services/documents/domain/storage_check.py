"""A comparison of what is recorded with what storage has, in the order of their keys."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from services.documents.domain.rendering import Record

Lock = Literal["none", "shown", "not-shown"]


class Recorded(NamedTuple):
    """What PostgreSQL says of an object; ``digest`` is the raw SHA-256."""

    key: str
    digest: bytes
    size: int


class Found(NamedTuple):
    """What storage says that it has."""

    key: str
    size: int
    stored_at: datetime


class Pair(NamedTuple):
    """One key; null where a side does not have it."""

    key: str
    recorded: Recorded | None
    found: Found | None


class Tally(Record):
    """``objects`` and ``bytes`` are recorded; ``missing`` are those that storage lacks, ``altered``
    those of which it has other bytes, ``unknown`` what it has and nobody recorded, ``removed`` how
    many of the unknown were taken out."""

    objects: int = Field(default=0, examples=[1204])
    bytes: int = Field(default=0, examples=[98112004])
    missing: int = Field(default=0, examples=[0])
    altered: int = Field(default=0, examples=[0])
    unknown: int = Field(default=0, examples=[0])
    removed: int = Field(default=0, examples=[0])

    @property
    def sound(self) -> bool:
        return not (self.missing or self.altered or self.unknown - self.removed)


class StorageCheck(Tally):
    """``digests``: whether every byte was read. ``lock``: whether storage was seen to refuse the
    removal of something under a lock; ``none`` where settings say that it has no locks."""

    id: UUID
    checked_at: datetime
    digests: bool
    lock: Lock


def tenant_of(key: str) -> UUID | None:
    """Null for what lies in the bucket and is not ours."""
    head, slash, _ = key.partition("/")
    try:
        tenant_id = UUID(head)
    except ValueError:
        return None
    return tenant_id if slash and str(tenant_id) == head else None


async def side_by_side(
    recorded: AsyncIterator[Recorded], found: AsyncIterator[Found]
) -> AsyncIterator[Pair]:
    """Both sorted by key, as their bytes are; neither is held in memory."""
    left, right = await anext(recorded, None), await anext(found, None)
    while left or right:
        if right is None or (left and left.key < right.key):
            assert left is not None
            yield Pair(left.key, left, None)
            left = await anext(recorded, None)
        elif left is None or right.key < left.key:
            yield Pair(right.key, None, right)
            right = await anext(found, None)
        else:
            yield Pair(left.key, left, right)
            left, right = await anext(recorded, None), await anext(found, None)

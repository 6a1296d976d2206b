"""Whole files of clients and the state of storage, as documents tells of them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.portal.domain.seen import Seen

State = Literal["waiting", "making", "failing", "ready", "gone"]


class Dossier(Seen):
    """``problem`` is the last thing that stood in the way; it is tried again by itself."""

    id: UUID
    audience: str = "provider"
    state: State
    requested_at: datetime
    files_total: int | None = None
    files_done: int = 0
    bytes_total: int | None = None
    bytes_done: int = 0
    problem: str | None = None
    completed_at: datetime | None = None
    size: int | None = None
    digest: str | None = None
    manifest_digest: str | None = None
    expires_at: datetime | None = None

    @property
    def going(self) -> bool:
        return self.state in ("waiting", "making", "failing")

    @property
    def percent(self) -> int:
        """Of its bytes; what is left after the last one is read back and compared."""
        return min(99, self.bytes_done * 100 // self.bytes_total) if self.bytes_total else 0


class Dossiers(Seen):
    items: tuple[Dossier, ...] = ()
    next: UUID | None = None

    @property
    def going(self) -> bool:
        return any(one.going for one in self.items)


class StorageCheck(Seen):
    checked_at: datetime
    digests: bool
    lock: Literal["none", "shown", "not-shown"]
    objects: int
    missing: int
    altered: int
    unknown: int
    removed: int

    @property
    def sound(self) -> bool:
        return not (self.missing or self.altered or self.unknown - self.removed)


class StorageState(Seen):
    objects: int
    bytes: int
    object_lock: Literal["none", "governance", "compliance"]
    lock_days: int | None = None
    encryption: Literal["none", "s3", "kms"]
    last_check: StorageCheck | None = None

"""Documents in the making, as documents tells of them."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen


class Obstacle(Seen):
    problem: str
    renderings: int


class Progress(Seen):
    """``ready_at``: when none is waiting any more, at the speed of late."""

    waiting: int = 0
    failed: tuple[Obstacle, ...] = ()
    announced: int = 0
    completed_in_hour: int = 0
    per_minute: float = 0
    ready_at: datetime | None = None

    @property
    def in_trouble(self) -> int:
        return sum(one.renderings for one in self.failed)


class FailedRendering(Seen):
    """``detail``: what stood in the way at the last attempt, in the words of its service."""

    id: UUID
    client_id: UUID
    agreement_id: UUID
    variant: str
    requested_at: datetime
    attempts: int = 0
    problem: str | None = None
    detail: str | None = None


class FailedList(Seen):
    items: tuple[FailedRendering, ...] = ()
    next: str | None = None

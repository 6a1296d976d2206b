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


class Pause(Seen):
    paused_at: datetime


class Run(Seen):
    """What one cause froze on one day; ``ready_at``: when all are made, at the speed of late."""

    id: UUID
    cause: str
    change_id: UUID | None = None
    begun_at: datetime
    asked: int = 0
    made: int = 0
    complete: int = 0
    failed: tuple[Obstacle, ...] = ()
    per_minute: float = 0
    ready_at: datetime | None = None
    pause: Pause | None = None

    @property
    def in_trouble(self) -> int:
        return sum(one.renderings for one in self.failed)


class RunList(Seen):
    items: tuple[Run, ...] = ()


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

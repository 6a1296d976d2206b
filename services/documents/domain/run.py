"""What a change, or mended annexes, froze on one day, and how far the printing of it is."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.documents.domain.progress import WINDOW, Obstacle, ready
from services.documents.domain.rendering import Record

Cause = Literal["change", "drift"]


class Pause(Record):
    paused_by: UUID | None
    paused_at: datetime


class Counted(Record):
    """``of_late``: made within ``WINDOW`` before ``now``."""

    asked: int
    made: int
    complete: int
    of_late: int
    now: datetime


class Run(Record):
    """``asked``: agreements to print; ``made``: those whose DOCX is there and announced;
    ``complete``: those that have their PDF too. ``failed``: those not made that stumbled on
    something, by its stable code; they are tried again by themselves. ``per_minute``: made of late;
    ``ready_at``: when at that speed all are made, null when that can't be told. ``change_id`` is
    null for annexes that were mended. ``pause`` says who stopped it; null while it goes on."""

    id: UUID
    cause: Cause
    change_id: UUID | None
    day: date
    begun_at: datetime
    asked: int = Field(examples=[100000])
    made: int = Field(examples=[63000])
    complete: int = Field(examples=[4100])
    failed: list[Obstacle] = Field(examples=[[{"problem": "snapshot-altered", "renderings": 1}]])
    per_minute: float = Field(examples=[4200.0])
    ready_at: datetime | None
    pause: Pause | None


def speed(counted: Counted, begun_at: datetime) -> tuple[float, datetime | None]:
    """How many a minute, and when the last is made; over what there was of ``WINDOW``."""
    minutes = min(WINDOW, max(counted.now - begun_at, WINDOW / 60)).total_seconds() / 60
    per_minute = round(counted.of_late / minutes, 1)
    return per_minute, ready(counted.asked - counted.made, per_minute, counted.now)

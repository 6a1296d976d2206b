"""The plan of an erasure as the portal shows it."""

from datetime import date, datetime

from services.portal.domain.seen import Seen


class Line(Seen):
    category: str
    rows: int
    kept_until: date | None
    erased_at: datetime | None


class Plan(Seen):
    left_on: date | None
    due_on: date | None
    ordered_at: datetime | None
    lines: tuple[Line, ...]

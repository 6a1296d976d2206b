"""The plan of an erasure as the portal shows it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from services.portal.domain.seen import Seen, Words


class Line(Seen):
    """``rows``: nothing is known of it while that part is down."""

    category: str
    service: str
    state: str
    rows: int | None
    goes: Words
    stays: Words
    source: Words
    kept_until: date | None
    erased_at: datetime | None
    erased_rows: int | None


class FormerLine(Seen):
    """``goes`` is null for what stays, ``rows`` where nobody counts it."""

    category: str
    rows: int | None
    goes: Words | None
    stays: Words
    source: Words


class FormerContacts(Seen):
    """Where people are named who once answered at a party."""

    may_go: bool
    lines: tuple[FormerLine, ...]


class Hold(Seen):
    id: UUID
    reason: str
    until: date


class Plan(Seen):
    left_on: date | None
    due_on: date | None
    ordered_at: datetime | None
    hold: Hold | None
    lines: tuple[Line, ...]

    @property
    def under_way(self) -> bool:
        """Whether another part has still to say that it is done."""
        return any(line.state == "asked" for line in self.lines)

    @property
    def may_go(self) -> bool:
        return any(line.state == "may_go" for line in self.lines)

    @property
    def is_done(self) -> bool:
        return all(line.state == "erased" for line in self.lines)

    def with_rows(self, held: Mapping[str, int | None]) -> "Plan":
        """With what the other parts say that they hold, by category."""
        lines = (
            line.model_copy(update={"rows": held.get(line.category)}) if line.rows is None else line
            for line in self.lines
        )
        return self.model_copy(update={"lines": tuple(lines)})

"""Files of clients, as contracts tells them."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen

STAGES = ("read", "check", "resolve", "insert", "freeze")


class Tally(Seen):
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    findings: int = 0


class Import(Seen):
    id: UUID
    file_name: str = ""
    dry_run: bool = False
    on_existing: str = "keep"
    requested_at: datetime | None = None
    state: str
    stage: str | None = None
    done: int = 0
    total: int = 0
    tally: Tally = Tally()
    confirmable: bool = False

    @property
    def going(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int:
        """Each stage counts the same; inside it what is done counts."""
        if self.stage not in STAGES:
            return 0
        part = self.done / self.total if self.total else 0
        return min(99, round(100 * (STAGES.index(self.stage) + min(part, 1)) / len(STAGES)))


class ImportList(Seen):
    """``next`` goes back as ``after``; nothing ends the list."""

    items: tuple[Import, ...] = ()
    next: str | None = None


class Finding(Seen):
    row: int
    column: str = ""
    code: str
    detail: str = ""


class FindingList(Seen):
    items: tuple[Finding, ...] = ()
    next: str | None = None

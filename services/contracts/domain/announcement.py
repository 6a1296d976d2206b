"""A change as it was announced to one client, and what became of it there."""

from services.contracts.domain.change import AnnouncedChange
from services.contracts.domain.form import Record
from services.contracts.domain.gate import Concern
from services.contracts.domain.objection import Objection


class Announcement(Concern):
    """``objection``: the last that this client made."""

    change: AnnouncedChange
    objection: Objection | None


class AnnouncementPage(Record):
    items: tuple[Announcement, ...]
    next: str | None

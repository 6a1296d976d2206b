"""Deliveries of which nobody knows whether they were taken, and what a log made of them."""

from uuid import UUID

from services.portal.domain.papers import Delivery
from services.portal.domain.seen import Seen


class InDoubt(Seen):
    items: tuple[Delivery, ...] = ()
    next: UUID | None = None


class Reconciled(Seen):
    confirmed: int = 0
    released: int = 0
    stopped: int = 0
    unfinished: int = 0
    uncovered: int = 0
    incomplete: int = 0
    gone: int = 0

    @property
    def settled(self) -> int:
        return self.confirmed + self.released + self.stopped

    @property
    def open(self) -> int:
        return self.unfinished + self.uncovered + self.incomplete + self.gone

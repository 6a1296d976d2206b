"""Resellers and the people there, as contracts tells them."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen


class ResellerMark(Seen):
    id: UUID
    name: str


class Person(Seen):
    id: UUID
    reseller_id: UUID
    name: str
    email: str
    language: str = "nl"


class ResellerLine(ResellerMark):
    brand: str
    contact: str | None = None


class ResellerList(Seen):
    """``next`` goes back as ``after``; nothing ends the list."""

    items: tuple[ResellerLine, ...] = ()
    next: str | None = None


class Reseller(ResellerLine):
    people: tuple[Person, ...] = ()


class Placement(Seen):
    reseller: ResellerMark | None = None
    placed_at: datetime

"""What the check of transfers found, as contracts tells it."""

from datetime import date
from uuid import UUID

from services.portal.domain.changes import LinkFinding
from services.portal.domain.seen import Seen, Words


class FoundLine(LinkFinding):
    id: str
    holds: str | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    touches: int = 0


class FindingList(Seen):
    on: date
    items: tuple[FoundLine, ...] = ()
    next: str | None = None


class Touched(Seen):
    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str
    version_id: UUID | None = None
    version: int | None = None
    in_annex: bool = False


class TouchedList(Seen):
    on: date
    items: tuple[Touched, ...] = ()
    next: str | None = None


class Decision(Seen):
    territory: str
    name: Words = None
    number: str
    since: date
    until: date | None = None
    scope: str = "whole"
    read: bool = False
    ended_on: date | None = None
    in_force: bool = True


class DecisionList(Seen):
    on: date
    items: tuple[Decision, ...] = ()

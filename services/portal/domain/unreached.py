"""Who was not reached, and the letters that go to them, as staff and the client see it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.portal.domain.seen import Seen, Words


class Letter(Seen):
    id: UUID
    notice_id: UUID
    client_id: UUID
    requested_at: datetime
    address_lines: tuple[str, ...] = ()
    problem: dict[str, Any] | None = None
    document_id: UUID | None = None
    posted_on: date | None = None


class LetterList(Seen):
    items: tuple[Letter, ...] = ()
    next: UUID | None = None


class Try(Seen):
    name: str
    email: str
    state: str
    code: int | None = None
    reason: str | None = None
    reply: str | None = None
    at: datetime | None = None
    escalation: bool = False


# Of these a letter can be asked for; what goes by itself, or has one, is left alone.
_LETTER = ("ask_letter", "check_log", "being_told")
_KINDS = ("change_announced", "incident_notified")


class Unreached(Seen):
    client_id: UUID
    client: str | None = None
    reference: str | None = None
    notice_id: UUID
    kind: str
    change_id: UUID | None = None
    incident_id: UUID | None = None
    title: Words = None
    effective_on: date | None = None
    since: datetime
    tries: tuple[Try, ...] = ()
    next_step: str
    letter: Letter | None = None

    @property
    def key(self) -> str:
        return f"{self.notice_id}.{self.client_id}"

    @property
    def in_doubt(self) -> bool:
        return any(one.state == "in_doubt" for one in self.tries)

    @property
    def may_have_letter(self) -> bool:
        return self.kind in _KINDS and self.next_step in _LETTER

    @property
    def path(self) -> str | None:
        """The page of what was to be told."""
        if self.incident_id:
            return f"/registers/incidents/{self.incident_id}"
        return f"/changes/{self.change_id}" if self.change_id else None


class UnreachedList(Seen):
    items: tuple[Unreached, ...] = ()
    next: str | None = None

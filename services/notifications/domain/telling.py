"""What happened to one delivery, summed up from its rows of evidence."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.delivery import Frozen, Person, State, Terms
from services.notifications.domain.evidence import STATE_AFTER, Occurrence, Proof, proof

_HANDED_OVER: tuple[Occurrence, ...] = ("accepted", "confirmed")


class Happened(Frozen):
    """One row of evidence; ``payload`` is null once the person was erased."""

    kind: Occurrence
    attempt: int
    at: datetime
    details: dict[str, Any]
    payload: dict[str, Any] | None


class Telling(Frozen):
    """``person`` is null once erased; ``happened`` is in order."""

    id: UUID
    channel: str
    client_id: UUID | None
    recipient_id: UUID
    terms: Terms
    person: Person | None
    state: State
    attempts: int
    happened: tuple[Happened, ...]

    @property
    def proof(self) -> Proof:
        seen, acknowledged = self.first("seen"), self.first("acknowledged")
        return proof(self.state, seen is not None, acknowledged is not None)

    def first(self, kind: Occurrence) -> datetime | None:
        return next((one.at for one in self.happened if one.kind == kind), None)

    @property
    def handed_over_at(self) -> datetime | None:
        """When a mail server took it, or staff found in its log that it had."""
        found = (one.at for one in self.happened if one.kind in _HANDED_OVER)
        return next(found, None)

    @property
    def missed_at(self) -> datetime | None:
        """Since when it is known that it reached nobody, or that nobody knows whether it did."""
        if self.state not in ("failed", "in_doubt"):
            return None
        last = [one for one in self.happened if one.kind != "posted"]
        while any(one.kind == "released" for one in last):
            last.pop(0)
        return next((one.at for one in last if STATE_AFTER[one.kind] == self.state), None)

    @property
    def posted_on(self) -> date | None:
        """The day on which staff says that a letter in its place was handed to the post."""
        found = (one.details["posted_on"] for one in self.happened if one.kind == "posted")
        return next((date.fromisoformat(day) for day in found), None)

    def said(self, name: str) -> Any:
        """What was put on record last of the message itself under this name: a code, an answer, a
        Message-ID."""
        for one in reversed(self.happened):
            # A letter has a digest of its own.
            if one.kind == "posted":
                continue
            known = {**(one.payload or {}), **one.details}
            if known.get(name) is not None:
                return known[name]
        return None

    @property
    def reached_at(self) -> datetime | None:
        """When the state was reached."""
        passive = ("seen", "acknowledged")
        found = [one.at for one in self.happened if one.kind not in passive]
        return found[-1] if found else None

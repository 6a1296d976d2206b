"""A client's no, and the provider's answers to it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.contracts.domain.contact import Duty
from services.contracts.domain.form import Draft, Paragraph, Record
from services.contracts.domain.terms import OnObjection
from shared.text import Text

Decision = Literal[
    "alternative_offered",
    "measure_taken",
    "client_held_back",
    "agreement_ended",
    "objection_withdrawn",
]
# Who may speak for a client about a change: a breach contact alone may not.
SPEAKERS: frozenset[Duty] = frozenset({"signatory", "notice", "privacy"})


class Speaker(Record):
    """Who speaks for a client: one of its contacts, or a member of staff on its behalf."""

    contact_id: UUID | None = None
    staff_id: UUID | None = None


class ObjectionDraft(Draft):
    """``agreement_id`` may be left out by a contact, whose client has one agreement."""

    grounds: Paragraph
    agreement_id: UUID | None = None


class LeaveDraft(Draft):
    """The signatory ends the agreement over a change, as on_objection terminate allows."""

    reason: Paragraph


class DecisionDraft(Draft):
    decision: Decision
    reason: Paragraph


class ApprovalDraft(Draft):
    """``note``: on which words of the client a member of staff records it."""

    agreement_id: UUID | None = None
    note: Paragraph | None = None


class ObjectionDecision(Record):
    """``contact_id``: the client itself ended the agreement. ``leave_until``: the last day on which
    it may do so, where its agreement gives it that right."""

    id: UUID
    decision: Decision
    reason: str
    contact_id: UUID | None
    leave_until: date | None
    decided_at: datetime


class Objection(Record):
    """``decisions`` in the order in which they were taken; the last one counts. ``late_after``: the
    last day to object, where this one came later: then it holds the change only if that is decided.
    ``in_effect``: the change held for this client already, as after an override or an emergency.
    """

    id: UUID
    change_id: UUID
    change_title: Text
    agreement_id: UUID
    client_id: UUID
    client: str
    grounds: str
    contact_id: UUID | None
    received_at: datetime
    late_after: date | None
    in_effect: bool
    on_objection: OnObjection
    decisions: tuple[ObjectionDecision, ...]

    @property
    def latest(self) -> ObjectionDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def stands(self) -> bool:
        return self.latest is None or self.latest.decision != "objection_withdrawn"

    def may_leave(self, today: date, *, effective: bool) -> bool:
        """Whether the client may end its agreement over this: from its objection until the last day
        that the answer to it left, or, where it is held back, for as long as it is."""
        if self.on_objection != "terminate" or not self.stands or self.late_after:
            return False
        last = self.latest
        if last is None:
            return True
        if last.leave_until is not None:
            return today <= last.leave_until
        return last.decision == "client_held_back" and not effective


class ObjectionPage(Record):
    items: tuple[Objection, ...]
    next: str | None


class Approval(Record):
    id: UUID
    change_id: UUID
    agreement_id: UUID
    client_id: UUID
    contact_id: UUID | None
    note: str | None
    approved_at: datetime

"""A client's no, and the provider's answers to it."""

from datetime import datetime
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


class DecisionDraft(Draft):
    decision: Decision
    reason: Paragraph


class ApprovalDraft(Draft):
    """``note``: on which words of the client a member of staff records it."""

    agreement_id: UUID | None = None
    note: Paragraph | None = None


class ObjectionDecision(Record):
    id: UUID
    decision: Decision
    reason: str
    decided_at: datetime


class Objection(Record):
    """``decisions`` in the order in which they were taken; the last one counts."""

    id: UUID
    change_id: UUID
    change_title: Text
    agreement_id: UUID
    client_id: UUID
    client: str
    grounds: str
    contact_id: UUID | None
    received_at: datetime
    on_objection: OnObjection
    decisions: tuple[ObjectionDecision, ...]


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

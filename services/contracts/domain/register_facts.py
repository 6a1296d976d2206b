"""What is recorded in each register of a processor (Art. 28(3) AVG), as it is handed in.

A null is not known or not done yet; a later revision fills it in.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal, LiteralString, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.file import FileRef
from services.contracts.domain.form import Day, Draft, Line, Paragraph, Yes

Outcome = Literal["pending", "carried_out", "refused"]


class Facts(Draft):
    """``day``: when it reached us or happened; null is today. No day of ``past`` lies ahead."""

    past: ClassVar[tuple[str, ...]] = ()

    day: Day | None = Field(default=None, examples=["2026-11-20"])
    file: FileRef | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return False

    @property
    def due(self) -> date | None:
        return None

    def _need(self, code: LiteralString, *fields: str) -> None:
        missing = [name for name in fields if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError(code, "fill in {fields} too", {"fields": ", ".join(missing)})


class Instruction(Facts):
    """What a client told us to do with its data, in writing (28(3)(a)). Who thinks that it
    infringes the law warns the client at once (28(3), last sentence): until then it stays open.
    """

    past: ClassVar[tuple[str, ...]] = ("day", "outcome_on", "warned_on")

    kind: Literal["instruction"]
    client_id: UUID
    given_by: Line = Field(examples=["Anna de Vries, directeur"])
    channel: Literal["agreement", "mail", "letter", "portal", "phone", "other"] = "mail"
    instruction: Paragraph = Field(examples=["Verwijder de back-ups van voor 2025."])
    concerns_transfer: Yes = False
    outcome: Outcome = "pending"
    outcome_on: Day | None = None
    infringes: Yes = False
    warning: Paragraph | None = None
    warned_on: Day | None = None

    @model_validator(mode="after")
    def _says_how_it_ended(self) -> Self:
        if self.outcome != "pending":
            self._need("outcome-day-needed", "outcome_on")
        if self.infringes:
            self._need("warning-needed", "warning")
        return self

    @property
    def is_open(self) -> bool:
        return self.outcome == "pending" or (self.infringes and self.warned_on is None)


class Disclosure(Facts):
    """What an authority asked for, and what it got. The client is told before, unless the law
    forbids it on important grounds of public interest (28(3)(a)).
    """

    past: ClassVar[tuple[str, ...]] = ("day", "outcome_on", "told_on")

    kind: Literal["disclosure"]
    client_id: UUID | None = None
    authority: Line = Field(examples=["Politie Noord-Nederland"])
    legal_basis: Line = Field(examples=["art. 126nd Sv"])
    requested: Paragraph = Field(examples=["Inloggegevens van een account"])
    outcome: Literal["pending", "disclosed", "refused"] = "pending"
    outcome_on: Day | None = None
    disclosed: Paragraph | None = None
    client_told: Literal["before", "after", "not"] | None = None
    told_on: Day | None = None
    not_told_because: Paragraph | None = None

    @model_validator(mode="after")
    def _says_what_became_of_it(self) -> Self:
        if self.outcome != "pending":
            self._need("outcome-day-needed", "outcome_on")
        if self.outcome == "disclosed":
            self._need("disclosed-needed", "disclosed")
        if self.client_told == "not":
            self._need("reason-needed", "not_told_because")
        elif self.client_told:
            self._need("told-day-needed", "told_on")
        return self

    @property
    def is_open(self) -> bool:
        return self.outcome == "pending" or (
            self.outcome == "disclosed" and self.client_told is None
        )


class Audit(Facts):
    """An audit or inspection that we allow and contribute to (28(3)(h))."""

    past: ClassVar[tuple[str, ...]] = ("day", "held_on", "closed_on")

    kind: Literal["audit"]
    client_id: UUID | None = None
    auditor: Line = Field(examples=["Controlebureau Het Voorbeeld"])
    commissioned_by: Literal["client", "certification", "authority", "own"] = "client"
    scope: Paragraph = Field(examples=["Toegangsbeheer en back-ups"])
    held_on: Day | None = None
    findings: Paragraph | None = None
    follow_up: Paragraph | None = None
    follow_up_due: Day | None = None
    closed_on: Day | None = None

    @model_validator(mode="after")
    def _closes_what_was_held(self) -> Self:
        if self.closed_on or self.findings:
            self._need("held-day-needed", "held_on")
        return self

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def due(self) -> date | None:
        return self.follow_up_due


class Ending(Facts):
    """Return or deletion of a client's data when its agreement ends (28(3)(g)); ``file`` is the
    certificate. Copies stay only where the law of the Union or a Member State requires it.
    """

    past: ClassVar[tuple[str, ...]] = ("done_on",)

    kind: Literal["ending"]
    agreement_id: UUID
    due_on: Day | None = None
    done: Literal["return", "delete"] | None = None
    done_on: Day | None = None
    done_by: Line | None = Field(default=None, examples=["Rik Smit, beheer"])
    deviation: Paragraph | None = None
    copies_kept: Paragraph | None = None
    legal_ground: Line | None = None
    keep_until: Day | None = None

    @model_validator(mode="after")
    def _says_who_did_what(self) -> Self:
        if self.done or self.done_on or self.done_by:
            self._need("done-needed", "done", "done_on", "done_by")
        if self.copies_kept:
            self._need("legal-ground-needed", "legal_ground")
        return self

    @property
    def is_open(self) -> bool:
        return self.done_on is None

    @property
    def due(self) -> date | None:
        return self.due_on


class Person(Draft):
    """Who asks; this alone is erased later, and the fact of the request stays."""

    name: Line = Field(examples=["Anna de Vries"])
    contact: Line | None = Field(default=None, examples=["anna@bakkerij.example"])
    note: Paragraph | None = None


class SubjectRequest(Facts):
    """A request of a data subject that we passed on or helped to answer (28(3)(e), Art. 12(3))."""

    past: ClassVar[tuple[str, ...]] = ("day", "passed_on", "answered_on")

    kind: Literal["subject_request"]
    client_id: UUID
    right: Literal[
        "access",
        "rectification",
        "erasure",
        "restriction",
        "portability",
        "objection",
        "automated_decision",
    ]
    received_from: Literal["data_subject", "client"] = "data_subject"
    person: Person | None = None
    passed_on: Day | None = None
    outcome: Literal["pending", "answered", "left_to_client", "refused"] = "pending"
    answered_on: Day | None = None
    answer: Paragraph | None = None

    @model_validator(mode="after")
    def _says_what_was_answered(self) -> Self:
        if self.outcome == "left_to_client":
            self._need("passed-on-needed", "passed_on")
        elif self.outcome != "pending":
            self._need("answer-needed", "answered_on", "answer")
        return self

    @property
    def is_open(self) -> bool:
        return self.outcome == "pending"


AnyFacts = Annotated[
    Instruction | Disclosure | Audit | Ending | SubjectRequest, Field(discriminator="kind")
]

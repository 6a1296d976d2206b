"""Versions of the provider's own privacy statement, of which exactly one is in force."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.file import FileRef
from services.contracts.domain.form import Day, Draft, Line, Paragraph, Record

Wording = Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
ToldBy = Literal["email", "site", "both"]


class StatementDraft(Draft):
    """In force from ``effective_on`` until the next begins. ``changes``: what is new in it;
    ``corrects_id``: the version that was recorded wrongly and that this one replaces.
    """

    label: Line = Field(examples=["Privacyverklaring 2026-2"])
    effective_on: Day = Field(examples=["2027-01-01"])
    file: FileRef | None = None
    text: Wording | None = Field(default=None, examples=["Wij bewaren facturen zeven jaar."])
    changes: Paragraph | None = None
    told_by: ToldBy | None = None
    corrects_id: UUID | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if self.file is None and self.text is None:
            raise PydanticCustomError("statement-empty", "hand in its file or its text")
        return self


class StatementWithdrawal(Draft):
    reason: Paragraph = Field(examples=["De directie wil hem nog niet invoeren."])


class Statement(Record):
    """It holds from ``valid_from`` and no more on ``valid_until``; both null for a version that
    never came into force because it was withdrawn or replaced on its first day.
    """

    id: UUID
    label: str
    effective_on: date
    valid_from: date | None
    valid_until: date | None
    state: Literal["announced", "in_force", "past", "withdrawn", "replaced"]
    file: FileRef | None
    changes: str | None
    told_by: ToldBy | None
    corrects_id: UUID | None
    recorded_by: UUID | None
    recorded_at: datetime
    withdrawn_at: datetime | None


class StatementRead(Statement):
    text: str | None


class StatementPage(Record):
    items: tuple[Statement, ...]
    next: str | None

"""The agreement with a supplier, under which it processes what our clients entrust to us.

It must lay the same duties on the supplier as our clients lay on us (Art. 28(4) AVG).
"""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.deadline import DayKind
from services.contracts.domain.file import FileRef
from services.contracts.domain.form import Day, Days, Draft, Line, Paragraph, Record

UpstreamState = Literal["published", "accepted", "countersigned"]


class UpstreamStateDraft(Draft):
    """``published``: the supplier's own terms; ``accepted``: by us; ``countersigned``: by both.

    ``since`` null: today. A countersigned agreement needs the file that shows it.
    """

    state: UpstreamState = Field(examples=["accepted"])
    since: Day | None = Field(default=None, examples=["2026-01-15"])
    file: FileRef | None = None

    @model_validator(mode="after")
    def _shows_its_signatures(self) -> Self:
        if self.state == "countersigned" and self.file is None:
            raise PydanticCustomError("file-needed", "hand in the countersigned file first")
        return self


class UpstreamTerms(Draft):
    """``notice_days``: how long before a change of its own the supplier tells us, null while nobody
    knows; ``objection_days``: how long we may object. On ``valid_until`` it holds no more; staff is
    reminded ``reminder_days`` before.
    """

    title: Line = Field(examples=["Data processing addendum 2026"])
    valid_from: Day = Field(examples=["2026-01-01"])
    valid_until: Day | None = Field(default=None, examples=["2027-01-01"])
    notice_days: Days | None = Field(default=None, examples=[30])
    objection_days: Days | None = Field(default=None, examples=[14])
    day_kind: DayKind = "calendar"
    reminder_days: Days = 60
    note: Paragraph | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_until and self.valid_until <= self.valid_from:
            raise PydanticCustomError("ends-too-early", "valid_until must lie after valid_from")
        return self


class UpstreamAgreementDraft(UpstreamTerms):
    subprocessor_id: UUID
    standing: UpstreamStateDraft


class UpstreamPatch(Draft):
    """Only the fields to change."""

    title: Line | None = None
    valid_from: Day | None = None
    valid_until: Day | None = Field(default=None, examples=["2028-01-01"])
    notice_days: Days | None = None
    objection_days: Days | None = None
    day_kind: DayKind | None = None
    reminder_days: Days | None = None
    note: Paragraph | None = None


class UpstreamStanding(Record):
    id: UUID
    state: UpstreamState
    since: date
    file: FileRef | None
    recorded_by: UUID | None
    recorded_at: datetime


class UpstreamAgreement(Record):
    """``state``: how far it stands on the day that was asked for, null before ``states`` begin;
    ``reminded_on``: when staff was reminded of its end.
    """

    id: UUID
    subprocessor_id: UUID
    subprocessor: str
    title: str
    valid_from: date
    valid_until: date | None
    notice_days: int | None
    objection_days: int | None
    day_kind: DayKind
    reminder_days: int
    note: str | None
    state: UpstreamState | None
    states: tuple[UpstreamStanding, ...]
    reminded_on: date | None


class UpstreamEnding(Record):
    """``ends_on``: the first day on which it holds no more."""

    subprocessor: str
    title: str
    ends_on: date


class UpstreamReminder(Record):
    """``told`` is null where staff need not hear of it any more: the end was moved, or another
    agreement follows."""

    upstream_agreement_id: UUID
    told: UpstreamEnding | None


class UpstreamAgreementPage(Record):
    items: tuple[UpstreamAgreement, ...]
    next: str | None


class UpstreamFilter(Record):
    """``on``: those that hold on a day; ``expiring_before``: those that end before it."""

    subprocessor_id: UUID | None = None
    state: UpstreamState | None = None
    on: date | None = None
    expiring_before: date | None = None


def patched(standing: UpstreamAgreement, patch: UpstreamPatch) -> UpstreamTerms:
    """The terms as they will be; pydantic's ValidationError where they can't be so."""
    kept: dict[str, Any] = standing.model_dump(include=set(UpstreamTerms.model_fields))
    return UpstreamTerms.model_validate(kept | patch.model_dump(exclude_unset=True))

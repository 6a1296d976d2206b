"""How long an agreement runs, and when somebody looks at it again."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.form import Day, Days, Draft, Paragraph, Record


class PeriodDraft(Draft):
    """``runs_until`` is the last day; null: until it is ended. ``notice_days`` before that day it
    comes up for renewal. ``review_on``: the day on which it is looked at whatever happens."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"runs_until": "2027-12-31", "notice_days": 60, "review_on": "2027-06-01"}]
        }
    )

    runs_until: Day | None = None
    notice_days: Days = 0
    review_on: Day | None = None
    note: Paragraph | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.notice_days and self.runs_until is None:
            raise PydanticCustomError(
                "period-endless", "A notice belongs to a last day: give runs_until too."
            )
        return self

    @property
    def review_by(self) -> date | None:
        """The first day that asks for somebody's attention."""
        notice = self.runs_until and self.runs_until - timedelta(days=self.notice_days)
        return min((day for day in (notice, self.review_on) if day), default=None)


class Period(Record):
    number: int
    runs_until: date | None
    notice_days: int
    review_on: date | None
    note: str | None
    recorded_by: UUID | None
    recorded_at: datetime


class PeriodPage(Record):
    items: tuple[Period, ...]
    next: str | None

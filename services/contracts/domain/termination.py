"""The end of an agreement: given by one of the two, for a day, and taken back or not."""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict

from services.contracts.domain.form import Day, Days, Draft, Paragraph, Record
from shared.text import Text

EndChoice = Literal["return", "delete"]
Ender = Literal["client", "provider"]

# The law names no term: unless somebody says otherwise, this many days after the end.
ENDING_DAYS = 30


class TerminationDraft(Draft):
    """``ends_on``: from this day nothing is processed any more. ``given_on`` null: today.

    ``end_choice`` null: as the terms say (Art. 28(3)(g) AVG). ``data_by``: the last day to return
    or delete the data; null: thirty days after the end.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "by": "client",
                    "reason": "De klant stapt over.",
                    "given_on": "2026-11-22",
                    "notice_days": 30,
                    "ends_on": "2026-12-31",
                    "end_choice": "return",
                    "data_by": "2027-01-15",
                }
            ]
        }
    )

    by: Ender
    reason: Paragraph
    ends_on: Day
    given_on: Day | None = None
    notice_days: Days = 0
    end_choice: EndChoice | None = None
    data_by: Day | None = None

    @property
    def done_by(self) -> date:
        """The last day that can be given, where it would lie beyond."""
        left = (date.max - self.ends_on).days - 1
        return self.data_by or self.ends_on + timedelta(days=min(ENDING_DAYS, left))


class TerminationWithdrawalDraft(Draft):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "De klant blijft toch."}]})

    reason: Paragraph


class Termination(Record):
    """``products`` are those that end on ``ends_on`` and would have run on."""

    id: UUID
    agreement_id: UUID
    by: Ender
    reason: str
    given_on: date
    notice_days: int
    ends_on: date
    end_choice: EndChoice
    data_by: date
    products: tuple[Text, ...]
    recorded_by: UUID | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str | None


class TerminationPage(Record):
    items: tuple[Termination, ...]
    next: str | None

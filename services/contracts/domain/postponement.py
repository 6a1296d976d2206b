"""A later day for a change that was announced. The announcement stays as it was frozen."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Day, Draft, Record
from shared.errors import Invalid
from shared.text import Text


class PostponementDraft(Draft):
    """``reason`` is what clients read of why it is later."""

    effective_on: Day = Field(examples=["2027-04-01"])
    reason: Text = Field(
        examples=[{"nl": "De leverancier is later klaar.", "en": "The supplier is ready later."}]
    )


class Postponement(Record):
    """It holds, and is told, from ``confirmed_at``; null: somebody has yet to confirm it.
    ``number`` counts those of a change that were confirmed. Who did it is for staff to read."""

    id: UUID
    change_id: UUID
    effective_on: date
    reason: Text
    postponed_by: UUID | None
    postponed_at: datetime
    number: int | None
    confirmed_by: UUID | None
    confirmed_at: datetime | None


def refuse_no_postponement(day: date, standing: date, today: date) -> None:
    """``Invalid``, with the way out: who was told of a day may count on it not coming sooner."""
    if day <= standing:
        raise Invalid(
            "date-not-later",
            f"It takes effect on {standing.isoformat()}, and what was announced can't come sooner:"
            " withdraw it and announce it anew, with terms that run from then.",
            field="effective_on",
        )
    if day < today:
        raise Invalid("date-in-past", "This day has passed; choose another.", field="effective_on")

"""A step of a change that takes longer than a person waits for a page."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

# No answer is waited for longer than ten minutes.
LOST_AFTER = timedelta(minutes=11)
UNANSWERED = "unanswered"


class LongStep(BaseModel):
    """``refusal``: the code of the problem that was the answer, or of none. ``lost``: whoever
    waited for the answer is gone."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    change_id: UUID
    step: str
    asked_at: datetime
    ended_at: datetime | None
    refusal: str | None
    lost: bool

    @property
    def goes_on(self) -> bool:
        return self.ended_at is None and not self.lost

    @property
    def is_unknown(self) -> bool:
        return self.lost or self.refusal == UNANSWERED

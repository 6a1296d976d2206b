"""What one agreement says about authorisation, notice and its end."""

from typing import Literal

from pydantic import Field

from services.contracts.domain.deadline import DayKind
from services.contracts.domain.form import Days, Draft, Yes
from shared.text import Language

Authorisation = Literal["general", "specific"]
CountedFrom = Literal["published", "sent", "delivered"]
OnObjection = Literal["block", "mitigate", "terminate"]


class Terms(Draft):
    """``notice_days`` and ``objection_days`` run together: the longer protects the client.

    An emergency clause says nothing under specific authorisation, where every sub-processor waits
    for a recorded yes (Art. 28(2) AVG).
    """

    language: Language
    authorisation: Authorisation
    notice_days: Days = Field(examples=[30])
    objection_days: Days = Field(examples=[30])
    day_kind: DayKind
    counted_from: CountedFrom
    on_objection: OnObjection
    end_choice: Literal["return", "delete"]
    emergency_clause: Yes

    @property
    def days(self) -> int:
        return max(self.notice_days, self.objection_days)

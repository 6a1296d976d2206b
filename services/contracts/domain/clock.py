"""Legal time."""

from datetime import datetime

from pydantic import AwareDatetime

from services.contracts.domain.form import Draft, Record


class ClockDraft(Draft):
    to: AwareDatetime


class Clock(Record):
    """``simulated``: ahead of real time; ``movable``: the instance was started in demo mode."""

    now: datetime
    simulated: bool
    movable: bool

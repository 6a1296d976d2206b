"""Legal time."""

from datetime import datetime

from pydantic import AwareDatetime

from services.contracts.domain.form import Draft, Record


class ClockDraft(Draft):
    to: AwareDatetime


class Clock(Record):
    now: datetime
    simulated: bool

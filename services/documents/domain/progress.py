"""How far a provider's documents are, and when the last of them will be there."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

# Over which the speed is measured.
WINDOW = timedelta(minutes=10)


class Obstacle(BaseModel):
    """``problem``: the stable code of what an attempt failed on; ``renderings``: how many did."""

    model_config = ConfigDict(frozen=True)

    problem: str = Field(examples=["pdf-failed"])
    renderings: int = Field(examples=[2])


class Progress(BaseModel):
    """``waiting``: nothing stands in their way; ``failed``: their last attempt did, by cause, and
    they are tried again by themselves; ``announced``: of all these, how many have their DOCX
    already. ``per_minute``: completed of late; ``ready_at``: when at that speed none is waiting,
    null when none is or nothing was completed."""

    model_config = ConfigDict(frozen=True)

    waiting: int = Field(examples=[1240])
    failed: list[Obstacle] = Field(examples=[[{"problem": "pdf-failed", "renderings": 2}]])
    announced: int = Field(examples=[2])
    completed_in_hour: int = Field(examples=[9000])
    per_minute: float = Field(examples=[150.0])
    ready_at: datetime | None = Field(examples=["2026-11-22T11:15:00+01:00"])


def ready(waiting: int, per_minute: float, now: datetime) -> datetime | None:
    if not waiting or not per_minute:
        return None
    return now + timedelta(minutes=waiting / per_minute)

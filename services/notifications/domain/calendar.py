"""The days that count for somebody, as a calendar that they subscribe to."""

import hashlib
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from shared.text import Language, Text

DueKind = Literal[
    "objection", "review", "ending", "data", "upstream", "change_deadline", "change_effective"
]
_NAMESPACE = UUID("7d1b6a52-1a3e-5b4e-8a43-0c9e1f2d5a77")


class Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Due(Given):
    """One day, as contracts tells it; ``url`` is the page of the portal about it."""

    kind: DueKind
    id: UUID
    day: date
    client: str | None = None
    reference: str | None = None
    title: Text | None = None
    party: str | None = None
    url: HttpUrl | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class CalendarDraft(Given):
    """What one calendar holds now. ``complete_before``: there is more than fits, and all before
    this day is here; what is gone from before it was withdrawn."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "019a0000-0000-7000-8000-000000000001",
                    "language": "nl",
                    "provider": "Voorbeeldhost",
                    "items": [
                        {
                            "kind": "ending",
                            "id": "019a0000-0000-7000-8000-000000000002",
                            "day": "2027-01-31",
                            "reference": "VO-2026-1",
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    language: Language
    provider: str = Field(min_length=1, max_length=300)
    items: Annotated[tuple[Due, ...], Field(max_length=2000)]
    complete_before: date | None = None


class Known(BaseModel):
    """What was told of a day before: ``sequence`` rises with every change."""

    model_config = ConfigDict(frozen=True)

    kind: DueKind
    subject_id: UUID
    day: date
    sequence: int
    changed_at: datetime
    cancelled: bool

    @property
    def uid(self) -> str:
        """The same in every calendar, for ever (RFC 7986, 5.3)."""
        return str(uuid5(_NAMESPACE, f"{self.kind}:{self.subject_id}"))

"""A later day for an announced change: what staff type, and what stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.portal.domain.seen import Seen, Words

FIELDS = ("effective_on", "reason.nl", "reason.en")


class Postponement(Seen):
    """``number`` null: somebody has yet to confirm it. Who did it is told to staff alone."""

    id: UUID
    effective_on: date
    reason: Words = None
    postponed_by: UUID | None = None
    postponed_at: datetime | None = None
    number: int | None = None


def read(form: Mapping[str, str]) -> dict[str, str]:
    return {name: form.get(name, "").strip() for name in FIELDS}


def body(values: Mapping[str, str]) -> dict[str, Any]:
    """The request: empty fields left out, so that contracts says which it misses."""
    reason = {language: values[f"reason.{language}"] for language in ("nl", "en")}
    known = {language: said for language, said in reason.items() if said}
    asked: dict[str, Any] = {"reason": known}
    if values["effective_on"]:
        asked["effective_on"] = values["effective_on"]
    return asked

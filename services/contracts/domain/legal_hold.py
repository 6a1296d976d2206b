"""Why nothing of a client may be erased for now, and until when."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict

from services.contracts.domain.form import Day, Draft, Paragraph, Record
from shared.errors import Conflict, Invalid


class LegalHoldDraft(Draft):
    """``until``: the last day on which it holds; longer takes another hold."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "Procedure bij de rechtbank.", "until": "2027-12-31"}]
        }
    )

    reason: Paragraph
    until: Day


class LegalHoldEndDraft(Draft):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "De zaak is geschikt."}]})

    reason: Paragraph


class LegalHold(Record):
    """``ended_at`` null: it was not ended before its last day."""

    id: UUID
    client_id: UUID
    reason: str
    until: date
    placed_by: UUID | None
    placed_at: datetime
    ended_at: datetime | None
    ended_because: str | None


class LegalHoldPage(Record):
    items: tuple[LegalHold, ...]
    next: UUID | None


def refuse_past(until: date, today: date) -> None:
    if until < today:
        raise Invalid("date-in-past", "A hold lasts until today at least.", field="until")


def refuse_held(hold: LegalHold | None) -> None:
    """``Conflict`` that names the reason and the way out, while a hold stands."""
    if hold is not None:
        raise Conflict(
            "client-held",
            f"A legal hold keeps this until {hold.until}: {hold.reason} End that hold, or wait for"
            " its last day.",
            until=hold.until.isoformat(),
            reason=hold.reason,
            hold_id=str(hold.id),
        )

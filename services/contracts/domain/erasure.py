"""What becomes of the personal data of a client that left, category by category."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from services.contracts.domain.form import Record

Now = Literal["contacts", "audit_details"]
Later = Literal["contacts_in_evidence", "objections", "approvals", "signatures"]
Kept = Literal["frozen_texts"]
Category = Now | Later | Kept
Why = Literal["no_purpose_left", "limitation_of_claims"]

AT_ONCE: tuple[Now, ...] = get_args(Now)
# Signatures last: once they are gone, everything is.
WHEN_DUE: tuple[Later, ...] = get_args(Later)


class ErasureLine(Record):
    """``kept_until`` is null for what may go at once; ``erased_at`` for what has not gone yet."""

    category: Category
    rows: int
    kept_until: date | None
    because: Why
    erased_at: datetime | None


class ErasurePlan(Record):
    """``left_on`` is when its last agreement ended: null while one stands, and nothing may go."""

    client_id: UUID
    left_on: date | None
    due_on: date | None
    ordered_at: datetime | None
    lines: tuple[ErasureLine, ...]


def years_after(day: date, years: int) -> date:
    """29 February becomes 1 March: never a day too early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

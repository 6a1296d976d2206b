"""Agreements whose annex no longer says what holds, and their mending in bulk."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict

from services.contracts.domain.form import Draft, Record

# Beyond this many nobody counts on for a page.
COUNTED = 10_000


class DriftLine(Record):
    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str


class DriftPage(Record):
    """``count`` is that of the whole list; with ``more_than_counted`` there are more than that."""

    items: tuple[DriftLine, ...]
    next: str | None
    count: int
    more_than_counted: bool


class MendingDraft(Draft):
    """Without a filter every agreement that drifts gets a new annex."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"product_id": "019a0000-0000-7000-8000-000000000007"}]}
    )

    product_id: UUID | None = None
    reseller_id: UUID | None = None


class Mending(Record):
    """``total``: how many drifted when it was asked for. ``problem``: why it stopped before all
    were mended; what it froze until then stands."""

    id: UUID
    product_id: UUID | None
    reseller_id: UUID | None
    total: int
    done: int
    problem: str | None
    asked_by: UUID | None
    asked_at: datetime
    finished_at: datetime | None


class MendingPage(Record):
    """The newest first."""

    items: tuple[Mending, ...]
    next: str | None

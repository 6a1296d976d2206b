"""A second pair of eyes on a draft, before anybody is told."""

from datetime import datetime
from uuid import UUID

from services.contracts.domain.form import Draft, Paragraph, Record


class ReviewDraft(Draft):
    note: Paragraph | None = None


class Review(Record):
    """``revision``: the state of the draft that was read; an edit leaves the review behind."""

    id: UUID
    change_id: UUID
    revision: int
    note: str | None
    reviewed_by: UUID
    reviewed_at: datetime

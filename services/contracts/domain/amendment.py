"""What is proposed to change in an agreement, and from which day."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.form import Day, Draft, Line, Paragraph, Record
from services.contracts.domain.terms import Terms
from shared.text import Text

Words = Annotated[tuple[Line, ...], Field(max_length=50)]
AmendmentState = Literal["proposed", "accepted", "recorded", "withdrawn"]


class AmendmentDraft(Draft):
    """``from_day`` null: from today. ``begins`` and ``ends`` name products by key or id.

    New terms wait for the client's yes, and the old ones hold until then. Without terms only
    products begin or end, which nobody has to accept anew.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"from_day": "2027-01-01", "begins": ["mail"], "reason": "De klant neemt ook mail."}
            ]
        }
    )

    from_day: Day | None = None
    terms: Terms | None = None
    begins: Words = ()
    ends: Words = ()
    reason: Paragraph | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.terms is None and not self.begins and not self.ends:
            raise PydanticCustomError(
                "nothing-amended", "Say which terms change, or which products begin or end."
            )
        named = (*self.begins, *self.ends)
        if len(set(named)) != len(named):
            raise PydanticCustomError("product-twice", "a product is named twice")
        return self


class Proposal(Record):
    """An amendment that waits for the client's yes to ``version_id``."""

    id: UUID
    version_id: UUID
    from_day: date
    terms: Terms
    begins: tuple[Text, ...]
    ends: tuple[Text, ...]
    reason: str | None
    proposed_at: datetime


class Amendment(Record):
    """``holds_from``: the day from which it holds, known once it was accepted or recorded."""

    id: UUID
    agreement_id: UUID
    state: AmendmentState
    from_day: date
    holds_from: date | None
    terms: Terms | None
    begins: tuple[Text, ...]
    ends: tuple[Text, ...]
    reason: str | None
    proposed_at: datetime
    version_id: UUID | None


class AmendmentPage(Record):
    items: tuple[Amendment, ...]
    next: str | None


class Preview(Record):
    """What would be frozen and what it replaces; nothing was recorded and nobody was told."""

    needs_acceptance: bool
    snapshot: dict[str, object]
    replaces: dict[str, object]

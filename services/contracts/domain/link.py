"""Who processes what for which product: content that never changes, and when it holds."""

from datetime import date, timedelta
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.adequacy import Zone
from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.form import EXAMPLE, Day, Draft, Record, Texts
from services.contracts.domain.subprocessor import Subprocessor
from services.contracts.domain.transfer import Capacity
from shared.text import Text

LinkState = Literal["in_force", "announced"]


class LinkDraft(Draft):
    """A link as it is proposed. Null means that nobody has confirmed it yet."""

    product_id: UUID | None = Field(default=None, examples=[EXAMPLE])
    subprocessor_id: UUID
    capacity: Capacity
    purpose: Text | None = None
    data_categories: Texts = ()
    data_subjects: Texts = ()
    location: Text | None = None
    zone: Zone | None = None
    mechanism: Mechanism | None = None
    mechanism_verified_on: Day | None = None
    condition: Text | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _fits_its_capacity(self) -> Self:
        if self.capacity == "own_administration" and self.product_id is not None:
            raise ValueError("own administration belongs to no product: leave product_id out")
        if self.capacity == "subprocessor" and self.product_id is None:
            raise PydanticCustomError(
                "product-needed",
                "a sub-processor's link needs the product_id for which it processes",
            )
        if self.capacity == "controller" and self.reason is None:
            raise ValueError("a controller of its own needs the reason why it is one")
        return self


class OpenLinkDraft(LinkDraft):
    """``valid_from`` null: from today. On ``valid_until`` it holds no more."""

    valid_from: Day | None = None
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("valid_until must lie after valid_from")
        return self

    def judged_on(self, today: date) -> date:
        """The day of which its transfer must be right: now, when it begins, or when it ended."""
        day = max(self.valid_from or today, today)
        return min(day, self.valid_until - timedelta(days=1)) if self.valid_until else day


class Link(Record):
    """``product`` is null for the provider's own administration."""

    link_id: UUID
    product_id: UUID | None
    product: Text | None
    subprocessor: Subprocessor
    capacity: Capacity
    purpose: Text | None
    data_categories: Texts
    data_subjects: Texts
    location: Text | None
    zone: Zone | None
    mechanism: Mechanism | None
    mechanism_verified_on: date | None
    condition: Text | None
    reason: Text | None
    valid_from: date | None
    valid_until: date | None
    state: LinkState


class Processors(Record):
    """Who processes one client's data on one day, and who receives them as controller."""

    on: date
    client: str
    client_id: UUID
    processors: tuple[Link, ...]
    controllers: tuple[Link, ...]

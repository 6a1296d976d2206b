"""Who processes what for which product: content that never changes, and when it holds."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.adequacy import Zone
from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.form import (
    EXAMPLE,
    Country,
    Day,
    Draft,
    Edit,
    Paragraph,
    Record,
    Texts,
)
from services.contracts.domain.subprocessor import Subprocessor
from services.contracts.domain.transfer import Capacity
from shared.text import Text

LinkState = Literal["in_force", "announced"]
Countries = Annotated[tuple[Country, ...], Field(max_length=50, examples=[["NL", "DE"]])]

PROPOSED: dict[str, JsonValue] = {
    "product_id": "01938c1e-0000-7000-8000-000000000001",
    "subprocessor_id": "01938c1e-0000-7000-8000-000000000002",
    "capacity": "subprocessor",
    "purpose": {"nl": "opslag van de website", "en": "storage of the website"},
    "data_categories": [{"nl": "IP-adressen", "en": "IP addresses"}],
    "data_subjects": [{"nl": "bezoekers", "en": "visitors"}],
    "location": {"nl": "Groningen", "en": "Groningen"},
    "countries": ["NL"],
    "zone": "EU",
    "mechanism": "none_required",
}


class LinkDraft(Draft):
    """A link as it is proposed. Null means that nobody has confirmed it yet.

    ``countries``: where the data are (ISO 3166-1); ``condition``: when it holds at all, such as
    only with an add-on; ``verified_on``: when these facts were last checked.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [PROPOSED]})

    product_id: UUID | None = Field(default=None, examples=[EXAMPLE])
    subprocessor_id: UUID
    capacity: Capacity
    purpose: Text | None = None
    data_categories: Texts = ()
    data_subjects: Texts = ()
    location: Text | None = None
    countries: Countries = ()
    zone: Zone | None = None
    mechanism: Mechanism | None = None
    mechanism_verified_on: Day | None = None
    condition: Text | None = None
    reason: Text | None = None
    verified_on: Day | None = None

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
    """``valid_from`` null: from today. On ``valid_until`` it holds no more.

    ``correction``: why the record lacked a link that had begun already while clients took the
    product.
    """

    valid_from: Day | None = None
    valid_until: Day | None = None
    correction: Paragraph | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("valid_until must lie after valid_from")
        return self

    def judged_on(self, today: date) -> date:
        """The day of which its transfer must be right: now, when it begins, or when it ended."""
        day = max(self.valid_from or today, today)
        return min(day, self.valid_until - timedelta(days=1)) if self.valid_until else day


class LinkEdit(Edit):
    """What may be told of a link without changing it: that it was checked, and where an empty list
    of countries left it open, where the data are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"verified_on": "2026-01-31"}]})
    never_empty: ClassVar[frozenset[str]] = frozenset(
        {"countries", "mechanism_verified_on", "verified_on"}
    )

    countries: Countries | None = None
    mechanism_verified_on: Day | None = None
    verified_on: Day | None = None


class LinkFilter(Record):
    product_id: UUID | None = None
    subprocessor_id: UUID | None = None
    capacity: Capacity | None = None


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
    countries: tuple[str, ...]
    zone: Zone | None
    mechanism: Mechanism | None
    mechanism_verified_on: date | None
    condition: Text | None
    reason: Text | None
    verified_on: date | None
    valid_from: date | None
    valid_until: date | None
    state: LinkState


class LinkPage(Record):
    items: tuple[Link, ...]
    next: str | None


class Processors(Record):
    """Who processes one client's data on one day, and who receives them as controller."""

    on: date
    client: str
    client_id: UUID
    processors: tuple[Link, ...]
    controllers: tuple[Link, ...]

"""What the provider sells, and what is done with personal data for it (Art. 28(3) AVG)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from services.contracts.domain.form import Day, Draft, Edit, Record, Texts
from shared.errors import Invalid
from shared.text import Text

Key = Annotated[
    str,
    StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    Field(examples=["web-hosting"]),
]
# The seven elements of Art. 28(3), first sentence, and the measures of Art. 28(3)(c).
Unsaid = Literal[
    "subject_matter",
    "duration",
    "nature",
    "purpose",
    "data_categories",
    "data_subjects",
    "controller_rights",
    "measures",
]

EXAMPLE: dict[str, JsonValue] = {
    "subject_matter": {"nl": "hosten van de website", "en": "hosting the website"},
    "duration": {"nl": "zolang de overeenkomst loopt", "en": "as long as the agreement runs"},
    "nature": {"nl": "opslaan en tonen", "en": "storing and showing"},
    "purpose": {"nl": "de website werkt", "en": "the website works"},
    "data_categories": [{"nl": "IP-adressen", "en": "IP addresses"}],
    "data_subjects": [{"nl": "bezoekers", "en": "visitors"}],
    "controller_rights": {
        "nl": "de klant geeft instructies en mag controleren",
        "en": "the client gives instructions and may audit",
    },
    "measures": [{"nl": "versleutelde opslag", "en": "encrypted storage"}],
}


class ProductDraft(Draft):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"key": "web-hosting", "name": {"nl": "webhosting", "en": "web hosting"}}]
        }
    )

    key: Key
    name: Text
    description: Text | None = None


class ProductEdit(Edit):
    """The key stays: integrations order by it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": {"nl": "hosting", "en": "hosting"}}]}
    )
    never_empty: ClassVar[frozenset[str]] = frozenset({"name"})

    name: Text | None = None
    description: Text | None = None


class ProcessingDraft(Draft):
    """It may be incomplete; ``retention`` alone may stay so when an agreement is issued.

    ``valid_from`` null: from today. On ``valid_until`` it is done no more.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    subject_matter: Text | None = None
    duration: Text | None = None
    nature: Text | None = None
    purpose: Text | None = None
    data_categories: Texts = ()
    data_subjects: Texts = ()
    controller_rights: Text | None = None
    retention: Text | None = None
    measures: Texts = ()
    valid_from: Day | None = None
    valid_until: Day | None = None


class ProcessingEdit(Edit):
    """``valid_until`` ends the processing on a day, or with null lets it go on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"measures": EXAMPLE["measures"]}]})
    never_empty: ClassVar[frozenset[str]] = frozenset(
        {"data_categories", "data_subjects", "measures"}
    )

    subject_matter: Text | None = None
    duration: Text | None = None
    nature: Text | None = None
    purpose: Text | None = None
    data_categories: Texts | None = None
    data_subjects: Texts | None = None
    controller_rights: Text | None = None
    retention: Text | None = None
    measures: Texts | None = None
    valid_until: Day | None = None


class Processing(Record):
    """``missing``: what an agreement can't be issued without. ``valid_from`` null: always."""

    id: UUID
    product_id: UUID
    subject_matter: Text | None
    duration: Text | None
    nature: Text | None
    purpose: Text | None
    data_categories: Texts
    data_subjects: Texts
    controller_rights: Text | None
    retention: Text | None
    measures: Texts
    valid_from: date | None
    valid_until: date | None
    missing: tuple[Unsaid, ...]


class Product(Record):
    """``missing``: what no processing, or not every processing, of it says on that day."""

    id: UUID
    key: str
    name: Text
    description: Text | None
    missing: tuple[Unsaid, ...]


class ProductList(Record):
    items: tuple[Product, ...]
    next: str | None


class ProductPage(Product):
    processings: tuple[Processing, ...]


def processing_incomplete(product: str, missing: Sequence[str], field: str | None) -> Invalid:
    """No agreement may leave unsaid what Art. 28(3) AVG wants in it."""
    return Invalid(
        "processing-incomplete",
        f"What is done with personal data for {product} is not complete; fill in"
        f" {', '.join(missing)} of its processings first.",
        field=field,
        missing=list(missing),
        product=product,
    )

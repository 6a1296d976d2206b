"""What the provider sells, and what is done with personal data for it (Art. 28(3) AVG)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.contracts.domain.form import Draft, Record, Texts
from shared.text import Text

Key = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class ProductDraft(Draft):
    key: Key
    name: Text
    description: Text | None = None


class ProcessingDraft(Draft):
    """``retention`` null and ``measures`` empty are still to be confirmed by the provider."""

    subject_matter: Text
    nature: Text
    purpose: Text
    data_categories: Annotated[Texts, Field(min_length=1)]
    data_subjects: Annotated[Texts, Field(min_length=1)]
    retention: Text | None = None
    measures: Texts = ()


class Processing(Record):
    id: UUID
    subject_matter: Text
    nature: Text
    purpose: Text
    data_categories: Texts
    data_subjects: Texts
    retention: Text | None
    measures: Texts


class Product(Record):
    id: UUID
    key: str
    name: Text
    description: Text | None


class ProductPage(Product):
    processings: tuple[Processing, ...]

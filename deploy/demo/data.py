"""The demonstration's providers as data: what they publish about themselves, and what is invented.

A fact that is not known is null. ``unconfirmed`` names the fields of its own object whose value was
read elsewhere or inferred, and that the provider has yet to confirm. ``invented`` names the fields
of a processing that hold something made up, which the texts themselves say too.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.text import Language, Text

FOLDER = Path(__file__).parent / "data"
MARK = Text(nl="demogegeven", en="demo data")

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Web = Annotated[str, Field(pattern=r"^https?://")]
# Some statements name no more than the month.
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
Duty = Literal["signatory", "notice", "privacy", "breach"]
Capacity = Literal["subprocessor", "own_administration", "controller"]
Zone = Literal["EU", "EEA", "adequate", "third"]
Mechanism = Literal["none_required", "scc"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sourced(Part):
    """Something whose fields may wait for the provider's word."""

    unconfirmed: list[str] = []

    @model_validator(mode="after")
    def _unconfirmed_facts_are_there(self) -> Self:
        for name in self.unconfirmed:
            if getattr(self, name, None) is None:
                raise ValueError(f"{name} is unknown, so there is nothing to confirm")
        return self


class ReplyTerm(Part):
    count: int
    unit: Literal["days", "weeks"]
    kind: Literal["aim", "maximum"]


class Provider(Sourced):
    slug: Key
    name: str
    legal_name: str | None
    registration: str | None
    seat: str | None
    address: str | None
    country: Country | None
    email: Email
    phone: str
    website: Web | None
    requests_email: Email | None
    privacy_contact: str | None
    statement_date: Month | None
    reply_term: ReplyTerm | None
    reply_remark: Text
    changes_told: Literal["website", "email", "beforehand"]
    changes_remark: Text
    eu_only: bool
    transfer_basis: Literal["privacy_shield"] | None
    remarks: list[Text]


class Owner(Part):
    """The first member of staff, invented like every person here."""

    name: str
    email: Email
    language: Language


class Party(Sourced):
    key: Key
    name: str
    legal_entity: str | None
    registration: str | None
    address: str | None
    country: Country | None
    contact: str | None
    website: Web | None
    agreement_url: Web | None
    list_url: Web | None
    notice_terms: Text | None
    remark: Text | None


class Processing(Part):
    """What Art. 28(3) GDPR asks an agreement to say, the measures of Art. 32 included."""

    subject_matter: Text
    duration: Text
    nature: Text
    purpose: Text
    data_categories: list[Text] = Field(min_length=1)
    data_subjects: list[Text] = Field(min_length=1)
    controller_rights: Text
    retention: Text
    measures: list[Text] = Field(min_length=1)
    invented: list[str]

    @model_validator(mode="after")
    def _says_what_is_invented(self) -> Self:
        for name in type(self).model_fields:
            if name == "invented":
                continue
            value = getattr(self, name)
            texts = [value] if isinstance(value, Text) else value
            marked = any(MARK.nl in text.nl and MARK.en in text.en for text in texts)
            if marked != (name in self.invented):
                raise ValueError(f"{name} and the list of what is invented disagree")
        return self


class Product(Part):
    key: Key
    name: Text
    invented: bool
    description: Text
    processings: list[Processing] = Field(min_length=1)


class Link(Sourced):
    """``product`` is null for what the provider uses for its own administration."""

    party: Key
    product: Key | None
    capacity: Capacity
    reason: Text | None
    purpose: Text
    data_categories: list[Text] = Field(min_length=1)
    data_subjects: list[Text] = Field(min_length=1)
    location: Text | None
    zone: Zone | None
    mechanism: Mechanism | None
    valid_from: Annotated[date, Field(strict=False)] | None

    @model_validator(mode="after")
    def _another_capacity_has_a_reason(self) -> Self:
        if (self.capacity == "subprocessor") != (self.reason is None):
            raise ValueError("a reason is for those who are not sub-processors, and needed there")
        if (self.capacity == "own_administration") != (self.product is None):
            raise ValueError("own administration belongs to no product, all else to one")
        return self


class Contact(Part):
    name: str
    email: Annotated[str, Field(pattern=r"\.example$")]
    language: Language
    job_title: str | None
    duties: list[Duty] = Field(min_length=1)


class Terms(Part):
    language: Language
    authorisation: Literal["general", "specific"]
    notice_days: int
    objection_days: int
    day_kind: Literal["calendar", "business"]
    counted_from: Literal["published", "sent", "delivered"]
    on_objection: Literal["block", "mitigate", "terminate"]
    end_choice: Literal["return", "delete"]
    emergency_clause: bool


class Client(Part):
    external_id: Key
    name: str
    address: str
    country: Country
    language: Language
    contacts: list[Contact] = Field(min_length=1)
    products: list[Key] = Field(min_length=1)
    terms: Terms


class DemoProvider(Part):
    """One file: a provider, whom it works with, what it sells, and invented clients."""

    provider: Provider
    owner: Owner
    parties: list[Party]
    products: list[Product] = Field(min_length=1)
    links: list[Link] = Field(min_length=1)
    clients: list[Client] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_only_what_is_there(self) -> Self:
        parties = {party.key for party in self.parties}
        products = {product.key for product in self.products}
        wanted_parties = {link.party for link in self.links}
        wanted_products = {link.product for link in self.links if link.product}
        wanted_products |= {key for client in self.clients for key in client.products}
        if unknown := (wanted_parties ^ parties) | (wanted_products - products):
            raise ValueError(f"named and not described, or the reverse: {sorted(unknown)}")
        return self


def read(slug: str) -> DemoProvider:
    """The provider of that name; ``pydantic.ValidationError`` names what is wrong in its file."""
    return DemoProvider.model_validate_json((FOLDER / f"{slug}.json").read_text())


def read_all() -> list[DemoProvider]:
    """Every provider of the demonstration, by slug."""
    return [read(path.stem) for path in sorted(FOLDER.glob("*.json"))]

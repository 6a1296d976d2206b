"""A controller whose data the provider processes."""

from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.agreement import AgreementState
from services.contracts.domain.contact import Contact, ContactDraft
from services.contracts.domain.form import Country, Draft, Edit, Line, Record
from services.contracts.domain.reseller import ResellerMark
from services.contracts.domain.terms import Terms
from shared.text import Language, Text


class ClientDraft(Draft):
    """``reseller_id``: who serves the client; a reseller brings in its own alone."""

    external_id: Line | None = None
    name: Line = Field(examples=["Bakkerij Het Voorbeeld B.V."])
    registration: Line | None = None
    address: Line | None = None
    country: Country
    language: Language
    representative: Line | None = None
    dpo: Line | None = None
    reseller_id: UUID | None = None


class ClientEdit(Edit):
    never_empty: ClassVar[frozenset[str]] = frozenset({"name", "country", "language"})

    external_id: Line | None = None
    name: Annotated[Line | None, Field(examples=["Bakkerij Het Voorbeeld B.V."])] = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    language: Language | None = None
    representative: Line | None = None
    dpo: Line | None = None


class OnboardingDraft(Draft):
    """One call from order to agreement; ``products`` are keys or ids."""

    client: ClientDraft
    contacts: Annotated[tuple[ContactDraft, ...], Field(min_length=1, max_length=50)]
    products: Annotated[
        tuple[Line, ...], Field(min_length=1, max_length=50, examples=[["webhosting"]])
    ]
    terms: Terms

    @field_validator("contacts")
    @classmethod
    def _nobody_twice(cls, contacts: tuple[ContactDraft, ...]) -> tuple[ContactDraft, ...]:
        if len({contact.email.lower() for contact in contacts}) != len(contacts):
            raise PydanticCustomError("email-twice", "two contacts have the same e-mail address")
        return contacts

    @field_validator("products")
    @classmethod
    def _nothing_twice(cls, products: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(products)) != len(products):
            raise PydanticCustomError("product-twice", "a product is named twice")
        return products


class Signatory(Record):
    """Who has to sign; the portal makes a sign-in link for this contact."""

    contact_id: UUID
    language: Language


class Onboarding(Record):
    """How the agreement stands, and who signs it."""

    client_id: UUID
    agreement_id: UUID
    version_id: UUID
    digest: str
    state: AgreementState
    sign_in: Signatory

    @property
    def id(self) -> UUID:
        return self.client_id


class AgreementMark(Record):
    id: UUID
    state: AgreementState


class ClientFilter(Record):
    """``q`` is part of a name or an ``external_id``, in any case; null asks for everything."""

    q: str | None = None
    state: AgreementState | None = None
    product_id: UUID | None = None
    reseller_id: UUID | None = None
    drift: bool | None = None
    language: Language | None = None


class ClientLine(Record):
    """``products`` are those that the client takes today."""

    id: UUID
    name: str
    external_id: str | None
    language: Language
    reseller: ResellerMark | None
    agreement: AgreementMark | None
    products: tuple[Text, ...]
    drift: bool


class ClientPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[ClientLine, ...]
    next: str | None


class AgreementSummary(Record):
    id: UUID
    reference: str
    state: AgreementState
    terms: Terms
    products: tuple[Text, ...]


class Client(Record):
    id: UUID
    external_id: str | None
    name: str
    registration: str | None
    address: str | None
    country: str
    language: Language
    representative: str | None
    dpo: str | None
    onboarded_at: datetime
    ended_on: date | None
    reseller: ResellerMark | None
    contacts: tuple[Contact, ...]
    agreement: AgreementSummary | None

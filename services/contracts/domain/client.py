"""A controller whose data the provider processes, and the people there who have a duty."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from services.contracts.domain.agreement import AgreementState
from services.contracts.domain.form import Country, Draft, Email, Line, Record
from services.contracts.domain.terms import Terms
from shared.text import Language, Text

Duty = Literal["signatory", "notice", "privacy", "breach"]
# The order in which the next contact is told when nobody was reached.
ESCALATION: tuple[Duty, ...] = ("notice", "privacy", "signatory", "breach")


class ClientDraft(Draft):
    external_id: Line | None = None
    name: Line
    registration: Line | None = None
    address: Line | None = None
    country: Country
    language: Language


class ContactDraft(Draft):
    name: Line
    email: Email
    language: Language
    job_title: Line | None = None
    duties: Annotated[tuple[Duty, ...], Field(min_length=1, max_length=4)]


class OnboardingDraft(Draft):
    """One call from order to agreement; ``products`` are keys or ids."""

    client: ClientDraft
    contacts: Annotated[tuple[ContactDraft, ...], Field(min_length=1, max_length=50)]
    products: Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]
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

    def missing_duty(self) -> Duty | None:
        """A client needs somebody who may sign and somebody who is told of changes."""
        held = {duty for contact in self.contacts for duty in contact.duties}
        needed: tuple[Duty, ...] = ("signatory", "notice")
        return next((duty for duty in needed if duty not in held), None)


class Onboarding(Record):
    client_id: UUID
    agreement_id: UUID
    version_id: UUID
    digest: str


class Contact(Record):
    id: UUID
    client_id: UUID
    name: str
    email: str
    language: Language
    job_title: str | None
    duties: tuple[Duty, ...]


class SignInContact(Record):
    """One place at which somebody with this address may sign in."""

    tenant_id: UUID
    tenant_name: str
    contact_id: UUID
    client_id: UUID
    language: Language


class AgreementMark(Record):
    id: UUID
    state: AgreementState


class ClientLine(Record):
    id: UUID
    name: str
    external_id: str | None
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
    onboarded_at: datetime
    ended_on: date | None
    contacts: tuple[Contact, ...]
    agreement: AgreementSummary | None

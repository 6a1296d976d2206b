"""Parties, products and their processings as the portal sees them."""

from datetime import date, datetime
from uuid import UUID

from services.portal.domain.clients import Link, Party, Product
from services.portal.domain.record_form import Field
from services.portal.domain.seen import Seen, WordList, Words

PARTY = (
    Field("name"),
    Field("legal_entity"),
    Field("registration"),
    Field("address"),
    Field("country"),
    Field("contact"),
    Field("contact_person"),
    Field("website"),
    Field("parent_id"),
    Field("verified_on"),
    Field("aliases", "lines"),
)
PRODUCT = (Field("name", "text"), Field("description", "text"))
NEW_PRODUCT = (Field("key"), *PRODUCT)
PROCESSING = (
    Field("subject_matter", "text"),
    Field("duration", "text"),
    Field("nature", "text"),
    Field("purpose", "text"),
    Field("data_categories", "texts"),
    Field("data_subjects", "texts"),
    Field("controller_rights", "text"),
    Field("retention", "text"),
    Field("measures", "texts"),
    Field("valid_until"),
)
NEW_PROCESSING = (*PROCESSING, Field("valid_from"))
NEW_LINK = (
    Field("capacity"),
    Field("product_id"),
    Field("subprocessor_id"),
    Field("purpose", "text"),
    Field("data_categories", "texts"),
    Field("data_subjects", "texts"),
    Field("location", "text"),
    Field("countries", "codes"),
    Field("zone"),
    Field("mechanism"),
    Field("mechanism_verified_on"),
    Field("condition", "text"),
    Field("reason", "text"),
    Field("verified_on"),
    Field("valid_from"),
    Field("valid_until"),
    Field("correction"),
)
CHECKED_LINK = (
    Field("verified_on"),
    Field("mechanism_verified_on"),
    Field("countries", "codes"),
)
TENANT = (
    Field("name"),
    Field("legal_name"),
    Field("registration"),
    Field("address"),
    Field("country"),
    Field("email"),
    Field("phone"),
    Field("website"),
    Field("privacy_contact"),
    Field("representative"),
    Field("dpo"),
    Field("statement_effective_on"),
    Field("reply_term", "term"),
    Field("changes_told_by"),
    Field("transfer_basis"),
    Field("eu_only", "yes"),
    Field("four_eyes", "yes"),
    Field("retention_years", "number"),
    Field("signing_reminder_days", "number"),
    Field("escalation_days", "number"),
)
EXCEPTION = (Field("valid_from"), Field("reason"))


class PartyList(Seen):
    items: tuple[Party, ...] = ()
    next: str | None = None


class ProductLine(Product):
    missing: tuple[str, ...] = ()


class ProductList(Seen):
    items: tuple[ProductLine, ...] = ()
    next: str | None = None


class Processing(Seen):
    id: UUID
    product_id: UUID | None = None
    subject_matter: Words = None
    duration: Words = None
    nature: Words = None
    purpose: Words = None
    data_categories: WordList = ()
    data_subjects: WordList = ()
    controller_rights: Words = None
    retention: Words = None
    measures: WordList = ()
    valid_from: date | None = None
    valid_until: date | None = None
    missing: tuple[str, ...] = ()


class ProductPage(ProductLine):
    processings: tuple[Processing, ...] = ()


class LinkPage(Seen):
    items: tuple[Link, ...] = ()


class LinkException(Seen):
    link_id: UUID
    subprocessor: str
    product: Words = None
    valid_from: date | None = None
    valid_until: date | None = None
    reason: str | None = None
    made_at: datetime | None = None


class ExceptionPage(Seen):
    items: tuple[LinkException, ...] = ()
    next: str | None = None

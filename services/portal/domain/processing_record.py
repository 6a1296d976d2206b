"""The record of processing, as contracts tells it."""

from datetime import date
from uuid import UUID

from services.portal.domain.clients import Tenant
from services.portal.domain.seen import Seen, WordList, Words


class Processor(Tenant):
    representative: str | None = None
    dpo: str | None = None


class Activity(Seen):
    subject_matter: Words = None
    nature: Words = None
    purpose: Words = None
    data_categories: WordList = ()
    data_subjects: WordList = ()
    measures: WordList = ()


class ProductActivities(Seen):
    product_id: UUID
    product: Words = None
    processings: tuple[Activity, ...] = ()


class ThirdCountryTransfer(Seen):
    link_id: UUID
    product_id: UUID | None = None
    party: str
    country_names: Words = None
    zone: str | None = None
    mechanism: str | None = None


class Person(Seen):
    name: str
    email: str


class Controller(Seen):
    agreement_id: UUID
    reference: str
    client_id: UUID
    name: str
    address: str | None = None
    country: str | None = None
    representative: str | None = None
    dpo: str | None = None
    contacts: tuple[Person, ...] = ()
    products: tuple[UUID, ...] = ()
    transfers: tuple[UUID, ...] = ()


class ProcessingRecord(Seen):
    on: date
    processor: Processor
    products: tuple[ProductActivities, ...] = ()
    transfers: tuple[ThirdCountryTransfer, ...] = ()
    missing: tuple[str, ...] = ()
    items: tuple[Controller, ...] = ()
    next: str | None = None

    @property
    def product_names(self) -> dict[UUID, Words]:
        return {one.product_id: one.product for one in self.products}

    @property
    def lacks_contact(self) -> bool:
        return any(one.startswith("processor.") for one in self.missing)

    @property
    def lacks_processing(self) -> bool:
        return any(one.startswith("products.") for one in self.missing)

    @property
    def lacks_place(self) -> bool:
        return any(one.startswith("transfers.") for one in self.missing)

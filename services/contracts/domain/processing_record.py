"""The record of processing that a processor keeps for its controllers (Art. 30(2) GDPR)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.adequacy import Zone, names_of
from services.contracts.domain.finding_texts import WORDS, ZONE_WORDS, Mechanism
from services.contracts.domain.form import Record, Texts
from shared.errors import Invalid
from shared.text import Language, Text


class Processor(Record):
    """(a) the processor itself, as it stood on that day."""

    name: str
    legal_name: str | None
    registration: str | None
    address: str | None
    country: str | None
    email: str | None
    phone: str | None
    website: str | None
    privacy_contact: str | None
    representative: str | None
    dpo: str | None


class Activity(Record):
    """(b) a category of processing, and (d) the measures that go with it."""

    subject_matter: Text | None
    nature: Text | None
    purpose: Text | None
    data_categories: Texts
    data_subjects: Texts
    retention: Text | None
    measures: Texts


class ProductActivities(Record):
    product_id: UUID
    product: Text
    processings: tuple[Activity, ...]


class ThirdCountryTransfer(Record):
    """(c) a transfer to a country outside the EEA, and the safeguard that it rests on; ``zone`` is
    null where nobody knows yet in which countries the data are.
    """

    link_id: UUID
    product_id: UUID | None
    party: str
    legal_entity: str | None
    countries: tuple[str, ...]
    country_names: Text | None
    zone: Zone | None
    mechanism: Mechanism | None
    safeguard: Text | None
    verified_on: date | None


class Person(Record):
    name: str
    email: str
    job_title: str | None
    duties: tuple[str, ...]


class Controller(Record):
    """(a) and (b): ``products`` and ``transfers`` point into the head of the record."""

    agreement_id: UUID
    reference: str
    client_id: UUID
    name: str
    registration: str | None
    address: str | None
    country: str
    representative: str | None
    dpo: str | None
    contacts: tuple[Person, ...]
    products: tuple[UUID, ...]
    transfers: tuple[UUID, ...]


class RecordHead(Record):
    """What holds for all controllers alike. ``missing`` names what the law asks and nobody filled
    in: the contact of the processor, the measures of a product, or where a party has the data.
    """

    on: date
    processor: Processor
    products: tuple[ProductActivities, ...]
    transfers: tuple[ThirdCountryTransfer, ...]
    missing: tuple[str, ...]


class RecordPage(RecordHead):
    """``next`` goes back as ``after``; null ends the list of controllers."""

    items: tuple[Controller, ...]
    next: str | None


def refuse_day_to_come(on: date, today: date) -> None:
    """The record tells what is done, never what is planned."""
    if on > today:
        raise Invalid(
            "day-to-come",
            "The record of processing tells of today and of earlier days.",
            field="on",
        )


def missing_in(
    processor: Processor,
    products: Sequence[ProductActivities],
    transfers: Sequence[ThirdCountryTransfer],
) -> tuple[str, ...]:
    contact = processor.email or processor.phone or processor.privacy_contact
    found = [
        *([] if contact else ["processor.contact"]),
        *([] if processor.address else ["processor.address"]),
        *(f"products.{one.product.nl}.processings" for one in products if not one.processings),
        *(
            f"products.{one.product.nl}.measures"
            for one in products
            if any(not activity.measures for activity in one.processings)
        ),
        *(f"transfers.{one.party}.countries" for one in transfers if one.zone is None),
    ]
    return tuple(dict.fromkeys(found))


HEADINGS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "verwerkingsverantwoordelijke", "registratie", "adres", "land", "vertegenwoordiger",
        "functionaris gegevensbescherming", "contact", "overeenkomst", "product",
        "categorieën van verwerking", "gegevens", "betrokkenen", "doorgiften buiten de EER",
        "beveiliging", "verwerker", "peildatum",
    ),
    "en": (
        "controller", "registration", "address", "country", "representative",
        "data protection officer", "contact", "agreement", "product", "categories of processing",
        "data", "data subjects", "transfers outside the EEA", "security", "processor", "as of",
    ),
}  # fmt: skip


UNKNOWN = Text(nl="land nog niet bekend", en="country not known yet")


class Writer:
    """Rows of one record in one language: one for each product of each controller."""

    def __init__(self, head: RecordHead, language: Language) -> None:
        self.head, self.language = head, language
        self._activities = {one.product_id: self._activity(one) for one in head.products}
        self._transfers = {one.link_id: one for one in head.transfers}

    def heading(self) -> Sequence[object]:
        return HEADINGS[self.language]

    def rows(self, controller: Controller) -> list[Sequence[object]]:
        who = (
            controller.name, controller.registration, controller.address, controller.country,
            controller.representative, controller.dpo, self._people(controller.contacts),
            controller.reference,
        )  # fmt: skip
        own = [self._transfers[one] for one in controller.transfers]
        rows: list[Sequence[object]] = []
        for product in controller.products:
            name, what, data, subjects, measures = self._activities[product]
            sent = "; ".join(self.transfer(one) for one in own if one.product_id == product)
            rows.append(
                (*who, name, what, data, subjects, sent, measures, self._processor, self.head.on)
            )
        return rows

    def say(self, text: Text | None) -> str:
        return text.say(self.language) if text else ""

    def list(self, texts: Sequence[Text]) -> str:
        return ", ".join(dict.fromkeys(self.say(one) for one in texts))

    def transfer(self, one: ThirdCountryTransfer) -> str:
        """``Party (country): safeguard``, for a cell."""
        safeguard = f": {self.say(one.safeguard) or '?'}" if one.zone else ""
        return f"{one.party} ({self.where(one)}){safeguard}"

    def where(self, one: ThirdCountryTransfer) -> str:
        zone = ZONE_WORDS[one.zone] if one.zone else UNKNOWN
        return self.say(one.country_names or zone)

    @property
    def _processor(self) -> str:
        return self.head.processor.legal_name or self.head.processor.name

    def _people(self, people: Sequence[Person]) -> str:
        return "; ".join(f"{one.name} <{one.email}>" for one in people)

    def _activity(self, one: ProductActivities) -> tuple[str, str, str, str, str]:
        done = one.processings
        return (
            self.say(one.product),
            "; ".join(
                ": ".join(
                    filter(None, (self.say(x.subject_matter).rstrip("."), self.say(x.nature)))
                )
                for x in done
            ),
            self.list([text for x in done for text in x.data_categories]),
            self.list([text for x in done for text in x.data_subjects]),
            self.list([text for x in done for text in x.measures]),
        )


def safeguard_of(mechanism: Mechanism | None) -> Text | None:
    return WORDS[mechanism] if mechanism else None


def country_names(countries: Sequence[str]) -> Text | None:
    return names_of(countries) if countries else None

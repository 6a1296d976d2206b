"""Who has whose data on a day: for a client, for a product, and by category of data."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.deadline import DayKind, last_day
from services.contracts.domain.form import Record
from services.contracts.domain.link import Link
from services.contracts.domain.terms import Authorisation, CountedFrom
from services.contracts.domain.transfer_finding import Holds
from shared.text import Language, Text


class ProductLink(Link):
    """A link of a product, and whom it concerns on that day."""

    holds: Holds


class ProductLinks(Record):
    """``next`` goes back as ``after``; null ends the list."""

    on: date
    product_id: UUID
    product: Text
    items: tuple[ProductLink, ...]
    next: str | None


class Told(Record):
    """A contact who would be told of a change on that day, and the terms of the agreement.

    ``deadline`` is the last day on which the client could object, if the notice reached it on the
    day that was asked for.
    """

    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str
    contact_id: UUID
    name: str
    email: str
    language: Language
    authorisation: Authorisation
    notice_days: int
    objection_days: int
    day_kind: DayKind
    counted_from: CountedFrom
    deadline: date


class ToldPage(Record):
    on: date
    items: tuple[Told, ...]
    next: str | None


class Category(Record):
    """``category`` null: the provider has yet to confirm which data these parties have."""

    category: Text | None
    holders: tuple[Link, ...]


class ByCategory(Record):
    """``entrusted`` are the data that the provider processes for the client, with parties of every
    capacity; ``administration`` are those on the client itself, such as its contacts and invoices,
    for which the provider is the controller.
    """

    on: date
    client: str
    client_id: UUID
    entrusted: tuple[Category, ...]
    administration: tuple[Category, ...]


def by_category(links: Iterable[Link]) -> tuple[Category, ...]:
    """A link stands under each of its categories; what is not confirmed comes last."""
    found: dict[Text | None, list[Link]] = defaultdict(list)
    for link in links:
        for category in link.data_categories or (None,):
            found[category].append(link)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] is None, pair[0] and pair[0].nl))
    return tuple(Category(category=text, holders=tuple(held)) for text, held in ordered)


def overview(
    on: date, client: str, client_id: UUID, held: Sequence[Link], own: Sequence[Link]
) -> ByCategory:
    return ByCategory(
        on=on,
        client=client,
        client_id=client_id,
        entrusted=by_category(held),
        administration=by_category(own),
    )


COLUMNS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "deel", "categorie", "partij", "juridische entiteit", "adres", "land", "contact",
        "hoedanigheid", "product", "doel", "locatie", "keten", "sinds", "peildatum",
    ),
    "en": (
        "part", "category", "party", "legal entity", "address", "country", "contact", "capacity",
        "product", "purpose", "location", "chain", "since", "as of",
    ),
}  # fmt: skip
PARTS: dict[str, Text] = {
    "entrusted": Text(nl="voor u verwerkt", en="processed for you"),
    "administration": Text(nl="over u als klant", en="on you as a customer"),
}
CAPACITIES: dict[str, Text] = {
    "subprocessor": Text(nl="subverwerker", en="sub-processor"),
    "own_administration": Text(nl="verwerker", en="processor"),
    "controller": Text(nl="zelfstandig verwerkingsverantwoordelijke", en="controller of its own"),
}


def lines(told: ByCategory, language: Language) -> list[Sequence[object]]:
    """The overview as a table with its heading."""
    rows: list[Sequence[object]] = [COLUMNS[language]]
    for part, categories in (
        ("entrusted", told.entrusted),
        ("administration", told.administration),
    ):
        for one in categories:
            rows += [
                _line(PARTS[part], one.category, link, told.on, language) for link in one.holders
            ]
    return rows


def _line(
    part: Text, category: Text | None, link: Link, on: date, language: Language
) -> Sequence[object]:
    party = link.subprocessor

    def say(text: Text | None) -> str:
        return text.say(language) if text else ""

    return (
        say(part), say(category), party.name, party.legal_entity, party.address, party.country,
        party.contact, say(CAPACITIES[link.capacity]), say(link.product), say(link.purpose),
        say(link.location), " > ".join(above.name for above in party.chain), link.valid_from, on,
    )  # fmt: skip


def deadline(on: date, notice_days: int, objection_days: int, kind: DayKind) -> date:
    """If everybody were reached on that day; the longer of the two terms protects the client."""
    return last_day(on, max(notice_days, objection_days), kind)

"""From what contracts tells of the record to what a document prints, in one language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.documents.domain.record_document import OwnKind, Told
from services.documents.domain.rendering import Record
from shared.text import Language

Json = dict[str, Any]

_PROVIDER = (
    "name", "legal_name", "registration", "address", "country", "email", "phone", "website",
    "privacy_contact", "representative", "dpo",
)  # fmt: skip
_CONTROLLER = ("name", "registration", "address", "country", "representative", "dpo", "reference")
_PARTY = ("name", "legal_entity", "address", "country", "contact", "contact_person")
_CHAIN = ("id", *_PARTY)
# Without these a Data Pro Statement says less than its reader asks.
_WANTED = ("intended_use", "rights_support", "breach_procedure", "certificates")


class RecordTold(Record):
    """What contracts said: the head of the record, its controllers, and for a Data Pro Statement
    the links, the descriptions of products and the promise of the provider."""

    head: Json
    controllers: tuple[Json, ...] = ()
    links: tuple[Json, ...] = ()
    products: tuple[Json, ...] = ()
    eu_only: bool = False

    @property
    def client_ids(self) -> list[UUID]:
        return sorted({UUID(one["client_id"]) for one in self.controllers})


def printed(kind: OwnKind, language: Language, day: date, words: Told, told: RecordTold) -> Json:
    """The data of this kind, without their digest; ``words`` are the provider's own."""
    writer = _Writer(language, told)
    head = writer.head(day)
    return head | (writer.record() if kind == "processing-record" else writer.statement(words))


class _Writer:
    def __init__(self, language: Language, told: RecordTold) -> None:
        self._language, self._told = language, told
        self._names = {one["product_id"]: one["product"] for one in told.head["products"]}
        self._parties = {one["link_id"]: one["party"] for one in told.head["transfers"]}

    def head(self, day: date) -> Json:
        return {
            "schema": 1,
            "language": self._language,
            "on": day.isoformat(),
            "provider": _picked(self._told.head["processor"], _PROVIDER),
            "transfers": [self._transfer(one) for one in self._told.head["transfers"]],
        }

    def record(self) -> Json:
        return {
            "products": [self._product(one) for one in self._told.head["products"]],
            "controllers": [self._controller(one) for one in self._told.controllers],
            "missing": self._missing(),
        }

    def statement(self, words: Told) -> Json:
        own = words.model_dump(mode="json")
        unsaid = [{"what": name, "of": None} for name in _WANTED if not own[name]]
        return {
            "products": [self._offer(one) for one in self._told.head["products"]],
            "eu_only": self._told.eu_only,
            "told": own,
            "missing": self._missing() + unsaid,
        }

    def say(self, text: Mapping[str, str] | None) -> str | None:
        return text[self._language] if text else None

    def all(self, texts: Iterable[Mapping[str, str]]) -> list[str]:
        return [one[self._language] for one in texts]

    def _product(self, product: Json) -> Json:
        return {
            "name": self.say(product["product"]),
            "processings": [self._processing(one) for one in product["processings"]],
        }

    def _processing(self, one: Json) -> Json:
        single = ("subject_matter", "nature", "purpose", "retention")
        many = ("data_categories", "data_subjects", "measures")
        return {name: self.say(one[name]) for name in single} | {
            name: self.all(one[name]) for name in many
        }

    def _offer(self, product: Json) -> Json:
        described = {one["id"]: one["description"] for one in self._told.products}
        own = [one for one in self._told.links if one["product_id"] == product["product_id"]]
        return self._product(product) | {
            "description": self.say(described.get(product["product_id"])),
            "subprocessors": [self._subprocessor(one) for one in own],
        }

    def _subprocessor(self, link: Json) -> Json:
        party = link["subprocessor"]
        plain = ("zone", "mechanism", "mechanism_verified_on", "valid_from")
        return (
            _picked(party, _PARTY)
            | _picked(link, plain)
            | {name: self.say(link[name]) for name in ("purpose", "location", "condition")}
            | {name: self.all(link[name]) for name in ("data_categories", "data_subjects")}
            | {"chain": [_picked(one, _CHAIN) for one in party["chain"]]}
        )

    def _transfer(self, one: Json) -> Json:
        plain = ("party", "legal_entity", "zone", "mechanism", "verified_on")
        return _picked(one, plain) | {
            "product": self.say(self._names.get(one["product_id"])),
            "countries": self.say(one["country_names"]),
            "safeguard": self.say(one["safeguard"]),
        }

    def _controller(self, one: Json) -> Json:
        people = [_picked(person, ("name", "email", "job_title")) for person in one["contacts"]]
        return _picked(one, _CONTROLLER) | {
            "contacts": people,
            "products": self.all(self._names[each] for each in one["products"]),
            "transfers": [self._parties[each] for each in one["transfers"]],
        }

    def _missing(self) -> list[Json]:
        """``products.<name in Dutch>.measures`` and the like, as contracts writes them."""
        spoken = {name["nl"]: self.say(name) for name in self._names.values()}
        found = []
        for code in self._told.head["missing"]:
            of, _, what = str(code).partition(".")[2].rpartition(".")
            found.append({"what": what, "of": spoken.get(of, of) or None})
        return found


def _picked(one: Mapping[str, Any], names: Sequence[str]) -> Json:
    return {name: one[name] for name in names}

"""The parties that a scan knows: a catalogue of names, and the provider's own sub-processors.

A name alone is no fact: what nobody has confirmed about a party is null here too.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from services.contracts.domain.adequacy import Zone
from services.contracts.domain.form import Record
from services.contracts.domain.transfer import Capacity
from shared.text import Text

OWN = "Recorded by the provider itself."
FILE = Path(__file__).parents[1] / "known_parties.json"
LONG_NAME = 7
_NOT_SAID = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:b\.?v|n\.?v|v\.?o\.?f|inc|llc|ltd|limited|gmbh|ag|corp|corporation|plc|s\.?a|srl|ab"
    r"|aps|oy|b\.?v\.?b\.?a|company|co)\.?\s*$",
    re.IGNORECASE,
)


class OwnParty(Record):
    """A sub-processor in the provider's record."""

    id: UUID
    name: str
    legal_entity: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()


class KnownParty(Record):
    """``ordinary``: names that are also words; they count where the text treats them as a party.

    ``group``: the house to which it belongs; ``generic``: the bare name of that house.
    ``software``: may run on the provider's own servers, and then nobody else processes.
    ``source`` says where the facts come from.
    """

    name: str
    aliases: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    group: str | None = None
    generic: bool = False
    software: bool = False
    legal_entity: str | None = None
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    website: str | None = None
    capacity: Capacity | None = None
    reason: Text | None = None
    location: Text | None = None
    zone: Zone | None = None
    leaves_eu: bool | None = None
    source: str
    subprocessor_id: UUID | None = None


@dataclass(frozen=True)
class Alias:
    party: int
    ordinary: bool


def squeeze(name: str) -> str:
    """A name without what people write differently: case, spaces, dots, accents."""
    if name.isascii() and name.isalnum():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name) if not name.isascii() else name
    return _NOT_SAID.sub("", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def without_legal_form(name: str) -> str:
    """``Mollie B.V.`` is known as Mollie."""
    return _LEGAL_FORM.sub("", name).strip() or name


class Catalogue:
    """Looks names up as they come by, one word at a time."""

    def __init__(self, parties: Sequence[KnownParty]) -> None:
        self.parties = parties
        self.aliases: dict[str, Alias] = {}
        for index, party in enumerate(parties):
            guarded = {squeeze(name) for name in party.ordinary}
            for name in (*party.aliases, *party.ordinary, party.name):
                key = squeeze(name)
                self.aliases.setdefault(key, Alias(index, key in guarded))
        self.beginnings = {key[:n] for key in self.aliases for n in range(1, len(key) + 1)}
        self._long: dict[tuple[str, int], list[str]] = {}
        for key, alias in self.aliases.items():
            if len(key) >= LONG_NAME and not alias.ordinary and key.isalpha():
                for length in (len(key) - 1, len(key), len(key) + 1):
                    self._long.setdefault((key[0], length), []).append(key)

    def alike(self, key: str) -> list[str]:
        """Long names that could be this one with one letter amiss."""
        return self._long.get((key[0], len(key)), []) if key.isalpha() else []


@cache
def known_parties() -> tuple[KnownParty, ...]:
    return tuple(KnownParty.model_validate(one) for one in json.loads(FILE.read_text()))


def catalogue(own: Iterable[OwnParty] = ()) -> Catalogue:
    """What everybody knows and what this provider knows, each party once."""
    standing = {
        squeeze(name): party
        for party in known_parties()
        for name in (*party.aliases, *party.ordinary, party.name)
    }
    parties: list[KnownParty] = []
    taken: set[str] = set()
    for one in own:
        known = standing.get(squeeze(without_legal_form(one.name)))
        first = known is not None and known.name not in taken
        parties.append(_own(one, known if first else None))
        taken.update([known.name] if known else [])
    return Catalogue([*parties, *(party for party in known_parties() if party.name not in taken)])


def _own(one: OwnParty, known: KnownParty | None) -> KnownParty:
    names = [one.name, without_legal_form(one.name), *one.aliases]
    if one.legal_entity:
        names += [one.legal_entity, without_legal_form(one.legal_entity)]
    if known is None:
        return KnownParty(
            name=one.name,
            aliases=tuple(names),
            legal_entity=one.legal_entity,
            country=one.country,
            source=OWN,
            subprocessor_id=one.id,
        )
    guarded = {squeeze(name) for name in known.ordinary}
    return known.model_copy(
        update={
            "aliases": (*known.aliases, *(n for n in names if squeeze(n) not in guarded)),
            "country": one.country or known.country,
            "legal_entity": one.legal_entity or known.legal_entity,
            "subprocessor_id": one.id,
        }
    )

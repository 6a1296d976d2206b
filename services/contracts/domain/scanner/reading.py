"""Reads a statement: which parties it names, what it says of each, and what is wrong in it.

The same text and the same record give the same answer, and time grows with the length alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.contracts.domain.scan import (
    FoundParty,
    PartyFacts,
    Passage,
    Reading,
    ScanWarning,
    WarningCode,
)
from services.contracts.domain.scanner import places, promises, terms
from services.contracts.domain.scanner.catalogue import (
    Catalogue,
    KnownParty,
    OwnParty,
    catalogue,
    squeeze,
)
from services.contracts.domain.scanner.markup import read_markup
from services.contracts.domain.scanner.mentions import Mention, mentions
from services.contracts.domain.scanner.plain import read_plain
from services.contracts.domain.scanner.proposal import Surroundings, proposal, shortened
from services.contracts.domain.scanner.provider import own_names
from services.contracts.domain.scanner.strangers import strangers
from services.contracts.domain.scanner.structure import Span, Statement
from services.contracts.domain.tenant import ReplyTerm

MOST_PASSAGES = 20
MOST_LINES = 500
DONT_KNOW = PartyFacts()


class Provider(NamedTuple):
    """Whose statement it is, and what stands in its record."""

    names: Sequence[str] = ()
    parties: Sequence[OwnParty] = ()
    reply_term: ReplyTerm | None = None


class _Found(NamedTuple):
    party: KnownParty | None
    line: FoundParty
    origins: tuple[str, ...]


def read(text: str, *, on: date, html: bool = False, provider: Provider = Provider()) -> Reading:  # noqa: B008
    statement = read_markup(text) if html else read_plain(text)
    if not statement.blocks:
        return Reading(text=statement.text, parties=(), warnings=())
    known = catalogue(provider.parties)
    found = _parties(statement, known, provider, on)
    return Reading(
        text=statement.text,
        parties=tuple(one.line for one in found),
        warnings=tuple(_warnings(statement, found, provider, on)),
    )


def _parties(statement: Statement, known: Catalogue, provider: Provider, on: date) -> list[_Found]:
    own = own_names(statement, provider.names)
    named = mentions(statement, known)
    used = _used(known, named, own)
    unknown = strangers(statement, named, own)
    around = Surroundings(statement, [*named, *(m for one in unknown for m in one.mentions)])
    found = [
        _found(statement, around, places_, known.parties[index], known.parties[index].name, on)
        for index, places_ in used.items()
    ]
    found += [_found(statement, around, one.mentions, None, one.name, on) for one in unknown]
    found.sort(key=lambda one: one.line.passages[0].start)
    return found[:MOST_LINES]


def _used(
    known: Catalogue, named: Sequence[Mention], own: frozenset[str]
) -> dict[int, list[Mention]]:
    """By party, without the provider itself. The bare name of a house of which the statement names
    a product means that product, where there is but one.
    """
    used: dict[int, list[Mention]] = {}
    for one in named:
        party = known.parties[one.party]
        if not one.denied and not (party.subprocessor_id is None and _same(party, own)):
            used.setdefault(one.party, []).append(one)
    for index in [one for one in used if known.parties[one].generic]:
        house = known.parties[index].group
        products = [p for p in used if known.parties[p].group == house and p != index]
        if products:
            bare = used.pop(index)
            if len(products) == 1:
                used[products[0]] += [replace(one, party=products[0]) for one in bare]
    return used


def _same(party: KnownParty, own: frozenset[str]) -> bool:
    return squeeze(party.name) in own


def _found(
    statement: Statement,
    around: Surroundings,
    where: Sequence[Mention],
    party: KnownParty | None,
    name: str,
    on: date,
) -> _Found:
    line = FoundParty(
        kind="known" if party else "unknown",
        name=name,
        subprocessor_id=party.subprocessor_id if party else None,
        facts=_facts(party),
        link=proposal(around, where, party, on),
        times=len(where),
        passages=tuple(_passage(statement, one) for one in where[:MOST_PASSAGES]),
    )
    origins = [code for words in around.own_parts(where) for code in places.origins_in(words)]
    return _Found(party, line, tuple(dict.fromkeys(origins)))


def _facts(party: KnownParty | None) -> PartyFacts:
    if party is None:
        return DONT_KNOW
    return PartyFacts.model_validate(party, from_attributes=True)


def _passage(statement: Statement, mention: Mention) -> Passage:
    return _quoted(statement, mention.span, mention.sentence, misspelled=mention.misspelled)


def _quoted(
    statement: Statement, span: Span, sentence: Span, *, misspelled: bool = False
) -> Passage:
    words = statement.words(sentence)
    left, right = shortened(words, (span[0] - sentence[0], span[1] - sentence[0]))
    lead = len(words[left:right]) - len(words[left:right].lstrip())
    return Passage(
        start=span[0],
        end=span[1],
        sentence_start=sentence[0] + left + lead,
        sentence=words[left:right].strip(),
        misspelled=misspelled,
    )


def _warnings(
    statement: Statement, found: Sequence[_Found], provider: Provider, on: date
) -> list[ScanWarning]:
    said: list[tuple[WarningCode, list[Span]]] = [
        ("privacy-shield", list(promises.privacy_shield(statement))),
        ("cbp", list(promises.predecessor(statement))),
        ("id-copy-unmasked", list(promises.unmasked_copies(statement))),
        ("term-conflict", _terms(statement, provider)),
    ]
    warnings = [
        promises.warn(code, passages=_passages(statement, spans)) for code, spans in said if spans
    ]
    if not terms.has_version_day(statement):
        warnings.append(promises.warn("version-missing"))
    return [*_broken_promises(statement, found, on), *warnings]


def _passages(statement: Statement, spans: Sequence[Span]) -> tuple[Passage, ...]:
    return tuple(_quoted(statement, span, span) for span in spans[:MOST_PASSAGES])


def _terms(statement: Statement, provider: Provider) -> list[Span]:
    told = terms.reply_terms(statement)
    setting = terms.promised_term(provider.reply_term)
    lengths = {length for length, _ in told} | ({setting} if setting and told else set())
    return [span for _, span in told] if len(lengths) > 1 else []


def _broken_promises(statement: Statement, found: Sequence[_Found], on: date) -> list[ScanWarning]:
    told = promises.promised(statement)
    if not told:
        return []
    outside = [one.line.name for one in found if any(_outside(one, area, on) for _, area in told)]
    unsure = [one.line.name for one in found if _nowhere(one) and one.line.name not in outside]
    where = _passages(statement, [span for span, _ in told])
    told_of: list[tuple[WarningCode, list[str]]] = [
        ("outside-promise", outside),
        ("promise-unconfirmed", unsure),
    ]
    return [
        promises.warn(code, parties=parties, passages=where) for code, parties in told_of if parties
    ]


def _outside(one: _Found, area: str, on: date) -> bool:
    """By what the text says, else by what is known of the party."""
    countries = one.line.link.countries
    if countries:
        return promises.breaks(area, countries, on)
    if one.line.link.zone in ("EU", "EEA") and one.line.link.basis.get("zone") == "text":
        return area == "EU" and one.line.link.zone == "EEA"
    if one.party and one.party.leaves_eu:
        return True
    country = one.line.facts.country
    return promises.breaks(area, [*one.origins, *([country] if country else [])], on)


def _nowhere(one: _Found) -> bool:
    """Nothing says where this party processes or is from."""
    link = one.line.link
    known = one.party is not None and one.party.leaves_eu is not None
    return not (link.countries or link.zone or one.origins or one.line.facts.country or known)

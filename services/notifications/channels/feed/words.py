"""What an entry of a feed says, in Dutch and English: a title, sentences and rows of facts."""

from collections.abc import Iterator
from typing import NamedTuple

from services.notifications.domain.facts import Party
from services.notifications.domain.feed import Entry, Feed, Line
from services.notifications.domain.phrases import country, day, listed
from shared.text import Language, Text

_TITLE = Text(nl="Subverwerkers van {name}", en="Sub-processors of {name}")
_SUBTITLE = Text(
    nl="Aangekondigde wijzigingen, en welke partijen gegevens gingen of ophielden te verwerken",
    en="Announced changes, and which parties began or ceased to process data",
)
_HAPPENED = {
    "announced": Text(nl="Aangekondigd", en="Announced"),
    "altered": Text(nl="Uitgesteld", en="Put off"),
    "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
    "began": Text(nl="Begonnen", en="Began"),
    "ended": Text(nl="Geëindigd", en="Ended"),
}
_CAPACITY = {
    "subprocessor": Text(
        nl="{party}, subverwerker voor {product}", en="{party}, sub-processor for {product}"
    ),
    "own_administration": Text(
        nl="{party}, verwerker voor de eigen administratie",
        en="{party}, processor for the provider’s own administration",
    ),
    "controller": Text(
        nl="{party}, zelf verwerkingsverantwoordelijke bij {product}",
        en="{party}, controller of its own at {product}",
    ),
}
_ACTION = {
    "addition": Text(nl="Nieuwe partij", en="New party"),
    "replacement": Text(nl="Vervanging van een partij", en="Replacement of a party"),
    "removal": Text(nl="Een partij vervalt", en="A party is removed"),
    "alteration": Text(
        nl="Gewijzigde inschakeling van een partij", en="Altered engagement of a party"
    ),
}
_TOLD = {
    "announced": Text(
        nl="Klanten die het aangaat, krijgen hiervan persoonlijk bericht met hun eigen termijn.",
        en="Clients whom it concerns are told of it personally, with their own term.",
    ),
    "altered": Text(
        nl="Klanten die het aangaat, krijgen hiervan persoonlijk bericht.",
        en="Clients whom it concerns are told of it personally.",
    ),
}
_NOT_DONE = Text(nl="Deze wijziging gaat niet door.", en="This change will not take place.")
_ALL = Text(nl="alle diensten", en="all services")


class Words(NamedTuple):
    """``tables`` are rows of a label and a value, one table a line of the change."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[tuple[tuple[str, str], ...], ...]


def title(feed: Feed) -> str:
    return _TITLE.say(feed.language).format(name=feed.history.tenant.name)


def subtitle(language: Language) -> str:
    return _SUBTITLE.say(language)


def say(entry: Entry, language: Language) -> Words:
    return Words(
        f"{_HAPPENED[entry.kind].say(language)}: {_subject(entry, language)}",
        tuple(_sentences(entry, language)),
        tuple(tuple(_rows(entry, line, language)) for line in entry.lines),
    )


def _subject(entry: Entry, language: Language) -> str:
    if entry.title is None:
        return "; ".join(_who(line, language) for line in entry.lines)
    if entry.kind == "withdrawn" or entry.effective_on is None:
        return entry.title.say(language)
    by = {"nl": "per", "en": "as of"}[language]
    return f"{entry.title.say(language)}, {by} {day(entry.effective_on, language)}"


def _who(line: Line, language: Language) -> str:
    party = line.new or line.old
    product = (line.product or _ALL).say(language)
    named = party.name if party else ""
    # Not by format: a name may hold braces.
    pattern = _CAPACITY[line.capacity].say(language)
    return pattern.replace("{product}", product).replace("{party}", named)


def _sentences(entry: Entry, language: Language) -> Iterator[str]:
    if entry.kind == "withdrawn":
        yield _NOT_DONE.say(language)
    elif entry.reason and entry.kind == "announced":
        yield entry.reason.say(language)
    if entry.kind in ("announced", "altered"):
        yield _TOLD[entry.kind].say(language)


def _rows(entry: Entry, line: Line, language: Language) -> Iterator[tuple[str, str]]:
    nl = language == "nl"
    if entry.title:
        yield "Wijziging" if nl else "Change", _ACTION[line.action].say(language)
    yield "Dienst" if nl else "Service", (line.product or _ALL).say(language)
    if line.old and line.new and line.old.name != line.new.name:
        yield "Huidige partij" if nl else "Present party", _named(line.old, language)
    party = line.new or line.old
    if party:
        yield "Partij" if nl else "Party", _named(party, language)
        yield from _engaged(party, language)
    if entry.earlier_days:
        days = ", ".join(day(one, language) for one in entry.earlier_days)
        yield "Eerder genoemde ingangsdatum" if nl else "Day stated earlier", days
    if entry.title and entry.effective_on:
        yield "Ingangsdatum" if nl else "Takes effect on", day(entry.effective_on, language)


def _engaged(party: Party, language: Language) -> Iterator[tuple[str, str]]:
    nl = language == "nl"
    if party.purpose:
        yield "Doel" if nl else "Purpose", party.purpose.say(language)
    if party.data_categories:
        yield "Persoonsgegevens" if nl else "Personal data", listed(party.data_categories, language)
    if party.location:
        yield "Plaats van verwerking" if nl else "Place of processing", party.location.say(language)
    if party.mechanism:
        yield (
            "Grondslag voor doorgifte" if nl else "Basis for transfer",
            party.mechanism.say(language),
        )


def _named(party: Party, language: Language) -> str:
    entity = party.legal_entity if party.legal_entity != party.name else None
    named = f"{party.name} ({entity})" if entity else party.name
    land = party.country and country(party.country, language)
    return ", ".join(part for part in (named, party.address, land) if part)

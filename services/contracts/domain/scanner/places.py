"""Countries in a text: where data are, and where a party is from."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale

from services.contracts.domain.adequacy import EEA, OF, Zone, names_of, widest, zone_of
from shared.text import Text

_OTHERS = ("IN", "CN", "RU", "AU", "TR", "UA", "SG", "ZA", "MX", "HK", "TW", "PH", "RS", "VN", "TH")
_ALSO = {
    "US": ("VS", "V.S.", "USA", "U.S.", "Amerika", "America", "US", "the States"),
    "GB": ("Engeland", "England", "Groot-Brittannië", "Great Britain", "UK", "VK"),
    "NL": ("Holland", "Amsterdam", "Haarlem", "Eemshaven"),
    "DE": ("Frankfurt", "Falkenstein", "Neurenberg", "Nuremberg", "Berlijn", "Berlin"),
    "IE": ("Dublin",),
    "FR": ("Parijs", "Paris", "Gravelines"),
    "BE": ("Brussel", "Brussels"),
}
_ADJECTIVES = {
    "NL": "Nederlandse?|Dutch", "US": "Amerikaanse?|American|US", "DE": "Duitse?|German", "IE": "Ierse?|Irish",
    "BE": "Belgische?|Belgian", "FR": "Franse?|French", "GB": "Britse?|Engelse?|British", "IN": "Indiase?|Indian",
}  # fmt: skip
_INSIDE = re.compile(
    r"\b(?:binnen|in|within|inside)\s(?:de |the )?(?P<area>EU|E\.U\.|EER|EEA|Europese Unie|European Union"
    r"|Europese Economische Ruimte|European Economic Area|Europa|Europe)\b"
)
_HERE = r"(?:in|naar|binnen|uit|to|within|inside|from|\||:|–|-|,|\()\s?(?:de |het |the )?"
_THINGS = r"(?:servers?|data ?cent(?:er|re|ra)s?|datacentrum|bodem|regio|region|soil)"


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in sorted({*EEA, *OF, *_OTHERS} - {"EPO"}):
        for language in ("nl", "en"):
            found[Locale(language).territories[code]] = code
        found.update(dict.fromkeys(_ALSO.get(code, ()), code))
    return found


@cache
def _located() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=\s)|\b){_HERE}(?P<place>{names})(?![\w-])")


@cache
def _things() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{words})\s(?:\w{{1,20}}\s)?{_THINGS}\b", re.IGNORECASE), code)
        for code, words in _ADJECTIVES.items()
    )


@cache
def _origins() -> tuple[tuple[re.Pattern[str], str], ...]:
    company = (
        r"(?:bedrijf|onderneming|partij|dienst|aanbieder|company|provider|service|firm|vendor)"
    )
    return tuple(
        (re.compile(rf"\b(?:{words})\s(?:\w{{1,20}}\s)?{company}\b", re.IGNORECASE), code)
        for code, words in _ADJECTIVES.items()
    )


def countries_in(words: str) -> tuple[str, ...]:
    """Where the words say that data are or go, in order; never where a party is from."""
    found = [
        _names()[match["place"]]
        for match in _located().finditer(words)
        if not match.group().lower().startswith(("uit", "from"))
    ]
    found += [code for cue, code in _things() if cue.search(words)]
    return tuple(dict.fromkeys(found))


def origins_in(words: str) -> tuple[str, ...]:
    """Where the words say that a party is from."""
    found = [
        _names()[match["place"]]
        for match in _located().finditer(words)
        if match.group().lower().startswith(("uit", "from"))
    ]
    found += [code for cue, code in _origins() if cue.search(words)]
    return tuple(dict.fromkeys(found))


def inside(words: str) -> Zone | None:
    """The area in which the words say that data stay, where they name no country."""
    match = _INSIDE.search(words)
    if match is None:
        return None
    return "EEA" if match["area"] in ("EER", "EEA") or "conomi" in match["area"] else "EU"


def location_of(countries: Iterable[str]) -> Text:
    return names_of(countries)


def zone(countries: Iterable[str], on: date) -> Zone | None:
    """What protects least. The United States count as outside: its decision needs a certificate."""
    return widest(*(_zone(country, on) for country in countries))


def _zone(country: str, on: date) -> Zone:
    decision = OF.get(country)
    return "third" if decision and decision.scope == "dpf" else zone_of(country, on, {})

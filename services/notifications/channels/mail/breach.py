"""What a message tells of a personal data breach: every fact that Art. 33(3) AVG asks, or that
nobody knows it yet (33(4))."""

from typing import Any

from services.notifications.domain.facts import Breach, IncidentFacts
from services.notifications.domain.phrases import listed, moment
from shared.text import Language, Text

_UNKNOWN = Text(nl="nog niet bekend", en="not known yet")
_UNKNOWABLE = Text(nl="niet te achterhalen", en="can’t be established")
_ASKED = {
    "nature": Text(nl="de aard van het datalek", en="the nature of the breach"),
    "subjects": Text(nl="om welke mensen het gaat", en="whose data these are"),
    "subjects_number": Text(nl="om hoeveel mensen het gaat", en="how many people it concerns"),
    "records": Text(nl="om welke gegevens het gaat", en="which data these are"),
    "records_number": Text(nl="om hoeveel gegevens het gaat", en="how many records it concerns"),
    "contact_point": Text(nl="bij wie u terechtkunt", en="whom you can turn to"),
    "consequences": Text(nl="de waarschijnlijke gevolgen", en="the likely consequences"),
    "measures": Text(nl="de maatregelen", en="the measures"),
}


def of_breach(facts: IncidentFacts, language: Language) -> dict[str, Any]:
    told = _reachable(facts)
    last = facts.stage == "closing"
    unknown = [] if last else [words for name, words in _ASKED.items() if not _known(told, name)]
    return {
        "first": facts.number == 1,
        "last": last,
        "number": facts.number,
        "title": told.heading.say(language),
        "hit": _hit(told, language),
        "found_at": moment(told.found_at, language),
        "began_at": _moment(told, "began_at", language),
        "ended_at": _moment(told, "ended_at", language),
        "unknown": listed(tuple(unknown), language) if unknown else None,
        "note": told.numbers_note and told.numbers_note.say(language),
        **{name: _say(told, name, language, last=last) for name in _ASKED},
    }


def _reachable(facts: IncidentFacts) -> Breach:
    """Where nobody named a contact point, it is where answers to this message arrive."""
    point = facts.told.contact_point or facts.provider.email
    return facts.told.model_copy(update={"contact_point": point})


def _known(told: Breach, name: str) -> bool:
    return getattr(told, name) is not None


def _say(told: Breach, name: str, language: Language, *, last: bool) -> str:
    value = getattr(told, name)
    if value is None:
        return (_UNKNOWABLE if last else _UNKNOWN).say(language)
    return str(value) if isinstance(value, int | str) else str(value.say(language))


def _moment(told: Breach, name: str, language: Language) -> str:
    value = getattr(told, name)
    return moment(value, language) if value else _UNKNOWN.say(language)


def _hit(told: Breach, language: Language) -> str:
    """The products, behind them the server or the sub-processor."""
    parts = [listed(told.products, language)] if told.products else []
    return ", ".join([*parts, *(part for part in (told.server, told.subprocessor) if part)])

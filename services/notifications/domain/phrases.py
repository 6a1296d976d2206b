"""Days, terms and set phrases as a person reads them, in Dutch and English."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from services.notifications.domain.facts import Decision
from shared.text import Language, Text

_MONTHS: dict[Language, list[str]] = {
    "nl": [
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ],
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
}
_HERE = ZoneInfo("Europe/Amsterdam")

UNKNOWN = Text(nl="nader te bevestigen door de aanbieder", en="to be confirmed by the provider")
DECISIONS: dict[Decision, Text] = {
    "alternative_offered": Text(
        nl="Wij bieden u een alternatief aan.", en="We offer you an alternative."
    ),
    "measure_taken": Text(
        nl="Wij nemen een maatregel die aan uw bezwaar tegemoetkomt.",
        en="We take a measure that meets your objection.",
    ),
    "client_held_back": Text(
        nl="De wijziging wordt voor u niet doorgevoerd.",
        en="The change will not be carried out for you.",
    ),
    "agreement_ended": Text(
        nl="De overeenkomst wordt op grond van uw bezwaar beëindigd.",
        en="The agreement will be ended because of your objection.",
    ),
    "objection_withdrawn": Text(
        nl="Uw bezwaar is ingetrokken.", en="Your objection has been withdrawn."
    ),
}

_TAKEN_BACK = Text(
    nl="Wat met de wijziging voor u is begonnen, wordt beëindigd.",
    en="What the change began for you will be ended.",
)


def decided(decision: Decision, in_effect: bool) -> Text:
    """``in_effect``: the change held for who objected already, so that it can't be left undone."""
    return _TAKEN_BACK if in_effect and decision == "client_held_back" else DECISIONS[decision]


@lru_cache(1024)
def country(code: str, language: Language) -> str:
    """The name of a country by its code (ISO 3166-1); the code itself where it has none."""
    return str(Locale(language).territories.get(code, code))


@lru_cache(4096)
def day(value: date, language: Language) -> str:
    """``1 december 2026`` or ``1 December 2026``."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def legal_day(value: datetime) -> date:
    """The day in the Netherlands; ``value`` carries its zone."""
    return value.astimezone(_HERE).date()


def moment(value: datetime, language: Language) -> str:
    """Day and time in the Netherlands; ``value`` carries its zone."""
    here = value.astimezone(_HERE)
    time = here.strftime("%H.%M uur" if language == "nl" else "%H:%M")
    joined = "om" if language == "nl" else "at"
    return f"{day(here.date(), language)} {joined} {time}"


def listed(values: tuple[Text, ...], language: Language) -> str:
    return ", ".join(value.say(language) for value in values) or UNKNOWN.say(language)


def known(value: Text | None, language: Language) -> str:
    return (value or UNKNOWN).say(language)

"""The language of the reader: gettext catalogs, dates, and who decides which language it is."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "nl"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CATALOGS = sorted((Path(__file__).parent / "locale/nl/LC_MESSAGES").glob("*.po"))

_current: ContextVar[Language] = ContextVar("language", default=DEFAULT)


def speak(language: Language) -> None:
    """Everything said from here on in this request is said in this language."""
    _current.set(language)


def current() -> Language:
    return _current.get()


def known(text: str | None) -> Language | None:
    return text if text in LANGUAGES else None


def preferred(accept_language: str) -> Language:
    """The first of ours that the browser asks for; Dutch when it asks for none of them."""
    asked = [part.partition(";")[0].strip() for part in accept_language.split(",")]
    return known((negotiate_locale(asked, LANGUAGES, sep="-") or "")[:2]) or DEFAULT


@cache
def _dutch() -> Mapping[tuple[str, str | None], str | tuple[str, ...]]:
    found = {}
    for path in CATALOGS:
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                one = message.id if isinstance(message.id, str) else message.id[0]
                if one:
                    found[one, message.context] = cast("str | tuple[str, ...]", message.string)
    return found


def gettext(message: str) -> str:
    """The message for the reader; the sources are in English."""
    if current() == "en":
        return message
    return str(_dutch().get((message, None)) or message)


def ngettext(one: str, many: str, count: int) -> str:
    if current() == "nl" and (forms := _dutch().get((one, None))):
        return forms[0 if count == 1 else 1]
    return one if count == 1 else many


def later(message: str) -> str:
    """Marks a message that is translated where it is shown."""
    return message


def say(text: Any) -> str:
    """A text that may come in two languages, for this reader."""
    if isinstance(text, Mapping):
        return str(text.get(current()) or text.get("nl") or text.get("en") or "")
    return "" if text is None else str(text)


def say_date(day: date | datetime | None) -> str:
    """``22 november 2026``; a moment is told by its day in the Netherlands."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(AMSTERDAM).date()
    return format_date(day, "d MMMM y", locale=current())


def say_time(moment: datetime | None) -> str:
    """``22 november 2026 om 14:05``, in the Netherlands."""
    if moment is None:
        return ""
    pattern = "d MMMM y 'om' HH:mm" if current() == "nl" else "d MMMM y 'at' HH:mm"
    return format_datetime(moment, pattern, tzinfo=AMSTERDAM, locale=current())


def say_number(number: int) -> str:
    return format_decimal(number, locale=current())

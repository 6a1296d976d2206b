"""The columns of a file of clients, headed in Dutch or English, and what a cell may say."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from services.contracts.domain.form import Country, Days, Email, Line

LONGEST = 300
COUNTRIES = {"nederland": "NL", "netherlands": "NL", "belgië": "BE", "belgium": "BE",
             "duitsland": "DE", "germany": "DE"}  # fmt: skip
LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en",
             "english": "en"}  # fmt: skip
YES = {"ja": True, "yes": True, "waar": True, "true": True, "1": True,
       "nee": False, "no": False, "onwaar": False, "false": False, "0": False}  # fmt: skip
WORDS: dict[str, dict[str, Any]] = {
    "language": LANGUAGES,
    "contact_language": LANGUAGES,
    "agreement_language": LANGUAGES,
    "authorisation": {"algemeen": "general", "general": "general",
                      "specifiek": "specific", "specific": "specific"},
    "day_kind": {"kalenderdagen": "calendar", "kalender": "calendar", "calendar": "calendar",
                 "werkdagen": "business", "business": "business"},
    "counted_from": {"publicatie": "published", "published": "published", "verzending": "sent",
                     "sent": "sent", "aflevering": "delivered", "delivered": "delivered"},
    "on_objection": {"tegenhouden": "block", "block": "block", "maatregel": "mitigate",
                     "mitigate": "mitigate", "opzeggen": "terminate", "terminate": "terminate"},
    "end_choice": {"teruggeven": "return", "return": "return",
                   "verwijderen": "delete", "delete": "delete"},
    "emergency_clause": YES,
    "duties": {"tekenen": "signatory", "signatory": "signatory", "wijzigingen": "notice",
               "notice": "notice", "privacy": "privacy", "datalek": "breach", "breach": "breach"},
}  # fmt: skip


class Column(NamedTuple):
    """``needed``: the heading must be there; ``example`` in Dutch and English."""

    field: str
    nl: str
    en: str
    needed: bool
    example: tuple[str, str]


COLUMNS = (
    Column("external_id", "klantnummer", "client number", True, ("K-1001", "K-1001")),
    Column("name", "klant", "client", True, ("Bakkerij Het Voorbeeld B.V.",) * 2),
    Column("registration", "kvk-nummer", "trade register number", False, ("00000001",) * 2),
    Column("address", "adres", "address", False, ("Dorpsstraat 1, Utrecht",) * 2),
    Column("country", "land", "country", True, ("NL", "NL")),
    Column("language", "taal", "language", True, ("nl", "nl")),
    Column("representative", "vertegenwoordiger", "representative", False, ("", "")),
    Column("dpo", "functionaris gegevensbescherming", "data protection officer", False, ("", "")),
    Column("reseller", "wederverkoper", "reseller", False, ("", "")),
    Column("contact_name", "contactpersoon", "contact", True, ("Anna de Vries",) * 2),
    Column("email", "e-mail", "email", True, ("anna@bakkerij.example",) * 2),
    Column("contact_language", "taal contactpersoon", "contact language", False, ("nl", "nl")),
    Column("job_title", "functie", "job title", False, ("directeur", "director")),
    Column("duties", "taken", "duties", True, ("tekenen, wijzigingen", "signatory, notice")),
    Column("products", "producten", "products", True, ("webhosting",) * 2),
    Column("authorisation", "toestemming", "authorisation", True, ("algemeen", "general")),
    Column("notice_days", "aankondigingstermijn", "notice days", True, ("30", "30")),
    Column("objection_days", "bezwaartermijn", "objection days", True, ("14", "14")),
    Column("day_kind", "soort dagen", "kind of days", True, ("kalenderdagen", "calendar")),
    Column("counted_from", "geteld vanaf", "counted from", True, ("verzending", "sent")),
    Column("on_objection", "bij bezwaar", "on objection", True, ("tegenhouden", "block")),
    Column("end_choice", "bij einde", "at the end", True, ("verwijderen", "delete")),
    Column("emergency_clause", "noodclausule", "emergency clause", False, ("nee", "no")),
    Column("agreement_language", "taal overeenkomst", "agreement language", False, ("nl", "nl")),
)
# What must be filled in on the first row of a client, and on each row.
ONCE = ("name", "country", "language", "products", "authorisation", "notice_days",
        "objection_days", "day_kind", "counted_from", "on_objection", "end_choice")  # fmt: skip
ALWAYS = ("external_id", "contact_name", "email", "duties")
SHARED = (*ONCE, "registration", "address", "representative", "dpo", "reseller",
          "emergency_clause", "agreement_language")  # fmt: skip


class Unreadable(Exception):
    """Why a cell can't be taken, and what to write instead."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def normal(heading: str) -> str:
    """Headings are compared without case, stars, and the difference between spaces and dashes."""
    return re.sub(r"[\s_*\-]+", " ", heading.replace("\ufeff", "")).strip().casefold()


HEADINGS = {
    normal(heading): column.field
    for column in COLUMNS
    for heading in (column.field, column.nl, column.en)
}
HEADINGS |= {
    "e mailadres": "email", "emailadres": "email", "e mail adres": "email", "naam": "name",
    "klantnaam": "name", "name": "name", "klantnr": "external_id", "klantnr.": "external_id",
    "kvk": "registration", "kvk nr": "registration", "fg": "dpo",
}  # fmt: skip


class Dated(str):
    """A cell that the spreadsheet took for a date, such as the client number 1-2."""

    __slots__ = ()


def plain(value: object) -> str:
    """A cell as text: spreadsheets give whole numbers with a fraction of zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time | timedelta):
        return Dated(value)
    return str(value).strip()


@lru_cache(maxsize=10_000)
def read(field: str, text: str) -> Any:
    """What a cell that is filled in says; ``Unreadable`` otherwise. Formulas are text like any."""
    if "\x00" in text:
        raise Unreadable("character-refused", "Leave out the character NUL.")
    return _READERS.get(field, _line)(field, text)


def _line(_: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Unreadable("too-long", f"Write at most {LONGEST} characters.")
    return _LINE.validate_python(text)


def _word(field: str, text: str) -> Any:
    known = WORDS[field]
    if text.casefold() not in known:
        raise Unreadable("word-unknown", f"Write one of: {', '.join(known)}.")
    return known[text.casefold()]


def _several(field: str, text: str) -> tuple[Any, ...]:
    parts = [part.strip() for part in re.split(r"[,;|\n]", text) if part.strip()]
    if not parts:
        raise Unreadable("missing", "Fill this in.")
    found = [_word(field, part) if field in WORDS else _line(field, part) for part in parts]
    return tuple(dict.fromkeys(found))


def _email(_: str, text: str) -> str:
    try:
        return _EMAIL.validate_python(text)
    except ValidationError:
        raise Unreadable(
            "email-invalid", "Write an e-mail address, such as name@company.nl."
        ) from None


def _country(_: str, text: str) -> str:
    try:
        return _COUNTRY.validate_python(COUNTRIES.get(text.casefold(), text.upper()))
    except ValidationError:
        raise Unreadable("country-invalid", "Write two letters, such as NL.") from None


def _days(_: str, text: str) -> int:
    """Also as Dutch spreadsheets write a number: ``30,0``."""
    if not re.fullmatch(r"\d{1,3}([.,]0+)?", text, re.ASCII):
        raise Unreadable("number-invalid", "Write a whole number of days, 0 to 365.")
    try:
        return _DAYS.validate_python(int(re.split("[.,]", text)[0]))
    except ValidationError:
        raise Unreadable("number-invalid", "Write a whole number of days, 0 to 365.") from None


_LINE: TypeAdapter[str] = TypeAdapter(Line)
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_COUNTRY: TypeAdapter[str] = TypeAdapter(Country)
_DAYS: TypeAdapter[int] = TypeAdapter(Days)
_READERS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(WORDS, _word),
    "duties": _several,
    "products": _several,
    "email": _email,
    "country": _country,
    "notice_days": _days,
    "objection_days": _days,
}

"""Days in a statement: the day of its version, and the terms within which it answers people."""

import re
from itertools import islice

from services.contracts.domain.scanner.structure import Block, Span, Statement
from services.contracts.domain.tenant import ReplyTerm

_MONTHS = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ust(?:us)?)?"
    r"|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = re.compile(
    rf"\b\d{{1,2}}\s?(?:st|nd|rd|th)?\s{_MONTHS},?\s\d{{4}}\b|\b{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}\b"
    rf"|\b{_MONTHS}\s\d{{4}}\b|\b\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})\b|\b\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}\b"
    rf"|\b(?:lente|zomer|herfst|winter|voorjaar|najaar)\s\d{{4}}\b",
    re.IGNORECASE,
)
_OF_A_VERSION = re.compile(
    r"\b(?:versie\w{0,6}|laatst\w?|gewijzigd|wijziging|bijgewerkt|aangepast|herzien|opgesteld|vastgesteld|gepubliceerd|ingangsdatum"
    r"|ingaande|in werking|geldig|geldt|van kracht|datum|d\.d\.|dd\.|gedateerd|update|updated|revised|modified|amended|effective"
    r"|version|dated?|valid|applies|published|in force|per)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:AVG|GDPR|verordening|regulation|wet|uitspraak|arrest|judgment|directive|richtlijn)\b"
)
NEAR = 90
MOST = 2000

_NUMBERS = {
    "een": 1, "één": 1, "one": 1, "a": 1, "an": 1, "twee": 2, "two": 2, "drie": 3, "three": 3, "vier": 4, "four": 4,
    "vijf": 5, "five": 5, "zes": 6, "six": 6, "acht": 8, "eight": 8, "tien": 10, "ten": 10, "veertien": 14,
    "fourteen": 14, "dertig": 30, "thirty": 30,
}  # fmt: skip
_UNITS = {
    "dag": "days", "dagen": "days", "day": "days", "days": "days", "werkdagen": "business", "business": "business",
    "working": "business", "weken": "weeks", "week": "weeks", "weeks": "weeks", "maand": "months",
    "maanden": "months", "month": "months", "months": "months",
}  # fmt: skip
_TERM = re.compile(
    r"\b(?:binnen|within|uiterlijk|maximaal|termijn van|no later than|at most|in)\s(?:een termijn van\s|a period of\s|uiterlijk\s|maximaal\s)?"
    r"(?P<count>\d{1,3}|[a-zé]{1,10})(?:\s\(\d{1,3}\))?\s(?:kalender)?(?P<unit>werkdagen|dagen|dag|weken|week|maanden|maand"
    r"|(?:business|working)(?= days)|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_OF_REQUESTS = re.compile(
    r"\b(?:verzoek\w{0,3}|reactie\w{0,7}|reageren|reageert|antwoord\w{0,3}|beantwoord\w{0,3}|inzage\w{0,8}|afhandel\w{0,3}|handelen"
    r"|uw recht\w{0,2}|requests?|respond|response|reply|replies|answer|rights)\b",
    re.IGNORECASE,
)
_OTHER_TERM = re.compile(
    r"\b(?:verleng\w{0,3}|extend\w{0,3}|extension|sollicit\w{0,8}|applicant\w?|bewaar\w{0,3}|bewaren|verwijderd na|datalek\w{0,3}|breach|"
    r"opzeg\w{0,6}|terminat\w{0,4}|betaal\w{0,6}|factu\w{0,5}|invoice|offerte|storing\w{0,3}|levering|nieuwsbrief|afmeld\w{0,3}|vacature)\b",
    re.IGNORECASE,
)
# A term in weeks and one in days are the same when they are equally long.
_IN_DAYS = {"days": 1, "weeks": 7}


def has_version_day(statement: Statement) -> bool:
    """Whether it says of which day it is; the day of a law is not meant."""
    text = statement.text
    for match in islice(_DAY.finditer(text), MOST):
        block = statement.blocks[statement.block_index(match.start())] if statement.blocks else None
        start = max(block.start if block else 0, match.start() - NEAR)
        end = min(block.end if block else len(text), match.end() + NEAR)
        around = text[start : match.start()] + " " + text[match.end() : end]
        if _OF_A_VERSION.search(around) and not _LAW.search(text[start : match.end() + 60]):
            return True
        if block and _alone(text, block, match):
            return True
    return False


def _alone(text: str, block: Block, day: re.Match[str]) -> bool:
    """A line with hardly more than a day: the foot or the head of a letter."""
    rest = text[block.start : day.start()] + " " + text[day.end() : block.end]
    return len(rest) <= 30 and len(rest.split()) <= 2


def reply_terms(statement: Statement) -> list[tuple[str, Span]]:
    """How long answering a request may take, each length once, with the sentence that says it."""
    found: dict[str, Span] = {}
    for match in islice(_TERM.finditer(statement.text), MOST):
        length = _length(match["count"].lower(), match["unit"].lower())
        span = statement.sentences[statement.sentence_index(match.start())]
        words = statement.words(span)
        if length and _OF_REQUESTS.search(words) and not _OTHER_TERM.search(words):
            found.setdefault(length, span)
    return list(found.items())


def promised_term(term: ReplyTerm | None) -> str | None:
    """The provider's setting, comparable with what a statement says."""
    return _comparable(term.count, term.unit) if term else None


def _length(count: str, unit: str) -> str | None:
    number = int(count) if count.isdigit() else _NUMBERS.get(count)
    return _comparable(number, _UNITS[unit]) if number else None


def _comparable(number: int, unit: str) -> str:
    return f"{number * _IN_DAYS[unit]} days" if unit in _IN_DAYS else f"{number} {unit}"

"""What a statement promises of places, terms and copies, and where that can't be right."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from services.contracts.domain.scan import ScanWarning, WarningCode
from services.contracts.domain.scanner import places, warning_texts
from services.contracts.domain.scanner.structure import Span, Statement

SHIELD = re.compile(r"\bprivacy[\s-]{0,3}shield", re.IGNORECASE)
_SHIELD_GONE = re.compile(
    r"\b(?:ongeldig|vernietigd|vervallen|nietig|niet (?:meer|langer)|voormalige|opvolger|vervang\w{1,5}|ongeldigverklaring"
    r"|invalid\w{0,6}|struck down|annulled|no longer|former|successor|replaced|schrems)\b",
    re.IGNORECASE,
)
_CBP = re.compile(
    r"\bcollege\s+(?:voor\s+de\s+)?bescherming\s+(?:van\s+)?persoonsgegevens\b|\bCBP\b|\bdutch data protection authority \(CBP\)",
    re.IGNORECASE,
)
_CBP_GONE = re.compile(
    r"\b(?:voorheen|vroeger|voormalig\w?|voorganger|opvolger|rechtsopvolger|opgevolgd|formerly|predecessor|former)\b",
    re.IGNORECASE,
)
_AREA = (
    r"(?:\bEU\b|\bE\.U\.|\bEER\b|\bEEA\b|Europese Unie|Europese Economische Ruimte|\bEuropa\b|European Union"
    r"|European Economic Area|\bEurope\b|\bNederland\b|\bthe Netherlands\b|Nederlandse (?:bodem|datacent\w{2,4}|servers?|grens)"
    r"|Europese (?:servers?|datacent\w{2,4}|bodem)|Dutch (?:servers|data cent\w{2,4}|soil)|European (?:servers|data cent\w{2,4}))"
)
_ONLY = re.compile(
    rf"\b(?:uitsluitend|alleen|enkel|slechts|altijd|steeds|volledig|geheel|only|exclusively|solely|always|entirely)\b"
    rf"[^.!?]{{0,80}}{_AREA}|{_AREA}[^.!?]{{0,30}}\b(?:uitsluitend|en nergens anders|and nowhere else|exclusively)\b"
    rf"|\b(?:blijven|blijft|stay|stays|remain|remains)\b[^.!?]{{0,40}}\b(?:in|binnen|within|inside)\b[^.!?]{{0,12}}{_AREA}"
)
_NEVER = re.compile(
    rf"\b(?:niet|nooit|geen|never|not|no|nor)\b[^.!?]{{0,120}}\b(?:buiten|outside|beyond)\b[^.!?]{{0,20}}{_AREA}"
    rf"|\b(?:buiten|outside)\b[^.!?]{{0,12}}{_AREA}[^.!?]{{0,60}}\b(?:niet|nooit|geen|never|not)\b"
    rf"|\b(?:verlaten|verlaat|leaves?)\b[^.!?]{{0,30}}{_AREA}[^.!?]{{0,30}}\b(?:niet|nooit)\b"
    rf"|\b(?:nooit|niet|never|not)\b[^.!?]{{0,40}}\b(?:verlaten|verlaat|leaves?)\b[^.!?]{{0,30}}{_AREA}"
)
_LOOSE = re.compile(
    r"\b(?:zo ?veel mogelijk|waar mogelijk|in principe|in beginsel|tenzij|behalve|bij voorkeur|meestal|streven|doorgaans"
    r"|indien|wanneer|als wij|mits|where possible|as far as possible|in principle|unless|except|preferably|usually|if we|aim)\b",
    re.IGNORECASE,
)
_NATIONAL = re.compile(r"\bNederland|\bNetherlands|\bDutch\b")
_EEA = re.compile(r"\bEER\b|\bEEA\b|conomi(?:sche|c)")
_ABOUT_DATA = re.compile(
    r"gegevens|\bdata|opgesla|bewaard|servers?|datacent|stored|kept|verwerk|process|doorge|transfer",
    re.I,
)
_COPY = re.compile(
    r"\b(?:kopie|kopietje|scan|afschrift|foto|copy|copies|photocopy)\b[^.!?\n]{0,40}?\b(?:identiteitsbewijs|identiteitskaart|legitimatie\w{0,7}"
    r"|paspoort|rijbewijs|id-?bewijs|id-?kaart|\bid\b|passport|identity (?:card|document)|driving licen[cs]e|proof of identity|identification)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:stuur\w?|sturen|meestur\w{0,3}|mee te sturen|meezend\w{0,2}|vragen|vraagt|verzoek\w{0,3}|voeg\w?|bijvoeg\w{0,3}|overleg\w{0,3}"
    r"|samen met|lever\w?|aanleveren|upload\w?|mailen?|toezenden|include|send|enclose|provide|ask|require|attach|need|submit|with a)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:nooit|niet|geen|never|not|no)\b[^.!?]{0,60}\b(?:kopie|scan|foto|copy|photocopy)\b|\b(?:kopie|scan|copy)\b[^.!?]{0,80}"
    r"\b(?:vragen|bewaren|nodig|ask|need|required)\b[^.!?]{0,30}\b(?:niet|nooit|never|not)\b",
    re.IGNORECASE,
)
_MASKED = re.compile(
    r"afscherm|scherm[^.!?]{0,60}\baf\b|zwart|onleesbaar|kopie-?id|afplak|plak[^.!?]{0,60}\baf\b|doorstre|streep[^.!?]{0,60}\bdoor\b"
    r"|weglak|weggelakt|lak[^.!?]{0,60}\bweg\b|onzichtbaar|afgedekt|afdek|dek[^.!?]{0,60}\baf\b|maskeer|gemaskeerd|watermerk|black(?:ed)?[ -]?(?:\w{1,10} ){0,4}out"
    r"|redact|mask|cover(?:ed)? up|obscure|hide|illegible|unreadable|strike out|cross out",
    re.IGNORECASE,
)
MASK_NEAR = 700


def privacy_shield(statement: Statement) -> Iterator[Span]:
    for span in _sentences_with(statement, SHIELD):
        if not _SHIELD_GONE.search(statement.words(span)):
            yield span


def predecessor(statement: Statement) -> Iterator[Span]:
    for span in _sentences_with(statement, _CBP):
        if not _CBP_GONE.search(statement.words(span)):
            yield span


def unmasked_copies(statement: Statement) -> Iterator[Span]:
    for span in _sentences_with(statement, _COPY):
        words = statement.words(span)
        near = statement.text[max(0, span[0] - MASK_NEAR) : span[1] + MASK_NEAR]
        if _ASKED.search(words) and not _NOT_ASKED.search(words) and not _MASKED.search(near):
            yield span


def promised(statement: Statement) -> list[tuple[Span, str]]:
    """Sentences that promise where data stay, each with the area: NL, EU or EEA."""
    found = []
    for span in _sentences_with(statement, re.compile(_AREA)):
        words = " ".join(statement.words(span)[:1500].split())
        if _LOOSE.search(words) or not _ABOUT_DATA.search(words):
            continue
        if _ONLY.search(words) or _NEVER.search(words):
            found.append((span, _area_of(words)))
    return found


def _area_of(words: str) -> str:
    if _NATIONAL.search(words) and not re.search(r"\bEU\b|\bEER\b|Europ", words):
        return "NL"
    return "EEA" if _EEA.search(words) else "EU"


def breaks(area: str, countries: Iterable[str], on: date) -> bool:
    """Whether data in these countries are outside the promised area."""
    if area == "NL":
        return any(country != "NL" for country in countries)
    zones = [places.zone([country], on) for country in countries]
    inside = ("EU",) if area == "EU" else ("EU", "EEA")
    return any(zone not in inside for zone in zones)


def _sentences_with(statement: Statement, cue: re.Pattern[str]) -> Iterator[Span]:
    """Each sentence once, in order."""
    last: Span | None = None
    for match in cue.finditer(statement.text):
        span = statement.sentences[statement.sentence_index(match.start())]
        if span != last and span[0] <= match.start() < span[1]:
            last = span
            yield span


def warn(code: WarningCode, **more: object) -> ScanWarning:
    warning, instead = warning_texts.TEXTS[code]
    return ScanWarning.model_validate(
        {"code": code, "warning": warning, "instead": instead, **more}
    )

"""Whether a statement says that a party is not, or no more, used. Then it proposes nothing."""

import re

from services.contracts.domain.scanner.structure import Span, Statement

NEAR = 140
_CLAUSE = re.compile(
    r"[;:]|\bmaar\b|\bwel\b|\bbehalve\b|\banders dan\b|\banderen dan\b|\btenzij\b|\buitsluitend\b|\balleen\b"
    r"|\bmet uitzondering van\b|\buitgezonderd\b|\bbut\b|\bexcept\b|\bother than\b|\bunless\b|\binstead\b(?! of)"
    r"|\bhowever\b|\binmiddels\b|\bnu\b|\bnow\b|\bdaarom\b|\bvervangen door\b|\breplaced by\b|\bin plaats daarvan\b",
    re.IGNORECASE,
)
# Before the name, in the same clause.
_BEFORE = re.compile(
    r"\bgeen\b(?! andere| enkele)|\bnoch\b|\bniet(?! alleen| enkel| slechts| uitsluitend)\b|\bnooit\b|\bzonder\b"
    r"|\bnot(?! only| just)\b|\bno\b|\bnever\b|\bwithout\b|\bneither\b|\bnor\b|\bdon['’]t\b|\bdoesn['’]t\b"
    r"|\bgestopt met\b|\bafscheid\w{0,4} genomen van\b|\bstopped using\b|\bvoorheen\b|\bvroeger\b|\bin het verleden\b"
    r"|\bpreviously\b|\bformerly\b|\bin the past\b|\bused to\b",
    re.IGNORECASE,
)
# Directly before the name, with no verb in between that begins something else.
_INSTEAD = re.compile(
    r"\b(?:in plaats van|in tegenstelling tot|instead of|unlike|rather than|overgestapt van|moved away from"
    r"|weg bij|weg van|alternatief voor|alternative to|afgestapt van|switched from)\b"
    r"(?:(?!\b(?:gebruik|use|zetten|werken|hebben|naar|to|kiezen|we|wij)\b)[^.;:]){0,50}$",
    re.IGNORECASE,
)
# A no that concerns something else than the use of the party.
_OTHER = re.compile(
    r"\b(?:niet|not|no|geen|never|nooit) (?:meer )?(?:langer|longer|verkocht|verkopen|verkoopt|sold|sell|gecombineerd"
    r"|openbaar|herleidbaar|verplicht|required|mogelijk|possible|toegestaan|allowed|verantwoordelijk|responsible"
    r"|eigen doel\w{0,4}|kosten|extra|persoonlijk\w?|zeker|zelf|ourselves|itself)\b(?! gebruik)",
    re.IGNORECASE,
)
# After the name: it is the thing that is not used.
_AFTER = re.compile(
    r"^[^.;:!?]{0,60}?\b(?:gebruik(?:en|t)?|zetten|hebben|nemen|draaien|plaatsen|maken|wordt|worden|werd|doen|zijn"
    r"|komt|komen|is|are|zit|zitten|use|laden|delen)\b[^.;:!?]{0,40}?\b(?:niet|nooit|geen|not|never|no longer)\b"
    r"(?P<rest>[^.;:!?]{0,60})"
)
_WHERE = r"(?:(?:by us|door ons|bij ons|hier|here|(?:in|op|on) (?:deze|onze|this|our) \w{1,20})\b)?"
_REST_OF_USE = re.compile(
    rf"^\s*(?:meer|langer|anymore|any more)?\s*{_WHERE}\s*(?:,.{{0,60}}|gebruik\w{{0,8}}|ingezet|ingeschakeld|gemaakt|used?"
    rf"|loaded|geladen|geplaatst|placed|mee|in|van|aan te pas|in gebruik|in use|gebruik van)?\s*{_WHERE}\s*$",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"^[^.;!?]{0,50}?\b(?:is|zijn|was|were|hebben|heeft|have|has|wordt)?\s?(?:wij |we |inmiddels |now |been )?(?:vervangen door"
    r"|replaced by|opgezegd|beëindigd|uitgezet|verwijderd|uitgefaseerd|afgeschaft|discontinued|terminated|removed"
    r"|phased out)\b",
    re.IGNORECASE,
)
OWN_HANDS = re.compile(
    r"\b(?:eigen (?:server\w?|beheer|omgeving|infrastructuur|datacenter|hardware|installatie|machines)"
    r"|zelf (?:ge)?host\w{0,3}|zelf (?:draaien|beheren|hosten)|self-?hosted|our own (?:server\w?|infrastructure"
    r"|hardware|machines|data ?cent\w{2,4})|on-?premises?|in-house|in eigen huis)\b",
    re.IGNORECASE,
)


def negated(statement: Statement, sentence: Span, name: Span) -> bool:
    before = statement.text[max(sentence[0], name[0] - NEAR) : name[0]]
    after = statement.text[name[1] : min(sentence[1], name[1] + NEAR)]
    return _denied_before(before) or _denied_after(after)


def _denied_before(before: str) -> bool:
    clause = before
    for cut in _CLAUSE.finditer(before):
        clause = before[cut.end() :]
    said = list(_BEFORE.finditer(clause))
    if _INSTEAD.search(before):
        return True
    if not said:
        return False
    other = _OTHER.search(clause, said[-1].start())
    return other is None


def _denied_after(after: str) -> bool:
    if _ENDED.match(after):
        return True
    cut = _CLAUSE.search(after)
    said = _AFTER.match(after[: cut.start()] if cut else after.rstrip(" .!?\n"))
    return said is not None and _REST_OF_USE.match(said["rest"].rstrip(" .!?\n")) is not None

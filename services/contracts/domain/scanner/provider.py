"""The provider itself, whose own name in its own statement is nobody else's."""

import re
from collections.abc import Iterable

from services.contracts.domain.scanner.catalogue import squeeze, without_legal_form
from services.contracts.domain.scanner.structure import Statement

SHORTEST = 4
_MAIL_DOMAIN = re.compile(r"@([a-z0-9-]{2,63})\.[a-z]{2,10}\b", re.IGNORECASE)
_NAME = r"((?:[A-Z0-9][\w.&'’-]{0,40}|de|van|en|&|het)(?: (?:[A-Z0-9][\w.&'’-]{0,40}|de|van|en|&|het)){0,4})"
_SAID = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[Pp]rivacy ?-?(?:[Vv]erklaring|[Bb]eleid|[Ss]tatement|[Pp]olicy|[Nn]otice)"
        r"|[Cc]ookieverklaring|PRIVACYVERKLARING)[ ]{1,2}(?:van |of |for |voor |[-–—:|] )?" + _NAME,
        _NAME + r",? (?:statutair )?(?:gevestigd|kantoorhoudend)",
        _NAME + r",? (?:\(\w{2,20}\), )?(?:is )?(?:de )?verantwoordelijk(?:e)? voor",
        r"\((?:hierna|hereinafter|verder)(?: te noemen)?:? ?[\"“‘']?" + _NAME,
        _NAME + r" (?:is the (?:data )?controller|respects your privacy|is committed to|hecht (?:veel )?waarde"
        r"|respecteert|vindt (?:het|uw|jouw)|geeft veel om|neemt (?:uw|jouw|de))",
        r"\b(?:[Bb]ij|[Aa]t) " + _NAME + r" (?:nemen|vinden|gaan|hechten|staat|respecteren|we |wij )",
        r"(?:^|\n)[# *\d.]{0,8}(?:Over|About|Wie is|Wie zijn wij:) " + _NAME + r"[ \t*]*(?:\n|$)",
        r"(?:[Cc]opyright|©) ?(?:\d{4})? ?" + _NAME,
        r"(?:[Ww]ij zijn|[Ww]e are|[Ii]k ben) " + _NAME,
    )
)  # fmt: skip
_HEAD = 6000
_TITLE = 400


def own_names(statement: Statement, told: Iterable[str] = ()) -> frozenset[str]:
    """Squeezed: as told, as it calls itself, and as its own mail is addressed."""
    found = {squeeze(without_legal_form(name)) for name in told if name}
    for match in _MAIL_DOMAIN.finditer(statement.text):
        found.add(squeeze(match[1]))
    for pattern in _SAID:
        head = _TITLE if pattern is _SAID[0] else _HEAD
        for match in pattern.finditer(statement.text, 0, min(len(statement.text), head)):
            found.add(squeeze(without_legal_form(match[1].strip(" .,"))))
    return frozenset(name for name in found if len(name) >= SHORTEST)


def is_own(name: str, own: frozenset[str]) -> bool:
    """Whether a name is the provider's, or a product that bears its name."""
    key = squeeze(without_legal_form(name))
    return any(
        key == one
        or (len(one) >= SHORTEST and key.startswith(one))
        or (len(key) > SHORTEST and (one.startswith(key) or one.endswith(key)))
        for one in own
    )

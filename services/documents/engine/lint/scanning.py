"""Where the tags of a text begin and end, in time that grows with its length and no faster."""

import re
from collections.abc import Iterator

_OPENING = re.compile(r"\{[{%#]")
CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each whole tag, from the left; a tag ends at the first of its closings."""
    at, endless = 0, set()
    while found := _OPENING.search(text, at):
        closing = CLOSINGS[found.group()]
        # A search to the end for each of many that never close would take the square of the time.
        end = -1 if closing in endless else text.find(closing, found.end())
        if end < 0:
            endless.add(closing)
            at = found.start() + 1
        else:
            yield found.start(), end + 2
            at = end + 2


def without(text: str, instead: str = "") -> str:
    """The text with something else in the place of each whole tag."""
    kept, at = [], 0
    for start, end in spans(text):
        kept.append(text[at:start])
        at = end
    return instead.join([*kept, text[at:]])

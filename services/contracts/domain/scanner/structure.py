"""A statement as plain text with its structure: blocks, sentences, links, and what is no prose."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Span = tuple[int, int]
_UNSEEN = {
    0x00AD: None,
    0x200B: None,
    0x200C: None,
    0x2060: None,
    0xFEFF: None,
    0x00A0: " ",
    0x202F: " ",
    0x0D: None,
}
Kind = Literal["heading", "item", "row", "text"]

_MASKED = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,15}://[^\s<>()\[\]\"]{1,2000}"
    r"|www\.[^\s<>()\[\]\"]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w.@-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/[^\s<>()\[\]\"]{1,2000}",
    re.IGNORECASE,
)
# A name of a place on the network without a path: SMTP.com is a party, mollie.nl a link.
_BARE_DOMAIN = re.compile(
    r"(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:nl|com|net|org|eu|be|de|io|nu|info|co|uk|fr|app|dev|cloud|to)(?![\w-]|\.\w)"
)
_MARKED_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,2000})\)")
_TOKEN = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[*_]{0,3}[A-ZÀ-Þ0-9])")
_ABBREVIATIONS = frozenset({
    "bv", "nv", "inc", "ltd", "corp", "co", "llc", "gmbh", "tw", "oa", "bijv", "art", "nr", "tel", "dhr", "mevr",
    "mw", "ing", "drs", "mr", "dr", "st", "jl", "evt", "incl", "excl", "resp", "ca", "ie", "eg", "vs",
})  # fmt: skip


# Longer ones are cut, so that what is asked of the sentence around a name costs a bounded time.
LONGEST_SENTENCE = 1500
NEAR = 300


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, row of a table or heading; ``level`` of a heading, 1 the highest.

    ``dead``: a menu, a head or a foot of a page, in which nobody is named as a party.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0
    dead: bool = False


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Statement:
    """``links``: where the words of links stand; ``masked``: addresses, in which no name counts;
    ``domains``: bare ones, which may be the name of a party as a whole.
    """

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Span, ...] = ()
    masked: tuple[Span, ...] = ()
    domains: tuple[Span, ...] = ()

    @cached_property
    def tokens(self) -> list[Token]:
        """The words outside addresses, in order."""
        hidden = self.masked
        found, at = [], 0
        for match in _TOKEN.finditer(self.text):
            start, end = match.span()
            while at < len(hidden) and hidden[at][1] <= start:
                at += 1
            if at == len(hidden) or end <= hidden[at][0]:
                found.append(Token(start, end, match.group()))
        return found

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def first_token(self, place: int) -> int:
        """The index of the first token that starts at or after a place."""
        return bisect_left(self._token_starts, place)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_index(self, place: int) -> int:
        return max(bisect_right(self._block_starts, place) - 1, 0)

    @cached_property
    def sentences(self) -> list[Span]:
        """All sentences in order; a heading and a row of a table are one each."""
        return [span for block in self.blocks for span in _sentences(self.text, block)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_index(self, place: int) -> int:
        return max(bisect_right(self._sentence_starts, place) - 1, 0)

    @cached_property
    def above(self) -> list[tuple[int, ...]]:
        """Of each block the headings above it, the highest first, as indexes of blocks."""
        found: list[tuple[int, ...]] = []
        stack: list[int] = []
        for index, block in enumerate(self.blocks):
            if block.kind == "heading":
                while stack and self.blocks[stack[-1]].level >= block.level:
                    stack.pop()
                found.append(tuple(stack))
                stack.append(index)
            else:
                found.append(tuple(stack))
        return found

    @cached_property
    def intros(self) -> list[int | None]:
        """Of each item, row or heading the paragraph that leads the list in which it stands."""
        found: list[int | None] = []
        leader: int | None = None
        for index, block in enumerate(self.blocks):
            if block.kind in ("text", "heading"):
                leads = self.text[block.start : block.end].rstrip(" *_\n").endswith(":")
                found.append(leader if block.kind == "heading" else None)
                if block.kind == "text" or leads:
                    leader = index
            else:
                found.append(leader)
        return found

    def in_link(self, start: int, end: int) -> bool:
        around = _around(self.links, start)
        return around is not None and end <= around[1]

    def domain_at(self, start: int) -> Span | None:
        """The bare domain in which a place lies."""
        return _around(self.domains, start)

    def apart(self, left: int, right: int) -> bool:
        """Whether two places lie in different blocks."""
        return self.block_index(left) != self.block_index(right)

    def around(self, span: Span, sentence: Span) -> str:
        """What stands near a place within its sentence, without the place itself."""
        before = self.text[max(sentence[0], span[0] - NEAR) : span[0]]
        return f"{before} {self.text[span[1] : min(sentence[1], span[1] + NEAR)]}"

    def words(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    @cached_property
    def _answers(self) -> dict[tuple[re.Pattern[str], Span], bool]:
        return {}

    def says(self, cue: re.Pattern[str], span: Span) -> bool:
        """Whether the cue stands in a sentence or block; asked again, it is not searched again."""
        key = (cue, span)
        if key not in self._answers:
            self._answers[key] = cue.search(self.text, *span) is not None
        return self._answers[key]


def _sentences(text: str, block: Block) -> list[Span]:
    if block.kind in ("heading", "row"):
        return list(_cut(text, block.start, block.end))
    spans: list[Span] = []
    start = block.start
    for match in _SENTENCE_END.finditer(text, block.start, block.end):
        if text[match.start()] == "." and _abbreviated(text, match.start()):
            continue
        spans += _cut(text, start, match.end())
        start = match.end()
    if start < block.end:
        spans += _cut(text, start, block.end)
    return spans


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space + 1 if space > 0 else start + LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the dot belongs to the word before it: ``B.V.``, ``t.w.``, ``Inc.``."""
    start = dot
    while start > 0 and dot - start < 8 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot].replace(".", "").lower()
    return len(word) == 1 or word in _ABBREVIATIONS


def cleaned(text: str) -> str:
    """Without the marks that nobody sees and that only break names."""
    return text.translate(_UNSEEN)


def structured(text: str, blocks: list[Block], links: list[Span] | None = None) -> Statement:
    """With what its own marks say of links and addresses."""
    marked = list(_MARKED_LINK.finditer(text))
    hidden = [match.span(2) for match in marked]
    hidden += [match.span() for match in _MASKED.finditer(text)]
    words = [match.span(1) for match in marked] if links is None else links
    domains = [match.span() for match in _BARE_DOMAIN.finditer(text)]
    return Statement(text, tuple(blocks), merged(words), merged(hidden), tuple(domains))


def _around(spans: tuple[Span, ...], place: int) -> Span | None:
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[at] if at >= 0 and place < spans[at][1] else None


def merged(spans: list[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)

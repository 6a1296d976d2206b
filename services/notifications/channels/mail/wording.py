"""The words of a message: templates per notice and language, read into blocks.

A template is plain text: its first line is the subject; blocks are parted by an empty line. A block
is a heading (``# ``), rows of facts (``| label | value``), an action (``-> link | label``), a small
print (``~ ``) or a paragraph. Values never take part in that: each stands as a mark in the text
while it is read, so that nothing in a name or a reason can become structure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

import jinja2
from jinja2 import ChainableUndefined, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notifications.domain.facts import Kind
from shared.text import Language


@dataclass(frozen=True)
class Slot:
    """A value that differs per recipient, filled in when the message is built."""

    name: str


Piece: TypeAlias = str | Slot
Line: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True)
class Prose:
    kind: Literal["heading", "paragraph", "small"]
    line: Line


@dataclass(frozen=True)
class Rows:
    rows: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True)
class Action:
    link: Line
    label: Line


Block: TypeAlias = Prose | Rows | Action


@dataclass(frozen=True)
class Wording:
    language: Language
    subject: Line
    blocks: tuple[Block, ...]


_FOLDER = Path(__file__).with_suffix("")
_INCLUDE = re.compile(r'\{% include "([a-z_]+\.(?:nl|en)\.txt)" %\}')
_MARK = re.compile("\ue000(\\d+)\ue001")
# Of a sentence that ends here; in HTML a tag follows.
_STOP = re.compile(r"\.(?=[\s<]|$)")
_SPACE = re.compile(r"\s+")


def word(kind: Kind, language: Language, context: Mapping[str, Any]) -> Wording:
    """In the built-in words. Raise ``jinja2.UndefinedError`` when the template needs a value that
    the context lacks."""
    return Template(builtin(kind, language)).word(language, context)


@cache
def builtin(kind: Kind, language: Language) -> str:
    """The template that comes with the product, with what it includes."""
    text = (_FOLDER / f"{kind}.{language}.txt").read_text()
    return _INCLUDE.sub(lambda found: (_FOLDER / found[1]).read_text().strip(), text).strip()


class Template:
    """Read once, worded as often as one likes; ``forgiving``: what lacks is left out. Nothing of it
    runs before the first wording: whoever does not know the source judges ``tree`` first."""

    def __init__(self, source: str, *, forgiving: bool = False) -> None:
        self._values: list[Piece] = []
        self._environment = ImmutableSandboxedEnvironment(
            undefined=ChainableUndefined if forgiving else StrictUndefined,
            finalize=self._mark,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # no value enters the text; each body escapes its own
        )
        self._environment.globals.clear()
        self.tree = self._environment.parse(source)
        self._source = source

    def word(self, language: Language, context: Mapping[str, Any]) -> Wording:
        self._values.clear()
        text = self._compiled.render(context)
        subject, _, body = text.rstrip().partition("\n")
        blocks = [b for b in re.split(r"\n\s*\n", body) if b.strip()]
        values = self._values
        return Wording(
            language, _line(subject, values), tuple(_block(b.strip(), values) for b in blocks)
        )

    @cached_property
    def _compiled(self) -> jinja2.Template:
        return self._environment.from_string(self._source)

    def _mark(self, value: Any) -> str:
        if value is None or isinstance(value, Undefined):
            value = str(value or "")
        self._values.append(value if isinstance(value, Slot) else one_line(str(value)))
        return f"\ue000{len(self._values) - 1}\ue001"


def one_line(value: str) -> str:
    """A value as one line of text: control characters and line breaks become a space."""
    if not value.isprintable():
        value = "".join(c if c.isprintable() or _joins(c) else " " for c in value)
    elif "  " not in value and value == value.strip():
        return value
    return _SPACE.sub(" ", value).strip()


def stops(text: str) -> bool:
    """Whether what comes before it ends a sentence."""
    return _STOP.match(text) is not None


def closed(value: str) -> str:
    """A value at the end of a sentence: B.V. has its full stop already."""
    return value if value.endswith(".") else f"{value}."


def filled(line: Line, ready: Mapping[str, str]) -> str:
    """With the values of one recipient in the slots."""
    text, value = "", ""
    for piece in line:
        if isinstance(piece, Slot):
            value = ready[piece.name]
            text += value
        else:
            text += piece[1:] if value.endswith(".") and stops(piece) else piece
            value = ""
    return text


def _joins(character: str) -> bool:
    """Joiners and direction marks are invisible and yet part of how a name is written."""
    return character in "\u061c\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"


def _block(source: str, values: list[Piece]) -> Block:
    if source.startswith("# "):
        return Prose("heading", _line(source[2:], values))
    if source.startswith("~ "):
        return Prose("small", _line(source[2:], values))
    if source.startswith("-> "):
        link, _, label = source[3:].partition(" | ")
        return Action(_line(link, values), _line(label, values))
    if source.startswith("| "):
        pairs = (line[2:].partition(" | ") for line in source.splitlines())
        return Rows(tuple((_line(a, values), _line(b, values)) for a, _, b in pairs))
    return Prose("paragraph", _line(source.replace("\n", " "), values))


def _line(source: str, values: list[Piece]) -> Line:
    """Text and slots in order; neighbouring text is one piece."""
    pieces: list[Piece] = []
    for number, part in enumerate(_MARK.split(source)):
        piece = values[int(part)] if number % 2 else part
        if not number % 2 and _ended(pieces) and stops(part):
            piece = part[1:]
        if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
            pieces[-1] += piece
        elif piece != "":
            pieces.append(piece)
    return tuple(pieces)


def _ended(pieces: list[Piece]) -> bool:
    last = pieces[-1] if pieces else ""
    return isinstance(last, str) and last.endswith(".")

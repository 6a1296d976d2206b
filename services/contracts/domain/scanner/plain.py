"""Reads a statement that came as plain text, with or without the marks of Markdown."""

import re
from collections.abc import Iterator

from services.contracts.domain.scanner.structure import Block, Kind, Statement, cleaned, structured

LONGEST_HEADING = 90
PLAIN_HEADING = 7
_MARKED_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]")
_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+•·▪◦‣–—o][ \t]+|\d{1,3}[.)][ \t]+|[a-z][.)][ \t]+)")
_BOLD = re.compile(r"(\*\*|__)[^*_\n]{1,90}\1:?")
_LABELLED = re.compile(r"[ \t]{0,4}[A-Z][\w &/'’-]{1,40}:[ \t]+\S")
_NUMBERED = re.compile(r"(?:artikel\s)?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s", re.IGNORECASE)

Line = tuple[int, int]


def read_plain(text: str) -> Statement:
    text = cleaned(text)
    return structured(text, list(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in _paragraphs(text):
        yield from _of_paragraph(text, paragraph)


def _paragraphs(text: str) -> Iterator[list[Line]]:
    """Lines with no empty line between them, as places in the text."""
    lines: list[Line] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            lines.append((start, end))
        elif lines:
            yield lines
            lines = []
        start = end + 1
    if lines:
        yield lines


def _of_paragraph(text: str, lines: list[Line]) -> Iterator[Block]:
    alone = len(lines) == 1
    labelled = sum(1 for start, end in lines if _LABELLED.match(text, start, end)) > 1
    run: list[Line] = []
    kind: Kind = "text"
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        heading = _level(line, alone=alone, last=index == len(lines) - 1)
        begins = _begins(line) or ("item" if labelled and _LABELLED.match(line) else None)
        if run and (heading or begins or not _goes_on(text, run, line, kind)):
            yield Block(run[0][0], run[-1][1], kind)
            run = []
        if heading:
            yield Block(start, end, "heading", heading)
            continue
        if not run:
            kind = begins or "text"
        run.append((start, end))
    if run:
        yield Block(run[0][0], run[-1][1], kind)


def _begins(line: str) -> Kind | None:
    if line.lstrip().startswith("|") or line.count("|") >= 2 or line.count("\t") >= 2:
        return "row"
    return "item" if _ITEM.match(line) else None


def _goes_on(text: str, run: list[Line], line: str, kind: Kind) -> bool:
    """Whether a line continues what was begun: a list item only indented or in small letters."""
    if kind == "row":
        return False
    if kind == "item":
        return line[:1] in " \t" or line.lstrip()[:1].islower() or _cut_short(text, run)
    return True


def _cut_short(text: str, run: list[Line]) -> bool:
    """A line that was broken because it was full, not because it was done."""
    start, end = run[-1]
    return end - start >= 60 and text[start:end].rstrip()[-1:] not in ".;:!?"


def _level(line: str, *, alone: bool, last: bool) -> int:
    """0 for what is no heading."""
    if marked := _MARKED_HEADING.match(line):
        return len(marked[1])
    bare = line.strip()
    if _BOLD.fullmatch(bare) and (alone or not last):
        return PLAIN_HEADING
    if not alone or len(bare) > LONGEST_HEADING or bare[-1:] in ".,;!" or "|" in bare:
        return 0
    if _ITEM.match(line) and not _NUMBERED.match(bare):
        return 0
    return PLAIN_HEADING - 1 if _NUMBERED.match(bare) else PLAIN_HEADING

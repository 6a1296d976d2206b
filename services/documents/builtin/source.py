"""Reads the text of a built-in document: a small Markdown dialect that lawyers can compare.

| in the source | becomes |
|---|---|
| `+++` TOML `+++` at the top | the fixed words of the language |
| `# Text` | the title |
| `## Text {#label}` | a numbered article; `.plain`, `.page` and `.annex` change the kind |
| `## Text {.annex .landscape}` | an annex on landscape pages, up to the next annex |
| `## Text {.page .landscape}` | a heading on a new page, and landscape pages from there on |
| `### Text` | a subheading |
| `1. Text {#label}` and `a. Text` | a numbered clause, an item of it; Word does the counting |
| `- Text` | a bullet |
| `Text {.subtitle}`, `{.address}`, `{.reference}` | a paragraph in that style |
| ` → ` | a tab |
| `{% … %}` alone on a line | a condition or loop around whole paragraphs, tables or rows |
| `::: table 30 70 "Title" .labels` … `:::` | a table: widths in percent, header, `---`, rows |
| `cell | cell` or `* cell` with a line per paragraph | a row, short or long |
| `**text**`, `` `text` `` | strong text, a fingerprint |
| `[](#label)` | the number of that article, clause or annex, as a link, or its `[references]` |
| `[[name]]` | a phrase of the fixed words |

Of the fixed words `borrowed = "agreement#label"` adds what stands in that text from there on, and
`letterhead = true` makes the first page that of a letter.

What stands inside `{{ }}` is in `tags.py`. A blank line ends a paragraph; a line break does not.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class SourceError(ValueError):
    """The source breaks a rule of the dialect; the message names the line or label."""


@dataclass(frozen=True)
class Heading:
    kind: str
    text: str
    label: str | None
    landscape: bool = False


@dataclass(frozen=True)
class Paragraph:
    """`kind` is clause, item, bullet, subtitle, address, reference or text."""

    kind: str
    text: str
    label: str | None


@dataclass(frozen=True)
class Tag:
    text: str


@dataclass(frozen=True)
class Row:
    """Cells of lines; every line is a paragraph of its cell."""

    cells: tuple[tuple[str | Tag, ...], ...]


@dataclass(frozen=True)
class Table:
    """`widths` in percent of the width of the text; `header` holds one text a column."""

    title: str
    widths: tuple[int, ...]
    classes: frozenset[str]
    header: tuple[str, ...]
    rows: tuple[Row | Tag, ...]


Block = Heading | Paragraph | Tag | Table


@dataclass(frozen=True)
class Source:
    words: dict[str, Any]
    blocks: tuple[Block, ...]


ATTRIBUTES = re.compile(r"\s*\{((?:[.#][\w-]+\s*)+)\}\s*$")
TAG_LINE = re.compile(r"\{% [^{}]+ %\}$")
MARKS = {
    "clause": re.compile(r"\d+\. +"),
    "item": re.compile(r"[a-z]\. +"),
    "bullet": re.compile(r"- +"),
}
STYLED = {"subtitle", "address", "reference"}
TABLE_START = re.compile(r'::: table ([\d ]+)"([^"]+)"((?: \.\w+)*)$')


def parse(text: str) -> Source:
    """Raises SourceError."""
    _, front, body = text.split("+++\n", 2)
    return Source(words=tomllib.loads(front), blocks=tuple(_blocks(body.splitlines())))


def _blocks(lines: list[str]) -> Iterator[Block]:
    pending: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        table = TABLE_START.match(line)
        if pending and (not line or table or _starts_block(line)):
            yield _paragraph(" ".join(pending))
            pending = []
        if table:
            end = lines.index(":::", position)
            yield _table(table, lines[position + 1 : end])
            position = end
        elif line.startswith("#"):
            yield _heading(line)
        elif TAG_LINE.match(line):
            yield Tag(line)
        elif line:
            pending.append(_last_attributes_first(line, pending))
        position += 1
    if pending:
        yield _paragraph(" ".join(pending))


def _starts_block(line: str) -> bool:
    marked = any(mark.match(line) for mark in MARKS.values())
    return marked or line.startswith("#") or bool(TAG_LINE.match(line))


def _last_attributes_first(line: str, pending: list[str]) -> str:
    """A label may end the first line of a paragraph: it moves on to the end."""
    if pending and (found := ATTRIBUTES.search(pending[-1])):
        pending[-1] = pending[-1][: found.start()]
        return line + found.group()
    return line


def _attributes(text: str) -> tuple[str, str | None, set[str]]:
    found = ATTRIBUTES.search(text)
    if not found:
        return text, None, set()
    names = found.group(1).split()
    labels = [name[1:] for name in names if name.startswith("#")]
    classes = {name[1:] for name in names if name.startswith(".")}
    return text[: found.start()], labels[0] if labels else None, classes


def _heading(line: str) -> Heading:
    marks, _, rest = line.partition(" ")
    text, label, classes = _attributes(rest)
    if marks == "##":
        kind = next(iter(classes & {"plain", "page", "annex"}), "article")
    else:
        kind = {"#": "title", "###": "sub"}[marks]
    return Heading(kind, text, label, "landscape" in classes)


def _paragraph(line: str) -> Paragraph:
    text, label, classes = _attributes(line)
    for kind, mark in MARKS.items():
        if found := mark.match(text):
            return Paragraph(kind, text[found.end() :], label)
    return Paragraph(next(iter(classes & STYLED), "text"), text, label)


def _table(start: re.Match[str], lines: list[str]) -> Table:
    widths = tuple(int(width) for width in start.group(1).split())
    classes = frozenset(start.group(3).replace(".", "").split())
    header, rule, *rest = (line for line in lines if line.strip())
    if rule != "---" or sum(widths) != 100:
        raise SourceError(f"table {start.group(2)}: rule or widths")
    table = Table(start.group(2), widths, classes, _cells(header), tuple(_rows(rest)))
    for row in table.rows:
        if isinstance(row, Row) and len(row.cells) != len(widths):
            raise SourceError(f"table {table.title}: {row.cells}")
    return table


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.split(r" \|(?= |$)", line))


def _rows(lines: list[str]) -> Iterator[Row | Tag]:
    """A long row is the run of `* ` cells up to a line that is neither cell nor indented."""
    cells: list[tuple[str | Tag, ...]] = []
    for line in lines:
        long = line.startswith(("* ", "  "))
        if cells and not long:
            yield Row(tuple(cells))
            cells = []
        if line.startswith("* "):
            cells.append((_line(line[2:]),))
        elif long:
            cells[-1] += (_line(line.strip()),)
        elif TAG_LINE.match(line):
            yield Tag(line)
        else:
            yield Row(tuple((cell,) for cell in _cells(line)))
    if cells:
        yield Row(tuple(cells))


def _line(text: str) -> str | Tag:
    return Tag(text) if TAG_LINE.match(text) else text

"""A template taken apart once for the lint: its stories, paragraphs, styles and pieces of text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml import etree

from services.documents.domain.finding import Place
from services.documents.engine.archive import Member
from services.documents.engine.lint.styles import Styles
from services.documents.engine.mending import mend
from services.documents.engine.parts import CONTENT_TYPES, parse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
DRAWING_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
PARAGRAPH, TEXT, DELETED, FIELD = f"{W}p", f"{W}t", f"{W}delText", f"{W}instrText"
TEXT_BOX = f"{W}txbxContent"
Kind = Literal["document", "header", "footer", "footnotes", "endnotes", "comments", "properties"]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS: dict[str, Kind] = {
    f"{_WORD}document.main+xml": "document",
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
    f"{_WORD}comments+xml": "comments",
    "application/vnd.openxmlformats-package.core-properties+xml": "properties",
}
_STYLES = f"{_WORD}styles+xml"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_TEXTS = (PARAGRAPH, TEXT, DELETED, FIELD, MATH_TEXT, DRAWING_TEXT)
_IN_ATTRIBUTE = re.compile(rb"""=\s*(?:"[^"<]*?\{[{%#]|'[^'<]*?\{[{%#])""")
_TAGGED = re.compile(r"\{[{%#]")
# Templates of lawyers have headings that only look like one.
_TYPED = re.compile(
    r"(?:artikel|article|art\.|bijlage|annex|appendix|schedule|§)\s*[\dA-Z]", re.IGNORECASE
)
_LONGEST_HEADING = 120
MOST_PARAGRAPHS = 50_000


@dataclass(frozen=True)
class Piece:
    """A text as it stands in one element, or in one attribute of it."""

    text: str
    element: etree._Element
    attribute: str | None = None

    @property
    def is_text(self) -> bool:
        return self.attribute is None and self.element.tag == TEXT


@dataclass
class Paragraph:
    """``text`` is that of its ``w:t`` alone; ``others``: tags elsewhere in it, by offset in it.

    ``outer``: the paragraph that holds the text box in which this one stands. Word writes a text
    box twice, for old and for new readers, and both count as that one place.
    """

    story: "Story"
    number: int
    element: etree._Element
    heading: str | None = None
    outer: "Paragraph | None" = None
    pieces: list[Piece] = field(default_factory=list)
    others: list[tuple[int, Piece]] = field(default_factory=list)
    length: int = 0

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _shown(self) -> str:
        return shortened(self.text)

    def place(self, quoted: str | None = None) -> Place:
        return Place(
            part=self.story.name,
            paragraph=(self.outer or self).number or None,
            heading=(self.outer or self).heading,
            quoted=self._shown if quoted is None else shortened(quoted),
        )


@dataclass
class Story:
    """A part with text, its paragraphs in the order in which they stand in its XML.

    ``cut``: it has more of them than are read.
    """

    name: str
    kind: Kind
    root: etree._Element
    paragraphs: list[Paragraph] = field(default_factory=list)
    cut: bool = False

    @cached_property
    def _by_element(self) -> dict[etree._Element, Paragraph]:
        return {paragraph.element: paragraph for paragraph in self.paragraphs}

    def around(self, element: etree._Element) -> Paragraph | None:
        """The paragraph in which an element stands, or the first within it."""
        while element is not None and element.tag != PARAGRAPH:
            inside = next(element.iter(PARAGRAPH), None)
            element = inside if inside is not None else element.getparent()
        return self._by_element.get(element)

    def place(self, element: etree._Element, quoted: str | None = None) -> Place:
        paragraph = self.around(element)
        return paragraph.place(quoted) if paragraph else Place(part=self.name, quoted=quoted)


@dataclass(frozen=True)
class Package:
    """``rendered``: the stories in which tags are filled in."""

    stories: list[Story]
    styles: Styles

    @property
    def rendered(self) -> Iterator[Story]:
        return (one for one in self.stories if one.kind != "comments")

    @property
    def document(self) -> Story:
        return next(one for one in self.stories if one.kind == "document")


def opened(members: list[Member]) -> Package:
    """TemplateFault for what is no Word document; the gate has judged the rest before."""
    contents = {member.name: member.read() for member in members if member.name.endswith(".xml")}
    kinds = content_types(parse(contents.get(CONTENT_TYPES, b"<Types/>"), CONTENT_TYPES))

    def the(kind: str) -> etree._Element | None:
        name = next((name for name, one in kinds.items() if one == kind and name in contents), None)
        return None if name is None else parse(contents[name], name)

    styles = Styles(the(_STYLES), the(_THEME))
    stories = [
        _story(name, _KINDS[kind], contents[name], styles)
        for name, kind in kinds.items()
        if kind in _KINDS and name in contents
    ]
    return Package(sorted(stories, key=_rank), styles)


def content_types(root: etree._Element) -> Mapping[str, str]:
    """Parts by name, with the type of their content."""
    return {
        one.get("PartName", "").lstrip("/"): one.get("ContentType", "")
        for one in root.iter(_OVERRIDE)
    }


def shortened(text: str, most: int = 160) -> str:
    beginning = " ".join(text[: 8 * most].split())
    whole = len(beginning) <= most and len(text) <= 8 * most
    return beginning if whole else f"{beginning[: most - 1]}…"


def _rank(story: Story) -> tuple[int, str]:
    return list(_KINDS.values()).index(story.kind), story.name


def _story(name: str, kind: Kind, content: bytes, styles: Styles) -> Story:
    root = parse(content, name)
    if kind != "properties":
        mend(root)
    story = Story(name, kind, root)
    if kind == "properties":
        _read_properties(story)
    else:
        _read(story, everything=bool(_IN_ATTRIBUTE.search(content)))
    if kind == "document":
        _head(story, styles)
    return story


def _read_properties(story: Story) -> None:
    """Each property is a paragraph without a number."""
    for element in story.root:
        if _TAGGED.search(element.text or ""):
            pieces = [Piece(element.text or "", element)]
            story.paragraphs.append(Paragraph(story, 0, element, pieces=pieces))


def _read(story: Story, everything: bool) -> None:
    nested = next(story.root.iter(TEXT_BOX), None) is not None
    found: dict[etree._Element, Paragraph] = {}
    current: Paragraph | None = None
    for element in story.root.iter() if everything else story.root.iter(*_TEXTS):
        if element.tag == PARAGRAPH:
            if len(story.paragraphs) >= MOST_PARAGRAPHS:
                story.cut = True
                return
            current = Paragraph(story, len(story.paragraphs) + 1, element)
            story.paragraphs.append(current)
            found[element] = current
            if nested:
                around = list(element.iterancestors(PARAGRAPH))
                current.outer = found[around[-1]] if around else None
        elif current is not None:
            if nested:
                current = found.get(next(element.iterancestors(PARAGRAPH), None), current)
            _take(current, element, everything)


def _take(paragraph: Paragraph, element: etree._Element, everything: bool) -> None:
    text = element.text
    if element.tag == TEXT:
        if text:
            paragraph.pieces.append(Piece(text, element))
            paragraph.length += len(text)
    elif text and _TAGGED.search(text):
        paragraph.others.append((paragraph.length, Piece(text, element)))
    if everything:
        for name, value in element.attrib.items():
            if _TAGGED.search(value):
                paragraph.others.append((paragraph.length, Piece(value, element, name)))


def _head(story: Story, styles: Styles) -> None:
    """Every paragraph learns the heading that it stands under; a heading stands under itself."""
    heading: str | None = None
    for paragraph in story.paragraphs:
        text = paragraph.text.strip()
        level = styles.heading_level(paragraph.element)
        if text and (level is not None or _looks_like_heading(text)):
            heading = shortened(text)
        paragraph.heading = heading


def _looks_like_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and bool(_TYPED.match(text)) and text[-1] not in ".;:,"

"""What a template says, paragraph by paragraph, with its tags as they were written."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from services.documents.domain.difference import Story
from services.documents.domain.faults import unreadable
from services.documents.engine.archive import ArchiveError, members
from services.documents.engine.parts import CONTENT_TYPES, parse

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_STORIES: dict[str, Story] = {
    _KIND.format("document.main"): "text",
    _KIND.format("header"): "header",
    _KIND.format("footer"): "footer",
    _KIND.format("footnotes"): "notes",
    _KIND.format("endnotes"): "notes",
}
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}noBreakHyphen": "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted with changes tracked is there no more.
_SILENT = {f"{_W}del", f"{_W}moveFrom", _FALLBACK}


@lru_cache(maxsize=8)
def spoken(template: bytes) -> dict[Story, list[str]]:
    """Paragraphs that say something, by where they stand; a row of a table is one of them, with
    `` | `` between its cells. TemplateFault for what is no Word document."""
    try:
        packed = {member.name: member for member in members(template)}
    except ArchiveError as failure:
        raise unreadable(str(failure)) from failure
    if CONTENT_TYPES not in packed:
        raise unreadable("it is no Word document (.docx)")
    told: dict[Story, list[str]] = {}
    listing = parse(packed[CONTENT_TYPES].read(), CONTENT_TYPES)
    for one in sorted(listing.iter(_TYPE), key=lambda one: str(one.get("PartName"))):
        story, name = _STORIES.get(one.get("ContentType", "")), one.get("PartName", "").lstrip("/")
        if story and name in packed:
            told.setdefault(story, []).extend(_paragraphs(parse(packed[name].read(), name)))
    return told


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for node in root:
        if node.tag == _PARAGRAPH:
            text = " ".join("".join(_runs(node)).split(" ")).strip()
            if text:
                yield text
            for box in _boxes(node):
                yield from _paragraphs(box)
        elif node.tag == _TABLE:
            yield from _rows(node)
        elif isinstance(node.tag, str) and node.tag not in _SILENT:
            yield from _paragraphs(node)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is table:
            cells = [" ".join(_paragraphs(cell)) for cell in row.iter(_CELL) if _own(cell, row)]
            if any(cells):
                yield " | ".join(cells)


def _own(cell: etree._Element, row: etree._Element) -> bool:
    return next(cell.iterancestors(_ROW)) is row


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """The text of one paragraph, without that of text boxes in it: those are paragraphs too."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == _PARAGRAPH or node.tag in _SILENT or not isinstance(node.tag, str):
            continue
        if node.tag == f"{_W}t":
            yield node.text or ""
        yield _SIGNS.get(node.tag, "")
        stack.extend(reversed(node))


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if next(box.iterancestors(_PARAGRAPH)) is paragraph and not any(
            one.tag in _SILENT for one in box.iterancestors()
        ):
            yield box

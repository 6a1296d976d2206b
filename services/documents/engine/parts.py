"""Which parts of a DOCX carry template tags, and what they look like to Jinja."""

import re
from dataclasses import dataclass

from docxtpl import DocxTemplate
from lxml import etree

from services.documents.domain.faults import unreadable
from services.documents.domain.refusals import refused
from services.documents.engine.archive import Member
from services.documents.engine.mending import mend
from services.documents.engine.tags import refuse_tags

CONTENT_TYPES = "[Content_Types].xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = _WORD + "document.main+xml"
_STORIES = {
    _MAIN,
    *(f"{_WORD}{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes")),
}
_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# In all parts together: to compile each takes a fraction of a millisecond.
_MOST_TAGS = 20_000
_FIRST_PICTURE = 1001  # where docxtpl starts to number pictures
_TAG = re.compile(r"\{[{%#]")
_SPANNING = re.compile(r"\{%\s*(?:tc\b|colspan\b|hm\b)|\{\{\s*tc\s")
_MARKUP = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"(?=<w:p[ >])")


@dataclass(frozen=True)
class Part:
    """A part with tags: `source` is what Jinja compiles.

    `spanning`: it changes the shape of a table row; `story`: it is text, not a property; `mended`:
    its XML before that, when tags in it had to be made whole.
    """

    name: str
    source: str
    spanning: bool
    story: bool = True
    mended: bytes | None = None

    def by_paragraph(self) -> str:
        """The source with each paragraph on a line of its own, so that a line number is a place."""
        return _PARAGRAPH.sub("\n", self.source)


def tagged(members: list[Member]) -> list[Part]:
    """The parts with tags. TemplateFault when a part is no plain XML, when there is no document, or
    for a tag that a rendering would take for something else than its author sees."""
    kinds = _content_types(members)
    if _MAIN not in kinds.values():
        raise unreadable("it is no Word document (.docx)")
    found, left = [], _MOST_TAGS
    for member in members:
        if member.name in kinds:
            part, tags = _part(member, kinds[member.name])
            left -= tags
            if left < 0:
                raise refused("template-too-complex", part.name, f"more than {_MOST_TAGS:,} tags")
            found.append(part)
    return [part for part in found if _TAG.search(part.source)]


def parse(content: bytes, name: str) -> etree._Element:
    """XML that names nothing outside itself: no entities, no document type, no network.

    White space between elements goes, as it does in python-docx.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_blank_text=True,
        # Jinja would read tags in these.
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as failure:
        raise unreadable(f"{name} is not well-formed XML, {failure.msg}") from failure
    if root.getroottree().docinfo.doctype:
        raise unreadable(f"{name} declares a document type")
    return root


def _content_types(members: list[Member]) -> dict[str, str]:
    listing = next((m for m in members if m.name == CONTENT_TYPES), None)
    if listing is None:
        raise unreadable("it is no Word document (.docx)")
    kinds = {
        override.get("PartName", "").lstrip("/"): override.get("ContentType", "")
        for override in parse(listing.read(), listing.name).iter(_TYPE)
    }
    return {name: kind for name, kind in kinds.items() if kind in _STORIES | {_PROPERTIES}}


def _part(member: Member, kind: str) -> tuple[Part, int]:
    """The part, and how many tags it has."""
    root, mended = parse(member.read(), member.name), False
    story = kind != _PROPERTIES
    tags = refuse_tags(member.name, root, story)
    if story:
        mended = mend(root)
    if kind == _MAIN:
        for number, picture in enumerate(root.iter(_PICTURE), _FIRST_PICTURE):
            picture.set("id", str(number))
    written: str = etree.tostring(root, encoding="unicode")
    source: str = DocxTemplate.patch_xml(None, written)  # it uses nothing of itself
    spanning = bool(_SPANNING.search(_MARKUP.sub("", written)))
    whole = (DECLARATION + written).encode() if mended else None
    return Part(member.name, DECLARATION + source, spanning, story, whole), tags

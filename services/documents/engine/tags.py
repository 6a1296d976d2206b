"""The tags of a text as its author sees them, however Word has scattered them over runs."""

import re
from collections.abc import Iterator

from lxml import etree

from services.documents.domain.refusals import refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TEXT, STYLE, DELETED = (f"{_W}{name}" for name in ("p", "t", "pStyle", "delText"))
_CELL, _CELL_SHAPE, _TABLE = (f"{_W}{name}" for name in ("tc", "tcPr", "tbl"))
OPENING = re.compile(r"\{[{%#]")
# No further than any tag may reach: many that never close would take the square of the time.
TAG = re.compile(r"\{([{%#])(.{0,4000}?)([}%#])\}", re.DOTALL)
_CLOSINGS = {"{": "}", "%": "%", "#": "#"}
_HEADING = re.compile(r"(?:Heading|Kop|Title|Titel)\d*")
_WHOLE = re.compile(r"\s*(?:r|p|tr|tc)\s")
_LONGEST = 1_000
_QUOTED = 160
# The texts of a picture that are read aloud, and those that a reader sees beside a thing.
_SPOKEN = {"descr", "title", "name", "alt", f"{_W}tooltip"}
_SPOKEN_ELEMENTS = {f"{_W}{name}" for name in ("tblCaption", "tblDescription", "alias", "tag")}
_TAGGED_ATTRIBUTES = etree.XPath(
    "//@*[contains(., '{{') or contains(., '{%') or contains(., '{#')]"
)


def refuse_tags(part: str, root: etree._Element, story: bool) -> int:
    """How many tags there are. TemplateFault for one that a rendering would take for something
    else than its author sees: cut by the end of a paragraph, in a place of markup, in another."""
    for attribute in _TAGGED_ATTRIBUTES(root):
        _refuse_attribute(part, attribute)
    everything = _everything(root)
    if not OPENING.search(everything):
        return 0
    known = 0
    for holder, text in _paragraphs(root) if story else _leaves(root):
        if "{" in text:
            known += _refuse_in(part, text, holder)
    if known != len(OPENING.findall(TAG.sub("{{", everything))):
        raise refused("template-tag-misplaced", part, "a tag outside of the text")
    return known


def place_of(paragraph: etree._Element) -> str:
    """What it says, and the heading that it stands under."""
    text = " ".join(_own_text(paragraph).split())
    heading = next(
        (one for one in paragraph.itersiblings(PARAGRAPH, preceding=True) if _is_heading(one)), None
    )
    under = "" if heading is None else f" (under “{_own_text(heading).strip()[:_QUOTED]}”)"
    return f"paragraph “{text[:_QUOTED]}”{under}"


def _is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{STYLE}")
    return style is not None and bool(_HEADING.match(style.get(f"{_W}val") or ""))


def _own_text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(TEXT))


def _everything(root: etree._Element) -> str:
    """All text, one after the other: what joins over the ends of elements is seen as well."""
    text = "".join(str(one) for one in root.itertext())
    for deleted in root.iter(DELETED):
        text = text.replace(deleted.text or "", "", 1) if "{" in (deleted.text or "") else text
    return text


def _paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each with its own text alone: that of a text box in it is of other paragraphs."""
    found: dict[etree._Element, list[str]] = {}
    for node in root.iter(TEXT):
        holder = node.getparent()
        while holder is not None and holder.tag != PARAGRAPH:
            holder = holder.getparent()
        if holder is not None:
            found.setdefault(holder, []).append(node.text or "")
    return ((holder, "".join(texts)) for holder, texts in found.items())


def _leaves(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    return ((node, node.text or "") for node in root.iter() if not len(node))


def _refuse_in(part: str, text: str, holder: etree._Element) -> int:
    tags = list(TAG.finditer(text))
    for tag in tags:
        opened, body, closed = tag.groups()
        wrong = _CLOSINGS[opened] != closed or OPENING.search(body) or len(body) > _LONGEST
        merging = opened == "%" and body.strip("-+ \u00a0") in ("vm", "hm")
        if wrong or (opened == "{" and _WHOLE.match(body)) or (merging and not _small(holder)):
            raise refused("template-tag-form", part, tag.group()[:80], place_of(holder))
    if OPENING.search(TAG.sub("", text)):
        raise refused("template-tag-broken", part, place=place_of(holder))
    return len(tags)


def _small(paragraph: etree._Element) -> bool:
    """Whether it stands in a plain cell: what merges cells takes the cube of its size to find."""
    cell = next(paragraph.iterancestors(_CELL), None)
    if cell is None:
        return False
    shapes = list(cell.iter(_CELL_SHAPE))
    plain = len(shapes) <= 1 and next(iter(cell), None) in shapes
    return plain and next(cell.iter(_TABLE), None) is None and len(list(cell.iter(TEXT))) <= 40


def _refuse_attribute(part: str, attribute: etree._ElementUnicodeResult) -> None:
    element, name = attribute.getparent(), attribute.attrname
    if name in _SPOKEN or (element is not None and element.tag in _SPOKEN_ELEMENTS):
        _refuse_in(part, str(attribute), element if element is not None else attribute)
        return
    raise refused("template-tag-misplaced", part, str(attribute)[:80])

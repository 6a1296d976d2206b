"""The tags of a text as its author sees them, however Word has scattered them over runs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from services.documents.domain.refusals import refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TEXT, STYLE, DELETED = (f"{_W}{name}" for name in ("p", "t", "pStyle", "delText"))
_CELL, _CELL_SHAPE, _TABLE = (f"{_W}{name}" for name in ("tc", "tcPr", "tbl"))
OPENING = re.compile(r"\{[{%#]")
_CLOSING = re.compile(r"[}%#]\}")
# No further than any tag may reach.
_FARTHEST = 4_000
_CLOSINGS = {"{": "}", "%": "%", "#": "#"}
_HEADING = re.compile(r"(?:Heading|Kop|Title|Titel)\d*")
_WHOLE = re.compile(r"\s*(?:r|p|tr|tc)\s")
# docxtpl looks for their end in the cube of the time when there is another % before it.
_SHAPES = re.compile(r"\s*(?:colspan|cellbg)\b[^%]*%", re.DOTALL)
_MERGING = ("vm", "hm")
_LONGEST = 1_000
_QUOTED = 160
# The texts of a picture that are read aloud, and those that a reader sees beside a thing.
_SPOKEN = {"descr", "title", "name", "alt", f"{_W}tooltip"}
_SPOKEN_ELEMENTS = {f"{_W}{name}" for name in ("tblCaption", "tblDescription", "alias", "tag")}
_SAID = etree.XPath(
    "//text()[not(parent::w:delText[contains(., '{')])]",
    namespaces={"w": _W.strip("{}")},
    smart_strings=False,
)
_TAGGED_ATTRIBUTES = etree.XPath(
    "//@*[contains(., '{{') or contains(., '{%') or contains(., '{#')]"
)


class Span(NamedTuple):
    """Where a tag stands in a text, from its first brace up to behind its last."""

    start: int
    end: int


def spans(text: str) -> Iterator[Span]:
    """Every tag from the left, in time that grows with the text and no faster."""
    at, closing = 0, _CLOSING.search(text)
    while closing and (opening := OPENING.search(text, at)):
        if closing.start() < opening.end():
            closing = _CLOSING.search(text, opening.end())
        elif closing.start() - opening.end() > _FARTHEST:
            at = opening.start() + 1
        else:
            yield Span(opening.start(), closing.end())
            at = closing.end()


def _without(text: str, instead: str) -> str:
    kept, at = [], 0
    for start, end in spans(text):
        kept.append(text[at:start])
        at = end
    return instead.join([*kept, text[at:]])


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
    if known != len(OPENING.findall(_without(everything, "{{"))):
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
    return "".join(_SAID(root))


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
    tags = [text[start:end] for start, end in spans(text)]
    merging = [tag for tag in tags if tag[1] == "%" and tag[2:-2].strip("-+ \u00a0") in _MERGING]
    wrong = next((tag for tag in tags if _is_odd(tag)), None)
    if merging and not wrong and not _small(holder):
        wrong = merging[0]
    if wrong:
        raise refused("template-tag-form", part, wrong[:80], place_of(holder))
    if OPENING.search(_without(text, "")):
        raise refused("template-tag-broken", part, place=place_of(holder))
    return len(tags)


def _is_odd(tag: str) -> bool:
    """Whether it is written in a form that no template may use."""
    opened, body, closed = tag[1], tag[2:-2], tag[-2]
    if _CLOSINGS[opened] != closed or OPENING.search(body) or len(body) > _LONGEST:
        return True
    return bool(_WHOLE.match(body) if opened == "{" else opened == "%" and _SHAPES.match(body))


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

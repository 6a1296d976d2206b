"""The certificate of completion: pages with the evidence of a signature, behind an agreement.

They are put into the DOCX, before it becomes a PDF: so they share its tags, outline and page
numbers, stand behind any provider's template, and the DOCX says no less than the PDF. They bring
their own looks along, because that template knows nothing of them.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from services.documents.domain.faults import unreadable
from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine.archive import Bundle, deflated, members
from shared.text import Language

_BUILTIN = Path(__file__).resolve().parents[1] / "builtin"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"
_DOCUMENT = "word/document.xml"
_FASTEST = 1
_LABEL_SHARE = 0.3
# What a page is taken to be whose section does not say: A4 with margins of an inch.
_PAGE, _MARGINS = 11906, 2880
_NEVER_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@cache
def words(language: Language) -> dict[str, Any]:
    """The fixed words of these pages."""
    found = tomllib.loads((_BUILTIN / "completion.toml").read_text(encoding="utf-8"))
    said: dict[str, Any] = found[language]
    return said


@cache
def _template(language: Language) -> Template:
    """Of our own hand, so that it may use macros, which no provider's template may."""
    own = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    own.filters |= {
        "day": partial(day, language=language),
        "moment": partial(moment, language=language),
        "hex_groups": hex_groups,
    }
    return own.from_string((_BUILTIN / "completion.xml").read_text(encoding="utf-8"))


def append(docx: bytes, facts: Mapping[str, Any], language: Language) -> bytes:
    """The same DOCX with the pages behind it; ``facts`` are plain data.

    TemplateFault for a DOCX whose body can't be read.
    """
    packed = members(docx)
    root = _parsed(next((one.read() for one in packed if one.name == _DOCUMENT), b""))
    body = root.find(f"{_W}body")
    if body is None:
        raise unreadable("it has no body")
    section = _close_last_section(body)
    body.extend(_pages(facts, language, _width(section)))
    body.append(section)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    rest = [one for one in packed if one.name != _DOCUMENT]
    return Bundle(rest).with_members([deflated(_DOCUMENT, written, _FASTEST)])


def _parsed(xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as failure:
        raise unreadable(str(failure)) from failure


def _pages(facts: Mapping[str, Any], language: Language, width: int) -> list[Any]:
    label = int(width * _LABEL_SHARE)
    xml = _template(language).render(
        facts,
        words=words(language),
        label_width=label,
        value_width=width - label,
    )
    plain = xml.translate(_NEVER_IN_XML).encode("utf-8", "replace").decode()
    return list(_parsed(f'<w:body xmlns:w="{_NAMESPACE}">{plain}</w:body>'.encode()))


def _close_last_section(body: Any) -> Any:
    """The section for the new pages: upright, on a page of its own, otherwise as the last one."""
    last = body.find(f"{_W}sectPr")
    if last is None:
        last = etree.SubElement(body, f"{_W}sectPr")
    body.remove(last)
    section = deepcopy(last)
    _upright(section)
    _on_next_page(section)
    end = etree.SubElement(body, f"{_W}p")
    settings = etree.SubElement(end, f"{_W}pPr")
    spacing = {f"{_W}before": "0", f"{_W}after": "0", f"{_W}line": "20", f"{_W}lineRule": "exact"}
    etree.SubElement(settings, f"{_W}spacing", spacing)
    settings.append(last)
    return section


def _upright(section: Any) -> None:
    size = section.find(f"{_W}pgSz")
    if size is None or size.get(f"{_W}orient") != "landscape":
        return
    size.attrib.pop(f"{_W}orient")
    width, height = size.get(f"{_W}w"), size.get(f"{_W}h")
    size.set(f"{_W}w", height)
    size.set(f"{_W}h", width)


def _on_next_page(section: Any) -> None:
    kind = section.find(f"{_W}type")
    if kind is None:
        kind = etree.Element(f"{_W}type")
        edges = (
            f"{_W}headerReference",
            f"{_W}footerReference",
            f"{_W}footnotePr",
            f"{_W}endnotePr",
        )
        section.insert(sum(one.tag in edges for one in section), kind)
    kind.set(f"{_W}val", "nextPage")
    numbers = section.find(f"{_W}pgNumType")
    if numbers is not None:
        numbers.attrib.pop(f"{_W}start", None)


def _width(section: Any) -> int:
    """Of the text, in twips."""
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    page = _twips(size, "w", _PAGE)
    if margins is None:
        return page - _MARGINS
    return page - _twips(margins, "left", _MARGINS // 2) - _twips(margins, "right", _MARGINS // 2)


def _twips(element: Any, name: str, otherwise: int) -> int:
    told = "" if element is None else element.get(f"{_W}{name}", "")
    return int(told) if told.isdigit() else otherwise

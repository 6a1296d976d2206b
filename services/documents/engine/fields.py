"""The fields of a text, put together from the runs that they are scattered over."""

import re
from dataclasses import dataclass, field

from lxml import etree

from services.documents.domain.refusals import refused
from services.documents.engine.package import refuse_link

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TEXT = f"{_W}p", f"{_W}t"
_MARK, _CODE, _DELETED, _SIMPLE = (
    f"{_W}{name}" for name in ("fldChar", "instrText", "delInstrText", "fldSimple")
)
# What only prints: of this document, its properties, the day, or a reference within it.
_HARMLESS = {
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "CREATEDATE", "SAVEDATE",
    "PRINTDATE", "EDITTIME", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "TOC", "TC", "TA", "TOA",
    "XE", "INDEX", "HYPERLINK", "SEQ", "TITLE", "AUTHOR", "SUBJECT", "KEYWORDS", "COMMENTS",
    "DOCPROPERTY", "FILENAME", "NUMCHARS", "NUMWORDS", "LASTSAVEDBY", "REVNUM", "TEMPLATE",
    "FILESIZE", "INFO", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "LISTNUM", "AUTONUM",
    "AUTONUMLGL", "AUTONUMOUT", "SYMBOL", "EQ", "ADVANCE", "QUOTE", "IF", "COMPARE",
    "BIBLIOGRAPHY", "CITATION", "USERNAME", "USERINITIALS", "USERADDRESS", "BARCODE",
    "DISPLAYBARCODE", "MERGEFIELD", "BIDIOUTLINE", "SET",
}  # fmt: skip
_NAME = re.compile(r"\s*(=|[A-Za-z]+(?=[\s\\\"]|$))")
_SWITCHES = re.compile(r"\\[lotm]\s+(?:\"[^\"]*\"|[^\s\"]+)|\\\*\s*\w+|\\\S*")
_TAG = re.compile(r"\{[{%#]")
_LONGEST = 2_000


@dataclass
class _Field:
    paragraph: etree._Element | None
    code: str = ""
    telling: bool = True
    pieces: list[str] = field(default_factory=list)


def refuse_fields(part: str, root: etree._Element) -> None:
    """TemplateFault for a field that does more than print, and for one that tags could turn
    into another: its code lies in one paragraph, whole, and without tags."""
    opened: list[_Field] = []
    for node in root.iter(_MARK, _CODE, _DELETED, _SIMPLE, TEXT):
        if node.tag == _SIMPLE:
            _judge(part, node.get(f"{_W}instr") or "")
        elif node.tag == _MARK:
            _mark(part, node, opened)
        elif node.tag == TEXT:
            if opened and any(one.telling for one in opened) and "{" in (node.text or ""):
                raise refused("template-tag-misplaced", part, "a tag in a field")
        elif not opened or not opened[-1].telling:
            raise refused("template-field", part, _said(node))
        else:
            opened[-1].pieces.append(_said(node))
    if opened:
        raise refused("template-field", part, "it is begun and not ended")


def _said(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())


def _mark(part: str, node: etree._Element, opened: list[_Field]) -> None:
    kind = node.get(f"{_W}fldCharType")
    if kind == "begin":
        if opened and opened[-1].telling:
            _begins(part, "".join(opened[-1].pieces))
        opened.append(_Field(_paragraph(node)))
        return
    if kind not in ("separate", "end") or not opened:
        raise refused("template-field", part, f"it is ended and not begun ({kind})")
    current = opened[-1]
    if current.telling:
        current.telling = False
        if _paragraph(node) is not current.paragraph:
            raise refused("template-field", part, "it runs over several paragraphs")
        _judge(part, "".join(current.pieces))
    elif kind == "separate":
        raise refused("template-field", part, "it is divided twice")
    if kind == "end":
        opened.pop()


def _paragraph(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(PARAGRAPH), None)


def _begins(part: str, code: str) -> str:
    """Its name, which must stand there before anything that is worked out."""
    if len(code) > _LONGEST:
        raise refused("template-field", part, code[:80])
    if _TAG.search(code):
        raise refused("template-tag-misplaced", part, f"a field with {code.strip()[:80]}")
    name = _NAME.match(code)
    if not name or name.group(1).upper() not in _HARMLESS | {"="}:
        raise refused("template-field", part, code.strip()[:80] or "a field without a name")
    return name.group(1).upper()


def _judge(part: str, code: str) -> None:
    if _begins(part, code) != "HYPERLINK":
        return
    address = _SWITCHES.sub(" ", code.split(None, 1)[1] if " " in code.strip() else "")
    target = address.strip().strip('"“”').strip()
    if target:
        refuse_link(part, target)

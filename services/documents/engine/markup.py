"""The XML of an upload, parsed once and only when nothing in it can reach beyond itself."""

import re
from typing import NamedTuple

from lxml import etree

from services.documents.domain.refusals import refused

LARGEST = 8 << 20
MOST_ELEMENTS = 400_000
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARES = re.compile(r"<!(?!--|\[CDATA\[)")
_INSTRUCTION = re.compile(r"<\?(?!xml[\s?]|mso-)")
_ELSEWHERE = ("xml:base", "www.w3.org/2001/XInclude", "www.w3.org/2003/XInclude")


class Parsed(NamedTuple):
    text: str
    root: etree._Element


def parse(content: bytes, name: str) -> Parsed:
    """TemplateFault for another encoding than it says, a document type, or what is no XML."""
    if len(content) > LARGEST:
        raise refused("template-expands", name)
    text = _decoded(content, name)
    if _DECLARES.search(text):
        raise refused("template-doctype", name)
    if _INSTRUCTION.search(text) or any(word in text for word in _ELSEWHERE):
        raise refused("template-external", name, "an instruction for whoever reads it")
    root = _parsed(content, name)
    if root.getroottree().docinfo.doctype:
        raise refused("template-doctype", name)
    if root.xpath("count(//*)") > MOST_ELEMENTS:
        raise refused("template-too-complex", name)
    return Parsed(text, root)


def _decoded(content: bytes, name: str) -> str:
    """As the mark at its beginning says, which its declaration may not contradict."""
    encoding = _UTF16.get(content[:2], "utf-8")
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as failure:
        raise refused("template-xml-encoding", name) from failure
    declared = _DECLARED.match(text)
    told = declared.group(1).lower() if declared else encoding
    if told not in (encoding, encoding[:6].rstrip("-")) or "\0" in text:
        raise refused("template-xml-encoding", name, told)
    return text


def _parsed(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as failure:
        raise refused("template-xml-mistake", name, str(failure.msg)) from failure

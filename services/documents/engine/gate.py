"""What an uploaded template must be before anything else reads it; decided in milliseconds.

In order: the zip, the kinds of its parts, its ties, and then each part, parsed once.
"""

import re
from collections.abc import Mapping

from lxml import etree

from services.documents.domain.refusals import refused
from services.documents.engine import markup
from services.documents.engine.archive import Member
from services.documents.engine.fields import refuse_fields
from services.documents.engine.markup import Parsed
from services.documents.engine.package import (
    CONTENT_TYPES,
    PICTURES,
    STORIES,
    is_xml,
    kinds,
    refuse_link,
    refuse_main,
    refuse_relations,
)
from services.documents.engine.pictures import refuse_picture
from services.documents.engine.unpacking import unpack

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORD}}}"
_STRICT = "http://purl.oclc.org/ooxml/"
_STORY_KINDS = {kind.lower() for kind in STORIES}
_RENDERED = {kind for kind in _STORY_KINDS if not kind.endswith(("glossary+xml", "comments+xml"))}
_SILENT = {"application/xml", "text/xml"}
_MACROS = ("entryMacro", "exitMacro", "control", "macroWll", "webextensionref")
_EMBEDDED = (
    *("altChunk", "object", "OLEObject", "subDoc", "attachedTemplate", "mailMerge", "contentPart"),
    *("externalData", "sourceFileName", "saveThroughXslt", "movie", "webVideoPr", "audioFile"),
    *("videoFile", "wavAudioFile", "quickTimeFile", "media", "recipientData", "linkedToFile"),
)
_REFUSED = {f"{{*}}{name}": "template-macros" for name in _MACROS} | {
    f"{{*}}{name}": "template-embedding" for name in _EMBEDDED
}
_ADDRESSES = etree.XPath("//@*[local-name() = 'src' or local-name() = 'href']")
_DECLARED_AS = re.compile(rf"""xmlns(:[\w.-]+)?\s*=\s*["']{re.escape(_WORD)}["']""")
_BINDING, _CONTROL, _TEXT = f"{_W}dataBinding", f"{_W}sdt", f"{_W}t"
# The document's own properties: Word shows them in the title of a cover page.
_OWN_STORES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "{6668398D-A668-4E3E-A75B-62EB855F1C46}",
}


def admit(content: bytes) -> list[Member]:
    """The parts of the upload as they lie in it. TemplateFault bears the code, reason, way out."""
    unpacked = unpack(content)
    contents = {member.name: data for member, data in unpacked}
    if CONTENT_TYPES not in contents:
        raise refused("template-no-docx")
    listing = markup.parse(contents[CONTENT_TYPES], CONTENT_TYPES)
    found = kinds(list(contents), listing.root)
    parsed = {
        name: markup.parse(contents[name], name)
        for name, kind in found.items()
        if is_xml(kind) and kind not in PICTURES
    }
    _refuse_ties(found, parsed)
    for name, kind in found.items():
        if kind in PICTURES:
            refuse_picture(name, kind, contents[name])
        elif name in parsed and kind not in _SILENT:
            _refuse_part(name, kind, parsed[name])
    return [member for member, _ in unpacked]


def _refuse_ties(found: Mapping[str, str], parsed: Mapping[str, Parsed]) -> None:
    relations = {name: one.root for name, one in parsed.items() if name.lower().endswith(".rels")}
    parts = {name.lower() for name in found}
    for name, root in relations.items():
        refuse_relations(name, root, parts)
    refuse_main(found, relations)


def _refuse_part(name: str, kind: str, parsed: Parsed) -> None:
    text, root = parsed
    if _STRICT in str(root.tag) or any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()):
        raise refused("template-strict", name)
    for node in root.iter(*_REFUSED):
        raise refused(_REFUSED[f"{{*}}{_local(node)}"], name, _local(node))
    if "src" in text or "href" in text:
        for address in _ADDRESSES(root):
            _refuse_address(name, address)
    if kind in _STORY_KINDS:
        _refuse_bindings(name, root)
        refuse_fields(name, root)
    if kind in _RENDERED and set(_DECLARED_AS.findall(text)) != {":w"}:
        raise refused("template-prefix", name)


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _refuse_address(part: str, address: etree._ElementUnicodeResult) -> None:
    """VML and HTML name what they fetch beside the relations."""
    if address.attrname.endswith("href"):
        refuse_link(part, str(address))
    elif str(address):
        raise refused("template-external", part, str(address)[:80])


def _refuse_bindings(part: str, root: etree._Element) -> None:
    """Word fills a bound control anew when it opens the document, over what was printed."""
    bound = {}
    for binding in root.iter(_BINDING):
        told = binding.get(f"{_W}xpath") or ""
        if (binding.get(f"{_W}storeItemID") or "").upper() not in _OWN_STORES:
            raise refused("template-bound-control", part, told)
        bound[next(binding.iterancestors(_CONTROL), None)] = told
    for text in root.iter(_TEXT) if bound else ():
        if "{" in (text.text or ""):
            for control in text.iterancestors(_CONTROL):
                if control in bound:
                    raise refused("template-bound-control", part, bound[control])

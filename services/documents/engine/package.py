"""What the parts of an upload are and how they are tied together: only kinds that are known."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from services.documents.domain.refusals import refused

CONTENT_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = _WORD + "document.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_GLOSSARY = _WORD + "document.glossary+xml"

STORIES = {
    MAIN,
    _GLOSSARY,
    *(f"{_WORD}{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes", "comments")),
}
_TEXT = {
    *STORIES,
    *(
        f"{_WORD}{kind}+xml"
        for kind in (
            *("styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "numbering"),
            *("commentsExtended", "commentsIds", "commentsExtensible", "people"),
        )
    ),
    "application/vnd.ms-word.stylesWithEffects+xml",
    *(f"{_OFFICE}{kind}+xml" for kind in ("theme", "themeOverride", "extended-properties")),
    *(f"{_OFFICE}{kind}+xml" for kind in ("custom-properties", "customXmlProperties")),
    *(f"{_OFFICE}drawingml.{kind}+xml" for kind in ("chart", "chartshapes", "diagramData")),
    *(f"{_OFFICE}drawingml.diagram{kind}+xml" for kind in ("Layout", "Style", "Colors")),
    "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    "application/vnd.ms-office.chartstyle+xml",
    "application/vnd.ms-office.chartcolorstyle+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.ms-office.intelligence2+xml",
    "application/vnd.ms-office.classificationlabels+xml",
    _RELATIONS,
    "application/xml",
    "text/xml",
}
PICTURES = {
    f"image/{kind}"
    for kind in ("png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "x-ms-bmp", "x-emf", "emf", "x-wmf",
                 "wmf", "svg+xml")
}  # fmt: skip
_BINARY = {f"{_WORD}printerSettings", f"{_OFFICE}obfuscatedFont"}
_KNOWN = {kind.lower() for kind in _TEXT | PICTURES | _BINARY}
_MACROS = re.compile(r"macro|vba|activex|ms-office\.(?:webextension|ui)|customui|customization")
_EMBEDDED = re.compile(
    r"oleobject|embed|package$|spreadsheetml|presentationml|html|rtf|opendocument|octet-stream|mht"
    r"|msword|pdf|text/(?!xml)"
)
_RELATION_BASES = re.compile(
    r"http://schemas\.(?:openxmlformats\.org/(?:officeDocument|package)/2006|microsoft\.com"
    r"/office(?:/\d{4}(?:/\d\d)?(?:/word)?)?)/relationships/(?:metadata/)?([A-Za-z0-9-]+)"
)
_RELATED = {
    *("officeDocument", "core-properties", "extended-properties", "custom-properties"),
    *("thumbnail", "styles", "stylesWithEffects", "numbering", "settings", "webSettings"),
    *("fontTable", "font", "theme", "themeOverride", "header", "footer", "footnotes", "endnotes"),
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "image"),
    *("hyperlink", "customXml", "customXmlProps", "glossaryDocument", "printerSettings", "chart"),
    *("chartUserShapes", "chartStyle", "chartColorStyle", "diagramData", "diagramLayout"),
    *("diagramQuickStyle", "diagramColors", "diagramDrawing", "intelligence"),
    "classificationlabels",
}
_MACRO_RELATIONS = re.compile(
    r"vba|control|ui/|customui|attachedtoolbars|keymap|webextension", re.IGNORECASE
)
_EMBEDDED_RELATIONS = {
    *("oleObject", "package", "aFChunk", "subDocument", "externalLinkPath", "mailMergeSource"),
    *("attachedTemplate", "frame", "recipientData", "transform", "attachedSchema", "video"),
    *("audio", "media", "mailMergeHeaderSource"),
}
_LINK_SCHEMES = {"http", "https", "mailto"}
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff\\]")


def kinds(names: list[str], listing: etree._Element) -> dict[str, str]:
    """The content type of each part, in lower case; TemplateFault for one that is not known."""
    defaults = {_told(one, "Extension"): _told(one, "ContentType")
                for one in listing.iter(f"{_TYPES}Default")}  # fmt: skip
    overrides = {
        _told(one, "PartName").lstrip("/"): _told(one, "ContentType")
        for one in listing.iter(f"{_TYPES}Override")
    }
    found = {}
    for name in names:
        if name == CONTENT_TYPES:
            continue
        lower = name.lower()
        kind = overrides.get(lower) or defaults.get(lower.rpartition(".")[2], "")
        if lower.endswith(".rels") != (kind == _RELATIONS):
            raise refused("template-relation-odd", name)
        _refuse_kind(name, kind)
        found[name] = kind
    return found


def _told(node: etree._Element, attribute: str) -> str:
    return (node.get(attribute) or "").strip().lower()


def _refuse_kind(name: str, kind: str) -> None:
    lower = name.lower()
    if _MACROS.search(kind) or re.search(r"vba(?:project|data)|activex|customui", lower):
        raise refused("template-macros", name)
    if kind.endswith("wordprocessingml.template.main+xml"):
        raise refused("template-dotx", name)
    if lower.endswith((".xml", ".rels")) and not (kind.endswith("xml")):
        raise refused("template-part-unknown", name, kind)
    if _EMBEDDED.search(kind) or "/embeddings/" in f"/{lower}":
        raise refused("template-embedding", name, kind)
    if kind not in _KNOWN:
        raise refused("template-part-unknown", name, kind)


def is_xml(kind: str) -> bool:
    return kind.endswith(("+xml", "/xml"))


def refuse_main(kinds_found: Mapping[str, str], relations: Mapping[str, etree._Element]) -> None:
    """There is one document, and every reader finds the same one."""
    mains = {name for name, kind in kinds_found.items() if kind == MAIN.lower()}
    roots = relations.get("_rels/.rels")
    targets = [] if roots is None else [
        _resolved("", one.get("Target", ""))
        for one in roots.iter(_RELATION)
        if one.get("Type", "").endswith("/officeDocument")
    ]  # fmt: skip
    if not mains and not targets:
        raise refused("template-no-docx")
    if len(mains) != 1 or [*mains] != targets:
        raise refused("template-no-docx", what="it has no main document, or several")


def refuse_relations(name: str, root: etree._Element, parts: set[str]) -> None:
    """TemplateFault for what leads out of the file, and for what no template has need of."""
    seen = set()
    for relation in root.iter(_RELATION):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        mode, known = relation.get("TargetMode", "Internal"), _RELATION_BASES.fullmatch(kind)
        if kind.startswith("http://purl.oclc.org/ooxml/"):
            raise refused("template-strict", name)
        _refuse_relation(name, kind, known.group(1) if known else "")
        if relation.get("Id") in seen or mode not in ("Internal", "External"):
            raise refused("template-relation-odd", name, target[:80])
        seen.add(relation.get("Id"))
        if mode == "External":
            _refuse_external(name, known.group(1) if known else "", target)
        elif not target.startswith("#") or not kind.endswith("/hyperlink"):
            _refuse_internal(name, target, parts)


def _refuse_relation(name: str, kind: str, known: str) -> None:
    if _MACRO_RELATIONS.search(kind):
        raise refused("template-macros", name, kind)
    if kind.rpartition("/")[2] in _EMBEDDED_RELATIONS:
        raise refused("template-embedding", name, kind)
    if known not in _RELATED:
        raise refused("template-relation-odd", name, kind)


def _refuse_external(name: str, kind: str, target: str) -> None:
    if kind != "hyperlink":
        raise refused("template-external", name, target[:80])
    refuse_link(name, target)


def refuse_link(part: str, target: str, place: str = "") -> None:
    """A hyperlink that a reader clicks: to a web page, an e-mail address, or in the document."""
    if target.startswith("#") and not _UNSEEN.search(target):
        return
    scheme = target.partition(":")[0].lower()
    if scheme not in _LINK_SCHEMES or _UNSEEN.search(target.replace(" ", "")):
        raise refused("template-link-refused", part, target[:80], place)
    try:
        host = urlsplit(target).netloc
    except ValueError as failure:
        raise refused("template-link-refused", part, target[:80], place) from failure
    if scheme != "mailto" and not host:
        raise refused("template-link-refused", part, target[:80], place)


def _refuse_internal(name: str, target: str, parts: set[str]) -> None:
    if ":" in target or target.startswith("//") or _UNSEEN.search(unquote(target)):
        raise refused("template-external", name, target[:80])
    folder = posixpath.dirname(posixpath.dirname(name))
    if _resolved(folder, target).lower() not in parts:
        raise refused("template-relation-odd", name, f"{target[:80]} is not there")


def _resolved(folder: str, target: str) -> str:
    joined = target if target.startswith("/") else f"/{folder}/{target}"
    return posixpath.normpath(unquote(joined)).lstrip("/")

"""The same DOCX with each finding as a Word comment where it stands.

Only the document's own XML, its list of relationships and the comments are written anew; every
other part is copied as it lies.
"""

import posixpath
from collections.abc import Iterable
from itertools import chain, count

from lxml import etree

from services.documents.domain.finding import Finding
from services.documents.engine.archive import Bundle, Member, deflated, members
from services.documents.engine.lint.package import PARAGRAPH, W, content_types
from services.documents.engine.parts import CONTENT_TYPES
from shared.text import Language, Text

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_NAMESPACE = W.strip("{}")
_PROPERTIES, _ID = f"{W}pPr", f"{W}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FASTEST = 1
_LEVELS = {
    "error": Text(en="Error", nl="Fout"),
    "warning": Text(en="Warning", nl="Waarschuwing"),
    "hint": Text(en="Hint", nl="Tip"),
}


def annotate(content: bytes, findings: Iterable[Finding], language: Language = "nl") -> bytes:
    """What can't bear a comment, such as a header, is told at the first paragraph.

    The same template and findings give the same bytes.
    """
    package = _Package(members(content))
    spoken: dict[etree._Element, list[str]] = {}
    for one in findings:
        spoken.setdefault(package.paragraph(one), []).append(package.sentence(one, language))
    for paragraph, sentences in spoken.items():
        package.comment(paragraph, sentences)
    return package.packed() if spoken else content


class _Package:
    def __init__(self, packed: list[Member]) -> None:
        self._packed = packed
        self._changed: dict[str, etree._Element] = {}
        kinds = content_types(self._open(CONTENT_TYPES))
        self._name = next(name for name, kind in kinds.items() if kind == _MAIN)
        self._paragraphs = list(self._open(self._name).iter(PARAGRAPH))
        if not self._paragraphs:
            self._paragraphs = [_first(self._open(self._name))]
        self._comments = self._open(self._comments_name(), f"<w:comments xmlns:w='{_NAMESPACE}'/>")
        taken = (int(one.get(_ID, "0")) for one in self._comments if one.get(_ID, "").isdecimal())
        self._ids = count(max(taken, default=-1) + 1)

    def paragraph(self, found: Finding) -> etree._Element:
        """The one in the text itself: Word takes no comments in text boxes."""
        number = found.paragraph or 1
        here = found.part == self._name and number <= len(self._paragraphs)
        paragraph = self._paragraphs[number - 1 if here else 0]
        return next(reversed(list(paragraph.iterancestors(PARAGRAPH))), paragraph)

    def sentence(self, found: Finding, language: Language) -> str:
        level = _LEVELS[found.level].say(language)
        where = ""
        if found.part and found.part != self._name:
            where = f" in {found.part}" + (f", “{found.quoted}”" if found.quoted else "")
        return f"{level}{where}: {found.say(language)}"

    def comment(self, paragraph: etree._Element, sentences: list[str]) -> None:
        number = str(next(self._ids))
        start = etree.Element(f"{W}commentRangeStart", {_ID: number})
        properties = paragraph.find(_PROPERTIES)
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        etree.SubElement(paragraph, f"{W}commentRangeEnd", {_ID: number})
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}commentReference", {_ID: number})
        said = {_ID: number, f"{W}author": "Schakel", f"{W}initials": "S"}
        comment = etree.SubElement(self._comments, f"{W}comment", said)
        for sentence in sentences:
            run = etree.SubElement(etree.SubElement(comment, PARAGRAPH), f"{W}r")
            text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
            text.text = sentence

    def packed(self) -> bytes:
        """In the order in which the parts lay, new ones at the end."""
        names = [member.name for member in self._packed]
        held = {member.name: member for member in self._packed}
        written = {name: _written(name, root) for name, root in self._changed.items()}
        ordered = [*names, *(name for name in written if name not in held)]
        now = held | written
        return Bundle([now[name] for name in ordered]).with_members([])

    def _open(self, name: str, otherwise: str = "") -> etree._Element:
        """A part that is about to be written anew, as it is: white space counts."""
        if name not in self._changed:
            found = next((one.read() for one in self._packed if one.name == name), None)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            content = otherwise.encode() if found is None else found
            self._changed[name] = etree.fromstring(content, parser)
        return self._changed[name]

    def _comments_name(self) -> str:
        """That of the comments which are there, or of new ones that the document now points to."""
        folder, file = posixpath.split(self._name)
        links = self._open(
            posixpath.join(folder, "_rels", f"{file}.rels"), f"<Relationships xmlns='{_LINKS}'/>"
        )
        for link in links:
            if link.get("Type") == _COMMENTS_LINK:
                there = posixpath.join("/", folder, link.get("Target", ""))
                return posixpath.normpath(there).lstrip("/")
        taken = {member.name for member in self._packed}
        names = chain(["comments.xml"], (f"comments{number}.xml" for number in count(2)))
        name = next(one for one in names if posixpath.join(folder, one) not in taken)
        self._point_at(links, folder, name)
        return posixpath.join(folder, name)

    def _point_at(self, links: etree._Element, folder: str, name: str) -> None:
        taken = {link.get("Id") for link in links}
        free = next(one for one in (f"rId{n}" for n in count(1)) if one not in taken)
        said = {"Id": free, "Type": _COMMENTS_LINK, "Target": name}
        etree.SubElement(links, f"{{{_LINKS}}}Relationship", said)
        kind = {"PartName": f"/{posixpath.join(folder, name)}", "ContentType": _COMMENTS}
        etree.SubElement(self._open(CONTENT_TYPES), f"{_TYPES}Override", kind)


def _first(document: etree._Element) -> etree._Element:
    """A paragraph for a document that has none."""
    paragraph = etree.Element(PARAGRAPH)
    body = document.find(f"{W}body")
    (document if body is None else body).insert(0, paragraph)
    return paragraph


def _written(name: str, root: etree._Element) -> Member:
    content = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return deflated(name, content, _FASTEST)

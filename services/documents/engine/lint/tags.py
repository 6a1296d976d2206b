"""The template tags of a story, each with the paragraph and the depth at which it stands.

docxtpl takes the markup out of a tag that Word has split, and takes away the paragraph, row, cell
or run around a tag with `p`, `tr`, `tc` or `r`. What it can't do without breaking the XML is found
here, where the paragraph is still known.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise
from typing import Literal

from lxml import etree

from services.documents.domain.finding import Finding, finding
from services.documents.engine.lint.package import DELETED, Paragraph, Piece, Story, W, shortened
from services.documents.engine.lint.scanning import CLOSINGS, spans, without
from shared.text import Text

Form = Literal["print", "block", "comment"]

_OPEN = re.compile(r"\{[{%#].*", re.DOTALL)
_END = re.compile(r"\}\}|%\}|#\}")
_SINGLE = re.compile(r"(?<![{%#])\{\s*([A-Za-z_]\w*(?:\.\w+)+)\s*\}(?!\})")
_PREFIX = re.compile(r"(?:\{%|\{\{|\{#)(tr|tc|p|r) ")
_FORMS: dict[str, Form] = {"{{": "print", "{%": "block", "{#": "comment"}
_CURLY = str.maketrans("“”‘’", "\"\"''")
# What docxtpl makes of tags of its own.
_SHAPES = {"vm": "if loop.first", "hm": "if loop.length"}
_WIDTHS = ("colspan", "cellbg")
_QUOTED = 80
_LONGEST = 1000
MOST_TAGS = 8_000
_MOST_SINGLE = 20
# The texts of a picture that are read aloud, and those that a reader sees beside a thing.
_SPOKEN = {"descr", "title", "name", "alt", f"{W}tooltip"}
_SPOKEN_ELEMENTS = {f"{W}{name}" for name in ("tblCaption", "tblDescription", "alias", "tag")}
_TOO_LONG = Text(en="it is too long", nl="het is te lang")
_NESTED = Text(en="another tag begins inside it", nl="daarin begint een ander label")
_CONTAINERS = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc", "r": f"{W}r"}
UNITS = {
    "p": Text(en="paragraph", nl="alinea"),
    "tr": Text(en="table row", nl="tabelrij"),
    "tc": Text(en="table cell", nl="tabelcel"),
    "r": Text(en="piece of text", nl="stuk tekst"),
}
AROUND = {
    "p": Text(en="the paragraph", nl="de alinea"),
    "tr": Text(en="the table row", nl="de tabelrij"),
    "tc": Text(en="the table cell", nl="de tabelcel"),
    "r": Text(en="the piece of text", nl="het stuk tekst"),
}
_BOUNDS = {
    f"{W}hyperlink": Text(en="a link", nl="een koppeling"),
    f"{W}sdt": Text(en="a content control", nl="een inhoudsbesturingselement"),
    f"{W}ins": Text(en="a tracked insertion", nl="een bijgehouden invoeging"),
    f"{W}del": Text(en="a tracked deletion", nl="een bijgehouden verwijdering"),
    f"{W}moveTo": Text(en="a tracked move", nl="een bijgehouden verplaatsing"),
    f"{W}moveFrom": Text(en="a tracked move", nl="een bijgehouden verplaatsing"),
    f"{W}smartTag": Text(en="a smart tag", nl="een infolabel"),
    f"{W}fldSimple": Text(en="a field", nl="een veld"),
}
_SOMETHING = Text(en="another part of the text", nl="een ander deel van de tekst")


@dataclass(frozen=True)
class Tag:
    """``inner``: what stands between the braces, without prefix and with straight quotation marks.

    ``path``: the elements around it, outermost first; ``container``: what goes with the tag.
    """

    paragraph: Paragraph
    form: Form
    written: str
    inner: str
    prefix: str | None
    path: tuple[str, ...]
    container: etree._Element | None
    element: etree._Element

    @property
    def word(self) -> str:
        """What a block tag does: ``if``, ``endfor`` …"""
        words = self.inner.strip("-+ \t\n").split(maxsplit=1)
        return words[0] if self.form == "block" and words else ""

    @property
    def quoted(self) -> str:
        return shortened(self.written, _QUOTED)

    def found(
        self,
        code: str,
        *,
        variable: str | None = None,
        suggestion: str | None = None,
        times: int = 1,
        **said: str | Text,
    ) -> Finding:
        place = self.paragraph.place(self.quoted)
        return finding(code, place, variable=variable, suggestion=suggestion, times=times, **said)


def tags(story: Story) -> tuple[list[Tag], list[Finding]]:
    """Those that will be carried out, in their order, and what is wrong with how they stand."""
    findings: list[Finding] = []
    found: list[Tag] = []
    for before, paragraph in pairwise([None, *story.paragraphs]):
        assert paragraph is not None
        found += _of(paragraph, findings)
        findings += _torn(before, paragraph)
        if len(found) > MOST_TAGS:
            findings.append(finding("too-much-to-read", paragraph.place()))
            break
    if story.cut:
        findings.append(finding("too-much-to-read", story.paragraphs[-1].place()))
    return _kept(found, findings), findings


def _of(paragraph: Paragraph, findings: list[Finding]) -> list[Tag]:
    if not paragraph.others and "{" not in paragraph.text and "}" not in paragraph.text:
        return []
    standing = chain(_in_text(paragraph, findings), _elsewhere(paragraph, findings))
    placed = list(islice(standing, MOST_TAGS + 1))
    findings += _loose(paragraph)
    return [tag for _, tag in sorted(placed, key=lambda one: one[0])]


def _in_text(paragraph: Paragraph, findings: list[Finding]) -> Iterator[tuple[int, Tag]]:
    pieces = paragraph.pieces
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    for start, end in spans(paragraph.text):
        written = paragraph.text[start:end]
        first = bisect_right(starts, start) - 1
        over = pieces[first : bisect_right(starts, end - 1)]
        if bound := _bound(over):
            place = paragraph.place(shortened(written, _QUOTED))
            findings.append(finding("tag-split", place, begins=bound))
        yield start, _tag(paragraph, written, over[0])


def _bound(pieces: list[Piece]) -> Text | None:
    """What a tag that is split over these crosses; None when taking out the markup is safe."""
    ways = [path(piece.element) for piece in pieces]
    for one, other in pairwise(ways):
        if one != other:
            different = set(one) ^ set(other)
            return next((_BOUNDS[name] for name in _BOUNDS if name in different), _SOMETHING)
    return None


def _elsewhere(paragraph: Paragraph, findings: list[Finding]) -> Iterator[tuple[int, Tag]]:
    """Tags in alternative texts are filled in as well; those in fields and formulas are refused."""
    for at, piece in paragraph.others:
        if not _is_spoken(piece):
            code = "tag-deleted" if piece.element.tag == DELETED else "tag-elsewhere"
            findings.append(finding(code, paragraph.place(shortened(piece.text, _QUOTED))))
            continue
        for start, end in spans(piece.text):
            yield at, _tag(paragraph, piece.text[start:end], piece)
        left = _OPEN.search(without(piece.text))
        if left:
            findings.append(_open(paragraph, left.group()))


def _is_spoken(piece: Piece) -> bool:
    return piece.attribute is not None and (
        piece.attribute in _SPOKEN or piece.element.tag in _SPOKEN_ELEMENTS
    )


def _tag(paragraph: Paragraph, written: str, piece: Piece) -> Tag:
    form = _FORMS[written[:2]]
    found = _PREFIX.match(written) if piece.is_text else None
    prefix = found.group(1) if found else None
    inner = written[len(found.group()) if found else 2 : -2].translate(_CURLY)
    container = None
    if prefix:
        container = next(piece.element.iterancestors(_CONTAINERS[prefix]), None)
        around = container.getparent() if container is not None else None
        depth = () if around is None else path(around)
    else:
        depth = (*path(piece.element), *([f"@{piece.attribute}"] if piece.attribute else []))
    return Tag(
        paragraph, form, written, _spoken(inner, form), prefix, depth, container, piece.element
    )


def path(element: etree._Element) -> tuple[str, ...]:
    return (*reversed([one.tag for one in element.iterancestors()]), element.tag)


def _spoken(inner: str, form: Form) -> str:
    word, _, rest = inner.strip().partition(" ")
    if form == "block" and word in _SHAPES:
        return _SHAPES[word]
    return rest if form == "block" and word in _WIDTHS else inner


def _loose(paragraph: Paragraph) -> Iterator[Finding]:
    """Braces that are left when all whole tags are taken out."""
    left = without(paragraph.text, "\0")
    if opening := _OPEN.search(left):
        yield _open(paragraph, opening.group().replace("\0", "…"))
    elif ending := _END.search(left):
        yield finding("tag-half", paragraph.place(), end=ending.group())
    for single in islice(_SINGLE.finditer(left), _MOST_SINGLE):
        yield finding(
            "braces-single",
            paragraph.place(),
            written=single.group(),
            suggestion=f"{{{{ {single.group(1)} }}}}",
        )


def _open(paragraph: Paragraph, left: str) -> Finding:
    begins = shortened(left, _QUOTED)
    return finding("tag-open", paragraph.place(), begins=begins, closing=CLOSINGS[left[:2]])


def _torn(before: Paragraph | None, paragraph: Paragraph) -> Iterator[Finding]:
    """Braces on both sides of the end of a paragraph, which docxtpl reads as one."""
    if before is None or not before.text or not paragraph.text:
        return
    seam = before.text[-1] + paragraph.text[0]
    if seam in _FORMS:
        yield finding("tag-open", before.place(), begins=seam[0], closing=CLOSINGS[seam])
    elif seam in CLOSINGS.values():
        yield finding("tag-half", paragraph.place(), end=seam)


def _kept(found: list[Tag], findings: list[Finding]) -> list[Tag]:
    """Without those that disappear with the paragraph or row of another."""
    # A run is split off by itself, with nothing else in it.
    taking = (tag for tag in found if tag.container is not None and tag.prefix != "r")
    containers = {tag.container: tag for tag in taking}
    kept = []
    for tag in found:
        other = _taken_by(tag, containers)
        if other:
            unit = UNITS[str(other.prefix)]
            findings.append(tag.found("tag-dropped", unit=unit, other=other.quoted))
        elif problem := _misshapen(tag):
            findings.append(problem)
        else:
            # Read on as if it stood right, or whatever it opens or ends would seem wrong too.
            kept.append(tag)
            findings += filter(None, [_misplaced(tag), _ampersand(tag)])
    for container, tag in containers.items():
        findings += _lost(tag, container, found)
    return kept


def _taken_by(tag: Tag, containers: dict[etree._Element, Tag]) -> Tag | None:
    if not containers:
        return None
    around = (tag.element, *tag.element.iterancestors())
    takers = (containers[one] for one in around if one in containers)
    return next((one for one in takers if one is not tag), None)


def _misplaced(tag: Tag) -> Finding | None:
    if tag.prefix is None:
        return None
    if tag.form == "print":
        return tag.found("tag-outside-text", prefix=tag.prefix)
    why = None
    if tag.container is None:
        why = Text(en="there is none here", nl="die is er hier niet")
    elif next(tag.container.iterdescendants(_CONTAINERS[tag.prefix]), None) is not None:
        why = Text(en="there is another inside it", nl="daarin staat er nog een")
    elif re.search("[}%]" if tag.form == "block" else "[}#]", tag.inner):
        why = Text(
            en="it can't hold a % or a brace itself", nl="kan zelf geen % of accolade bevatten"
        )
    if why is None:
        return None
    return tag.found("tag-misplaced", prefix=tag.prefix, unit=AROUND[tag.prefix], why=why)


def _ampersand(tag: Tag) -> Finding | None:
    """Escaped once by the XML and once more when it is printed."""
    return tag.found("tag-ampersand") if "&" in tag.inner and tag.form != "comment" else None


def _misshapen(tag: Tag) -> Finding | None:
    if len(tag.inner) > _LONGEST:
        return tag.found("tag-unreadable", why=_TOO_LONG)
    if tag.form != "comment" and _OPEN.search(tag.inner):
        return tag.found("tag-unreadable", why=_NESTED)
    return None


def _lost(tag: Tag, container: etree._Element, found: list[Tag]) -> Iterator[Finding]:
    """Text and section breaks that go with a tag."""
    prefix = str(tag.prefix)
    text = "".join(one.text or "" for one in container.iter(f"{W}t"))
    left = " ".join(without(text, " ").split())
    if left:
        said = tag.found(
            "text-dropped", text=shortened(left, _QUOTED), tag=tag.quoted, unit=AROUND[prefix]
        )
        yield said
    if container.find(f".//{W}sectPr") is not None:
        yield tag.found("section-dropped", tag=tag.quoted)

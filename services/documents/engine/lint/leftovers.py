"""What a draft leaves behind: tracked changes, comments, hidden text, fields of other programs."""

import re
from collections.abc import Iterator
from itertools import chain

from services.documents.domain.finding import Finding, finding
from services.documents.engine.lint.package import FIELD, TEXT, Package, Story, W, shortened

_VAL = f"{W}val"
_OFF = ("0", "false", "off")
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_CHANGED = tuple(
    f"{W}{name}"
    for name in (
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
    )
)
_COMMENT = f"{W}commentReference"
_SIMPLE = f"{W}fldSimple"
_MERGE = re.compile(r"\bMERGEFIELD\s+\"?([^\"\\\s]+)", re.IGNORECASE)
_TAG = re.compile(r"\{[{%#]")
_QUOTED = 80


def leftovers(package: Package) -> Iterator[Finding]:
    for story in package.stories:
        if story.kind == "comments":
            yield from _unfilled(story)
        if story.kind in ("properties", "comments"):
            continue
        yield from _counted(story, "tracked-changes", (*_TRACKED, *_CHANGED))
        yield from _counted(story, "comments-left", (_COMMENT,))
        yield from _hidden(package, story)
        yield from _merged(story)


def _unfilled(story: Story) -> Iterator[Finding]:
    """Tags in a part that is copied as it is."""
    for paragraph in story.paragraphs:
        if _TAG.search(paragraph.text):
            yield finding("tag-not-filled", paragraph.place(), where=story.kind)


def _counted(story: Story, code: str, names: tuple[str, ...]) -> Iterator[Finding]:
    """Told once for a part, where the first of them stands."""
    found = list(story.root.iter(*names))
    if found:
        yield finding(code, story.place(found[0]), count=str(len(found)))


def _hidden(package: Package, story: Story) -> Iterator[Finding]:
    marks = (one for one in story.root.iter(f"{W}vanish") if one.get(_VAL) not in _OFF)
    runs = (mark.getparent().getparent() for mark in marks)
    styled = (
        one.getparent().getparent()
        for one in story.root.iter(f"{W}rStyle", f"{W}pStyle")
        if package.styles.hides(one.get(_VAL, ""))
    )
    for run in dict.fromkeys(chain(runs, styled)):
        if run is None or run.tag not in (f"{W}r", f"{W}p"):
            continue
        text = "".join(one.text or "" for one in run.iter(TEXT))
        if text.strip():
            yield finding("text-hidden", story.place(run), text=shortened(text, _QUOTED))


def _merged(story: Story) -> Iterator[Finding]:
    for element in story.root.iter(FIELD, _SIMPLE):
        said = element.text if element.tag == FIELD else element.get(f"{W}instr")
        if found := _MERGE.search(said or ""):
            yield finding("merge-field", story.place(element), field=found.group(1))

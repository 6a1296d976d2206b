"""What is left of the text around a tag: cells that may end up empty, text that a dash eats."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from lxml import etree

from services.documents.domain.finding import Finding, finding
from services.documents.engine.lint.package import PARAGRAPH, TEXT, Story, W, shortened
from services.documents.engine.lint.scanning import spans
from services.documents.engine.lint.tags import Tag, path

# Word refuses a file in which one of these holds no paragraph.
_NEEDY = {f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "txbxContent")}
_QUOTED = 80


def emptied(kept: list[Tag], repeating: Callable[[Tag], bool]) -> Iterator[Finding]:
    """Cells and the like of which every paragraph hangs on a condition or a loop.

    ``repeating``: whether a loop is certain to go round, for a condition looked at its list.
    """
    holders: dict[etree._Element, dict[etree._Element, Tag]] = {}
    for tag in kept:
        parent = tag.container.getparent() if tag.container is not None else None
        if tag.prefix == "p" and parent is not None and parent.tag in _NEEDY:
            holders.setdefault(parent, {})[tag.container] = tag
    for holder, tags in holders.items():
        if not _survives(holder, tags, repeating):
            yield next(iter(tags.values())).found("cell-may-be-empty")


@dataclass
class _Level:
    """An ``if`` or a loop, its branches so far, and whether a paragraph stays in this one."""

    word: str = ""
    repeating: bool = False
    sure: bool = False
    branches: list[bool] = field(default_factory=list)
    otherwise: bool = False

    def ends(self) -> bool:
        if self.word == "for" and self.repeating:
            return self.branches[0] if self.branches else self.sure
        return self.word == "if" and self.otherwise and all([*self.branches, self.sure])


def _survives(
    holder: etree._Element, tags: dict[etree._Element, Tag], repeating: Callable[[Tag], bool]
) -> bool:
    levels = [_Level()]
    for child in holder:
        tag = tags.get(child)
        if tag is None:
            levels[-1].sure |= child.tag == PARAGRAPH
        elif tag.word in ("if", "for"):
            levels.append(_Level(tag.word, repeating(tag)))
        elif tag.word in ("elif", "else"):
            level = levels[-1]
            level.branches.append(level.sure)
            level.sure, level.otherwise = False, tag.word == "else"
        elif tag.form == "block" and len(levels) > 1:
            ended = levels.pop()
            levels[-1].sure |= ended.ends()
    return levels[0].sure


def trimmed(story: Story) -> Iterator[Finding]:
    """A dash joins a tag with the text before or after it, over the end of a paragraph too."""
    if not any("{%-" in one.text or "-%}" in one.text for one in story.paragraphs):
        return
    texts = [one for one in story.root.iter(TEXT) if one.text]
    before = {other: one for one, other in pairwise(texts)}
    after = dict(pairwise(texts))
    for paragraph in story.paragraphs:
        pieces = paragraph.pieces
        starts = [0, *accumulate(len(piece.text) for piece in pieces)]
        for start, end in spans(paragraph.text):
            written = paragraph.text[start:end]
            if not written.startswith("{%-") and not written.endswith("-%}"):
                continue
            first = bisect_right(starts, start) - 1
            last = bisect_right(starts, end - 1) - 1
            left = paragraph.text[starts[first] : start]
            right = paragraph.text[end : starts[last + 1]]
            one, other = pieces[first].element, pieces[last].element
            if (written.startswith("{%-") and _breaks(one, before.get(one), left)) or (
                written.endswith("-%}")
                and "{%" not in right
                and "{{" not in right
                and _breaks(other, after.get(other), right)
            ):
                yield finding("tag-trims", paragraph.place(shortened(written, _QUOTED)))


def _breaks(one: etree._Element, other: etree._Element | None, lost: str) -> bool:
    return other is not None and (bool(lost.strip()) or path(one) != path(other))

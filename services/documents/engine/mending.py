"""Tags made whole before docxtpl sees them, where Word has put more than markup of text in them.

docxtpl takes the markup out of a tag that is split over runs. Where that would tear an element
apart – a hyperlink, a content control, an insertion that is tracked – or lose one, such as a
bookmark, the text of the tag moves to where the tag begins, and the markup stays what it was.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from lxml import etree

from services.documents.engine.tags import PARAGRAPH, TAG, TEXT

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _DELETED = f"{_W}r", (f"{_W}del", f"{_W}moveFrom")
# What docxtpl may take away with the rest: it says nothing.
_SILENT = {f"{_W}proofErr", f"{_W}lastRenderedPageBreak", f"{_W}rPr"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CONSTANT = re.compile(r"""("[^"]*"|'[^']*')""")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def mend(root: etree._Element) -> bool:
    """Whether anything was changed; text that is no tag stays as it is."""
    changed = _forget_deleted(root)
    holders = {
        next(node.iterancestors(PARAGRAPH), None)
        for node in root.iter(TEXT)
        if "{" in (node.text or "")
    }
    for paragraph in holders:
        if paragraph is not None and _mend_paragraph(paragraph):
            changed = True
    return changed


def _forget_deleted(root: etree._Element) -> bool:
    """A tag in text that the author has deleted is printed no more, though the text is kept."""
    gone = [
        node
        for node in root.iter(*_DELETED)
        if re.search(r"[{}]", "".join(str(text) for text in node.itertext()))
    ]
    for node in gone:
        _remove(node)
    return bool(gone)


def _mend_paragraph(paragraph: etree._Element) -> bool:
    pieces = [
        node for node in paragraph.iter(TEXT)
        if next(node.iterancestors(PARAGRAPH), None) is paragraph
    ]  # fmt: skip
    texts = [node.text or "" for node in pieces]
    starts = [0, *accumulate(map(len, texts))]
    changed = False
    for tag in reversed(list(TAG.finditer("".join(texts)))):
        first, last = bisect_right(starts, tag.start()) - 1, bisect_left(starts, tag.end())
        over = list(range(first, last))
        plain = _plain(tag.group())
        if plain == tag.group() and _is_safe([pieces[number] for number in over]):
            continue
        changed = True
        _gather(pieces, over, starts, tag, plain)
    return changed


def _plain(tag: str) -> str:
    """With plain spaces, but in constants: what Word puts beside a word is not one of Jinja's."""
    parts = _CONSTANT.split(tag)
    parts[::2] = (_BLANKS.sub(" ", part) for part in parts[::2])
    return "".join(parts)


def _is_safe(over: list[etree._Element]) -> bool:
    """Nothing lies between these pieces but text, in runs beside each other."""
    if len(over) == 1:
        return True
    first, last = over[0].getparent(), over[-1].getparent()
    node = first
    while node is not None:
        silent = node.tag in _SILENT or node.tag == _RUN
        if not silent or any(each.tag != TEXT and each.tag not in _SILENT for each in node):
            return False
        if node is last:
            return True
        node = node.getnext()
    return False


def _gather(
    pieces: list[etree._Element],
    over: list[int],
    starts: list[int],
    tag: re.Match[str],
    plain: str,
) -> None:
    """The tag in the first piece that it lies in, and out of the others."""
    first, last = over[0], over[-1]
    before = (pieces[first].text or "")[: tag.start() - starts[first]]
    after = (pieces[last].text or "")[tag.end() - starts[last] :]
    _say(pieces[first], before + plain + (after if first == last else ""))
    for number in over[1:]:
        _say(pieces[number], after if number == last else "")


def _say(piece: etree._Element, text: str) -> None:
    piece.text = text
    piece.set(_SPACE, "preserve")
    run = piece.getparent()
    if text or run is None:
        return
    run.remove(piece)
    if all(each.tag in _SILENT for each in run):
        _remove(run)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)

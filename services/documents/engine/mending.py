"""Tags made whole before docxtpl sees them, where Word has put more than markup of text in them.

docxtpl takes the markup out of a tag that is split over runs. Where that would tear an element
apart – a hyperlink, a content control, an insertion that is tracked – or lose one, such as a
bookmark, the text of the tag moves to where the tag begins, and the markup stays what it was.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from lxml import etree

from services.documents.engine.tags import PARAGRAPH, TEXT, Span, spans

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
    text, known = "".join(texts), dict[etree._Element, bool]()
    touched, empty = False, list[etree._Element]()
    for tag in reversed(list(spans(text))):
        first, last = bisect_right(starts, tag.start) - 1, bisect_left(starts, tag.end)
        over = list(range(first, last))
        written = text[tag.start : tag.end]
        plain = _plain(written)
        if plain == written and _is_safe([pieces[number] for number in over], known):
            continue
        touched = True
        empty += _gather(pieces, over, starts, tag, plain)
    _forget(empty)
    return touched


def _plain(tag: str) -> str:
    """With plain spaces, but in constants: what Word puts beside a word is not one of Jinja's."""
    parts = _CONSTANT.split(tag)
    parts[::2] = (_BLANKS.sub(" ", part) for part in parts[::2])
    return "".join(parts)


def _is_safe(over: list[etree._Element], known: dict[etree._Element, bool]) -> bool:
    """Nothing lies between these pieces but text, in runs beside each other; ``known`` are runs
    that were looked at before."""
    if len(over) == 1:
        return True
    first, last = over[0].getparent(), over[-1].getparent()
    node = first
    while node is not None:
        if node not in known:
            known[node] = _is_plain(node)
        if not known[node]:
            return False
        if node is last:
            return True
        node = node.getnext()
    return False


def _is_plain(node: etree._Element) -> bool:
    silent = node.tag in _SILENT or node.tag == _RUN
    return silent and all(each.tag == TEXT or each.tag in _SILENT for each in node)


def _gather(
    pieces: list[etree._Element],
    over: list[int],
    starts: list[int],
    tag: Span,
    plain: str,
) -> list[etree._Element]:
    """The tag in the first piece that it lies in, and out of the others; those that are empty."""
    first, last = over[0], over[-1]
    before = (pieces[first].text or "")[: tag.start - starts[first]]
    after = (pieces[last].text or "")[tag.end - starts[last] :]
    _say(pieces[first], before + plain + (after if first == last else ""))
    for number in over[1:]:
        _say(pieces[number], after if number == last else "")
    return [pieces[number] for number in over if not pieces[number].text]


def _say(piece: etree._Element, text: str) -> None:
    piece.text = text
    piece.set(_SPACE, "preserve")


def _forget(empty: list[etree._Element]) -> None:
    """Pieces of which the text went to another, and the runs that then hold nothing."""
    runs = dict.fromkeys(run for piece in empty if (run := piece.getparent()) is not None)
    for piece in empty:
        _remove(piece)
    for run in runs:
        if all(each.tag in _SILENT for each in run):
            _remove(run)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)

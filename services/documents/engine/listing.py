"""Line breaks and tabs inside values, which DOCX writes as elements."""

import re

from docxtpl import DocxTemplate

_CONTROLS = re.compile("[\n\t\a\f]")
_OPENINGS = ("<w:p>", "<w:p ")
_CLOSING = "</w:p>"
_NESTED = "<w:txbxContent"


def break_lines(xml: str, start: int) -> str:
    """Newline → line break, tab → tab, \\a → new paragraph, \\f → new page, from `start` on.

    Only the paragraphs that hold such a character are rewritten: docxtpl rewrites all of them,
    at several times the cost of the whole rendering.
    """
    control = _CONTROLS.search(xml, start)
    if control is None:
        return xml
    if _NESTED in xml:
        return _resolve(xml)
    written, floor = 0, start
    pieces = []
    while control is not None:
        at = control.start()
        begin = max(xml.rfind(opening, floor, at) for opening in _OPENINGS)
        end = xml.find(_CLOSING, max(begin, floor)) + len(_CLOSING)
        floor = at + 1
        if begin >= 0 and end > at:
            pieces += [xml[written:begin], _resolve(xml[begin:end])]
            written = floor = end
        control = _CONTROLS.search(xml, floor)
    return "".join([*pieces, xml[written:]])


def _resolve(xml: str) -> str:
    resolved: str = DocxTemplate.resolve_listing(None, xml)
    return resolved

"""Line breaks and tabs inside values, which DOCX writes as elements."""

from docxtpl import DocxTemplate

_CONTROLS = "\n\t\a\f"
_OPENINGS = ("<w:p>", "<w:p ")
_CLOSING = "</w:p>"
_NESTED = "<w:txbxContent"


def has_breaks(xml: bytes, start: int) -> bool:
    """Whether ``break_lines`` has work; in UTF-8 that is seen as fast as memory is read."""
    return any(xml.find(control.encode(), start) >= 0 for control in _CONTROLS)


def break_lines(xml: str, start: int) -> str:
    """Newline → line break, tab → tab, \\a → new paragraph, \\f → new page, from `start` on.

    Only the paragraphs that hold such a character are rewritten: docxtpl rewrites all of them,
    at several times the cost of the whole rendering.
    """
    controls = [control for control in _CONTROLS if xml.find(control, start) >= 0]
    if not controls:
        return xml
    if _NESTED in xml:
        return _resolve(xml)
    written, floor, pieces = 0, start, []
    while (at := _next(xml, controls, floor)) >= 0:
        begin = max(xml.rfind(opening, floor, at) for opening in _OPENINGS)
        end = xml.find(_CLOSING, max(begin, floor)) + len(_CLOSING)
        floor = at + 1
        if begin >= 0 and end > at:
            pieces += [xml[written:begin], _resolve(xml[begin:end])]
            written = floor = end
    return "".join([*pieces, xml[written:]])


def _next(xml: str, controls: list[str], floor: int) -> int:
    """Where the first of these characters is, looked up one by one, as fast as memory is read."""
    places = (xml.find(control, floor) for control in controls)
    return min((at for at in places if at >= 0), default=-1)


def _resolve(xml: str) -> str:
    resolved: str = DocxTemplate.resolve_listing(None, xml)
    return resolved

"""Why an uploaded template is refused before anything else reads it: a code, a reason, a way out.

The codes stay what they are; docs/template-gate.md explains each to whoever writes templates.
"""

from typing import NamedTuple

from services.documents.domain.faults import TemplateFault

_AGAIN = "Open it in your word processor and save it anew as Word document (.docx)."
_PLAIN = "Save it as Word document (.docx)."


class Reason(NamedTuple):
    why: str
    way_out: str


REASONS: dict[str, Reason] = {
    "template-too-large": Reason(
        "The file is larger than 10 MB.", "Make its pictures smaller, and save it again."
    ),
    "template-no-docx": Reason("The file is no Word document (.docx).", _PLAIN),
    "template-old-or-locked": Reason(
        "The file is an old Word document (.doc), or locked with a password.",
        "Take the password off, and save it as Word document (.docx).",
    ),
    "template-damaged": Reason("The file is damaged.", _AGAIN),
    "template-encrypted": Reason(
        "The file is locked with a password.", "Take the password off, and save it again."
    ),
    "template-archive-odd": Reason("The file is packed as no word processor packs it.", _AGAIN),
    "template-archive-lies": Reason(
        "What the file says of its contents and what it holds are not the same.", _AGAIN
    ),
    "template-names-odd": Reason("The file holds a part with a name that no part has.", _AGAIN),
    "template-names-double": Reason("The file holds two parts with the same name.", _AGAIN),
    "template-too-many-parts": Reason(
        "The file holds more than 300 parts.", "Use fewer pictures, or split the template."
    ),
    "template-expands": Reason(
        "The file unpacks to far more than a template needs.",
        "Make it shorter: 8 MB for a text and 80 MB in all is the most.",
    ),
    "template-xml-encoding": Reason(
        "A part is written in another encoding than UTF-8 or UTF-16, or than it says.", _AGAIN
    ),
    "template-doctype": Reason(
        "A part declares a document type or entities, which no Word document does.", _AGAIN
    ),
    "template-xml-mistake": Reason("A part is not well-formed XML.", _AGAIN),
    "template-macros": Reason(
        "The file carries macros, add-ins or active controls.",
        "Save it as Word document (.docx), without macros and controls.",
    ),
    "template-dotx": Reason("The file is a Word template (.dotx).", _PLAIN),
    "template-strict": Reason(
        "The file is a Strict Open XML document.",
        "Save it as “Word Document (.docx)”, not as “Strict Open XML Document”.",
    ),
    "template-embedding": Reason(
        "The file brings in another document or object.",
        "Put in its text or a picture of it instead.",
    ),
    "template-part-unknown": Reason(
        "The file holds a kind of part that a template has no need of.",
        "Remove what it belongs to, and save it again.",
    ),
    "template-external": Reason(
        "The file points to something outside itself that is not a plain hyperlink.",
        "Put in the thing itself, such as the picture, instead of a link to it.",
    ),
    "template-link-refused": Reason(
        "A hyperlink leads elsewhere than to a web page or an e-mail address.",
        "Begin it with https://, http:// or mailto:.",
    ),
    "template-relation-odd": Reason(
        "The file ties its parts together in a way that no word processor does.", _AGAIN
    ),
    "template-field": Reason(
        "A field fetches something, runs something, or is written in an odd way.",
        "Replace the field by its text.",
    ),
    "template-bound-control": Reason(
        "A content control is bound to hidden data, which Word shows instead of what is printed.",
        "Remove the control and keep its text.",
    ),
    "template-picture": Reason(
        "A picture is not what it says it is, is of another kind, or is too large.",
        "Put it in anew as PNG or JPEG, of at most 40 million pixels.",
    ),
    "template-crossing": Reason(
        "What a condition leaves out, or a loop repeats, begins in one place and ends in another.",
        "Put both tags in one paragraph, cell or control, or each in a paragraph ({%p %}) or row"
        " ({%tr %}) of its own beside the other.",
    ),
    "template-too-complex": Reason(
        "The template is larger or more deeply nested than a document needs.",
        "Make it simpler, or split it.",
    ),
    "template-output-too-large": Reason(
        "With these data the template makes a document that nobody can read.",
        "Let its loops go through less: not through one list inside another.",
    ),
    "template-prefix": Reason(
        "A part names the elements of Word in another way than word processors do.", _AGAIN
    ),
    "template-tag-broken": Reason(
        "A tag is opened and not closed in the same paragraph.",
        "Close it with }} or %} before the paragraph ends.",
    ),
    "template-tag-misplaced": Reason(
        "A tag stands where nothing can be filled in.", "Put it in the text itself."
    ),
    "template-tag-form": Reason(
        "A tag is written in a form that templates may not use.",
        "Use {{ name }}, {% if %}, {% for %}, {%p %} for paragraphs and {%tr %} for rows.",
    ),
}


def refused(code: str, part: str = "", what: str = "", place: str = "") -> TemplateFault:
    """``code`` is one of `REASONS`; ``what`` was found, in ``part``, at ``place``."""
    reason = REASONS[code]
    where = ", ".join(filter(None, (part, place)))
    found = " – ".join(filter(None, (where, what)))
    detail = f"{reason.why}{f' ({found})' if found else ''} {reason.way_out}"
    told = {"part": part, "place": place, "found": what}
    return TemplateFault(code, detail, **{name: value for name, value in told.items() if value})

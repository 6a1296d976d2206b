"""What kind of document somebody wants read, and why one can't be."""

from typing import Literal

from shared.errors import Invalid

Kind = Literal["text", "html", "docx", "pdf"]

LARGEST = 10 * 1024 * 1024
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, Kind] = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    _DOCX: "docx",
    "application/pdf": "pdf",
}
_REFUSALS = {
    "encrypted": ("text-locked", "This document is locked with a password; take that off first."),
    "bomb": ("text-hostile", "This document unpacks to far more than a text; save it anew."),
    "long": ("text-too-long", "This document is too long; send the part that matters."),
    "slow": ("text-too-hard", "This document takes too much to read; send it as plain text."),
}


def kind_of(media_type: str, content: bytes) -> Kind:
    """By its first bytes where those tell, else by its type. ``Invalid`` when neither does."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    kind = KINDS.get(media_type.partition(";")[0].strip().lower())
    if kind is None or (kind in ("pdf", "docx") and content):
        raise Invalid(
            "text-kind-unknown",
            "Send plain text, HTML, a Word document (.docx) or a PDF, under its own Content-Type.",
            field="Content-Type",
        )
    return kind


def refusal(why: str) -> Invalid:
    code, detail = _REFUSALS.get(
        why, ("text-unreadable", "This document can't be read; it may be damaged. Save it anew.")
    )
    return Invalid(code, detail, field="file")


def wanted(text: str) -> str:
    """``Invalid`` for a document without a word in it."""
    if not text:
        raise Invalid(
            "text-missing",
            "There is no text in this document; it may be a scan. Paste its text instead.",
            field="file",
        )
    return text

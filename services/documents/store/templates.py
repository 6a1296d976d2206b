"""The templates that come with the product."""

from functools import cache
from pathlib import Path

from services.documents.domain.kinds import TemplateKind
from shared.text import Language

_BUILTIN = Path(__file__).resolve().parents[1] / "builtin"


@cache
def builtin(kind: TemplateKind, language: Language) -> bytes:
    """A DOCX with tags."""
    return (_BUILTIN / f"{kind}.{language}.docx").read_bytes()

"""The templates that come with the product."""

from functools import cache
from pathlib import Path

from shared.text import Language

_BUILTIN = Path(__file__).resolve().parents[1] / "builtin"


@cache
def agreement(language: Language) -> bytes:
    return (_BUILTIN / f"agreement.{language}.docx").read_bytes()

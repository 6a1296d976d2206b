"""Makes the built-in agreement templates: `python -m services.documents.builtin.build`.

The same source gives the same bytes on every machine: members are stored in a fixed order with
a fixed date and without compression, which differs between zlib versions.
"""

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from services.documents.builtin.source import Source, parse
from services.documents.builtin.tags import expand
from services.documents.builtin.wordprocessing import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    document_xml,
)
from shared.text import Language

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("nl", "en")
ZIP_DATE = (2026, 1, 1, 0, 0, 0)
PLACE = re.compile(r"@(\w+)@")


def read(language: Language) -> Source:
    return parse((HERE / f"agreement.{language}.md").read_text(encoding="utf-8"))


def template_path(language: Language) -> Path:
    return HERE / f"agreement.{language}.docx"


def build(language: Language) -> bytes:
    """A DOCX with docxtpl tags. Raises SourceError."""
    source = read(language)
    portrait = source.words | {"width": str(PORTRAIT_WIDTH)}
    landscape = source.words | {"width": str(LANDSCAPE_WIDTH)}
    return _zipped(
        {
            "[Content_Types].xml": _part("content_types", source.words),
            "_rels/.rels": _part("package_rels", source.words),
            "word/document.xml": document_xml(source),
            "word/_rels/document.xml.rels": _part("document_rels", source.words),
            "word/styles.xml": _part("styles", source.words),
            "word/numbering.xml": _part("numbering", source.words),
            "word/settings.xml": _part("settings", source.words),
            "word/header_portrait.xml": _part("header", portrait),
            "word/footer_portrait.xml": _part("footer", portrait),
            "word/header_landscape.xml": _part("header", landscape),
            "word/footer_landscape.xml": _part("footer", landscape),
            "docProps/core.xml": _part("core", source.words),
            "docProps/app.xml": _part("app", source.words),
        }
    )


def _part(name: str, words: dict[str, Any]) -> str:
    text = (HERE / "parts" / f"{name}.xml").read_text(encoding="utf-8")
    return PLACE.sub(lambda found: escape(expand(words[found.group(1)], words)), text)


def _zipped(members: dict[str, str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = 0
            archive.writestr(member, text.encode())
    return buffer.getvalue()


def main() -> None:
    for language in LANGUAGES:
        path = template_path(language)
        path.write_bytes(build(language))
        sys.stdout.write(f"{path.relative_to(Path.cwd())}\n")


if __name__ == "__main__":
    main()

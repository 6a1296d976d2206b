"""Makes the built-in templates: `python -m services.documents.builtin.build`.

The same source gives the same bytes on every machine: members are stored in a fixed order with
a fixed date and without compression, which differs between zlib versions.
"""

import re
import sys
import tomllib
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from services.documents.builtin.source import Block, Heading, Source, SourceError, parse
from services.documents.builtin.tags import expand
from services.documents.builtin.wordprocessing import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    document_xml,
)
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from shared.text import Language

HERE = Path(__file__).parent
ZIP_DATE = (2026, 1, 1, 0, 0, 0)
PLACE = re.compile(r"@(\w+)@")


def read(kind: TemplateKind, language: Language) -> Source:
    """The text, with the words that all of this language share."""
    source = parse((HERE / f"{kind}.{language}.md").read_text(encoding="utf-8"))
    shared = tomllib.loads((HERE / f"words.{language}.toml").read_text(encoding="utf-8"))
    words = shared | source.words
    words["words"] = shared["words"] | source.words.get("words", {})
    borrowed = _borrowed(source.words.get("borrowed"), language)
    return replace(source, words=words, blocks=source.blocks + borrowed)


def template_path(kind: TemplateKind, language: Language) -> Path:
    return HERE / f"{kind}.{language}.docx"


def build(kind: TemplateKind, language: Language) -> bytes:
    """A DOCX with docxtpl tags. Raises SourceError."""
    source = read(kind, language)
    words = source.words
    portrait = words | {"width": str(PORTRAIT_WIDTH)}
    landscape = words | {"width": str(LANDSCAPE_WIDTH)}
    letter = (
        {"word/header_first.xml": _part("header_first", words)} if "letterhead" in words else {}
    )
    return _zipped(
        {
            "[Content_Types].xml": _listed("content_types", words),
            "_rels/.rels": _part("package_rels", words),
            "word/document.xml": document_xml(source),
            "word/_rels/document.xml.rels": _listed("document_rels", words),
            "word/styles.xml": _part("styles", words),
            "word/numbering.xml": _part("numbering", words),
            "word/settings.xml": _part("settings", words),
            "word/header_portrait.xml": _part("header", portrait),
            "word/footer_portrait.xml": _part("footer", portrait),
            "word/header_landscape.xml": _part("header", landscape),
            "word/footer_landscape.xml": _part("footer", landscape),
            **letter,
            "docProps/core.xml": _part("core", words),
            "docProps/app.xml": _part("app", words),
        }
    )


def _borrowed(place: str | None, language: Language) -> tuple[Block, ...]:
    """`kind#label`: what stands in that text from the heading with this label on."""
    if place is None:
        return ()
    kind, _, label = place.partition("#")
    blocks = parse((HERE / f"{kind}.{language}.md").read_text(encoding="utf-8")).blocks
    for number, block in enumerate(blocks):
        if isinstance(block, Heading) and block.label == label:
            return blocks[number:]
    raise SourceError(f"nothing to borrow: {place}")


def _listed(name: str, words: dict[str, Any]) -> str:
    """Without the lines of the letterhead, where there is none."""
    lines = _part(name, words).splitlines(keepends=True)
    return "".join(one for one in lines if "header_first" not in one or "letterhead" in words)


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
    for kind in KINDS:
        for language in LANGUAGES:
            path = template_path(kind, language)
            path.write_bytes(build(kind, language))
            sys.stdout.write(f"{path.relative_to(Path.cwd())}\n")


if __name__ == "__main__":
    main()

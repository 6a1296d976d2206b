"""Renders the built-in agreements with plain docxtpl, and reads them back with other programs."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.documents.builtin.build import template_path
from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine import pdf
from shared.text import Language
from tests.documents import samples


def environment(language: Language) -> ImmutableSandboxedEnvironment:
    """Nothing hides a None here, and an unknown name raises."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.filters |= {
        "day": partial(day, language=language),
        "moment": partial(moment, language=language),
        "hex_groups": hex_groups,
    }
    return made


def rendered(
    snapshot: samples.Snapshot,
    signature: samples.Signature | None = None,
    earlier: samples.Signature | None = None,
) -> bytes:
    language = snapshot["agreement"]["language"]
    template = DocxTemplate(template_path("agreement", language))
    context = samples.context(snapshot, signature, earlier)
    template.render(context, jinja_env=environment(language), autoescape=True)
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def docx_text(content: bytes) -> str:
    """Body, headers and footers; hard and soft spaces are one space."""
    document = docx.Document(BytesIO(content))
    parts = [document.element.body, *_edges(document)]
    return plain("\n".join(_paragraph(p) for part in parts for p in part.iter(qn("w:p"))))


def _paragraph(paragraph: Any) -> str:
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(
        signs.get(one.tag, one.text or "")
        for one in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        if one.getparent().tag == qn("w:r")
    )


def _edges(document: Document) -> Iterator[Any]:
    for section in document.sections:
        yield section.header._element
        yield section.footer._element
        if section.different_first_page_header_footer:
            yield section.first_page_header._element


async def pages(content: bytes, folder: Path) -> list[str]:
    """The text of every page of the PDF, by pdftotext."""
    path = folder / "agreement.pdf"
    async with pdf.Press(None, 60, at_once=1) as press:
        path.write_bytes(await press.convert(content))
    command = ["pdftotext", "-layout", str(path), "-"]
    text = await asyncio.to_thread(subprocess.check_output, command, text=True)
    return text.split("\f")[:-1]


def plain(text: str) -> str:
    return re.sub(r"[ \N{NO-BREAK SPACE}]+", " ", text)


def squeezed(text: str) -> str:
    """Without any space: a value may break over lines of a narrow cell."""
    return re.sub(r"\s+", "", text)


def printed_values(snapshot: samples.Snapshot) -> Iterator[str]:
    """Every text of a snapshot as a document prints it, but identifiers and enumerations."""
    language = snapshot["agreement"]["language"]
    yield from _texts(snapshot, language)
    for term in ("notice_days", "objection_days"):
        yield str(snapshot["terms"][term])


HIDDEN = {"schema", "id", "link_id", "language", "terms", "zone", "mechanism", "country", "duties"}
DAYS = {"frozen_on", "valid_from", "effective_on", "mechanism_verified_on", "signed_on"}


def _texts(value: Any, language: Language) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name in DAYS and one:
                yield day(one, language)
            elif name not in HIDDEN:
                yield from _texts(one, language)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, language)
    elif value is not None:
        yield str(value)

"""Small templates that tests write with python-docx, with the quirks that word processors add."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Cm
from PIL import Image

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def draft(*paragraphs: str, more: Callable[[Document], None] = lambda _: None) -> bytes:
    """A DOCX with these paragraphs; `# ` makes a heading, `¦` splits the text over runs."""
    document = docx.Document()
    for text in paragraphs:
        if text.startswith("# "):
            document.add_heading(text[2:], 1)
        else:
            paragraph = document.add_paragraph()
            for run in text.split("¦"):
                paragraph.add_run(run)
    more(document)
    return saved(document)


def saved(document: Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def with_table(document: Document) -> None:
    """A table with a row for every sub-processor, and one for each that has a condition."""
    table = document.add_table(rows=0, cols=3)
    rows = (
        ("Naam", "Plaats", "Keten"),
        ("{%tr for party in subprocessors %}", "", ""),
        (
            "{{ party.name }}",
            "{{ party.location or 'nader te bevestigen' }}",
            "{% for link in party.chain %}{{ link.name }} ({{ link.country }}) {% endfor %}",
        ),
        ("{%tr if party.condition %}", "", ""),
        ("{{ party.condition }}", "{{ party.data_categories|join('; ') }}", ""),
        ("{%tr endif %}", "", ""),
        ("{%tr endfor %}", "", ""),
    )
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


def with_margins(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ agreement.reference }} · {{ provider.name }}"
    section.footer.paragraphs[0].text = "{{ digest|hex_groups }}"
    document.core_properties.title = "Overeenkomst {{ agreement.reference }} – {{ client.name }}"


def with_footnotes(document: Document) -> None:
    """Two sections and a footnote, which docxtpl by itself renders once for each section."""
    document.add_section()
    xml = (
        f'<w:footnotes xmlns:w="{_NAMESPACE}"><w:footnote w:id="1"><w:p><w:r>'
        "<w:t>{{ client.name }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def with_logo(document: Document) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 20), "#0a6").save(picture, "PNG")
    document.add_picture(picture, width=Cm(2))


def with_member(template: bytes, name: str, content: bytes) -> bytes:
    """The same zip with one file replaced or added."""
    written = BytesIO()
    with ZipFile(BytesIO(template)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, content)
    return written.getvalue()


def member(archive: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(archive)) as opened:
        return opened.read(name)

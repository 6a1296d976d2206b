"""A template as a lawyer makes it in Word: eight pages, and marked up as Word marks up.

18 articles of five numbered clauses, four conditional sections, a table with a row for each
sub-processor, header, footer and a logo of 42 KB. Runs carry revision marks and properties of their
own and are split wherever Word would split them, in the middle of tags too. The same bytes each
time.
"""

import random
import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from services.documents.engine.archive import Bundle, Member, deflated, members
from tests.documents import samples

ROWS = 15
_LEVEL = 6
_FONT = "Calibri"
_LOGO = (160, 88)
_TITLES = (
    "Begrippen", "Onderwerp van de opdracht", "Instructies van de klant", "Geheimhouding",
    "Beveiliging", "Inschakeling van subverwerkers", "Doorgifte buiten de EER",
    "Rechten van betrokkenen", "Bijstand aan de klant", "Inbreuken in verband met gegevens",
    "Controle en inlichtingen", "Bewaartermijnen", "Einde van de opdracht",
    "Teruggave en wissing", "Aansprakelijkheid", "Wijziging van deze overeenkomst",
    "Rangorde van de stukken", "Toepasselijk recht",
)  # fmt: skip
_CLAUSES = tuple(
    """\
{{ provider.legal_name }} verwerkt de gegevens van {{ client.name }} alleen voor het doel dat in \
deze overeenkomst en haar bijlagen staat.
Wat partijen hierover afspreken geldt voor overeenkomst {{ agreement.reference }}, versie \
{{ agreement.version }}, vanaf {{ agreement.frozen_on|day }}.
Wie namens een van de partijen met de gegevens werkt, is aan dezelfde regels gebonden en weet dat \
ook na afloop.
Vragen over dit artikel gaan naar {{ provider.privacy_contact }}; het antwoord volgt binnen een \
redelijke termijn.
Waar de wet meer vraagt dan hier staat, gaat de wet voor; partijen passen de tekst dan zo spoedig \
mogelijk aan.""".splitlines()
)
_CONDITIONS = {
    5: "terms.authorisation == 'general'",
    6: "terms.emergency_clause",
    13: "terms.end_choice == 'delete'",
    15: "terms.on_objection == 'mitigate'",
}
_CONDITIONAL = (
    "Bij dit artikel hoort voor {{ client.name }} een bijzondere afspraak, die alleen geldt zolang "
    "de overeenkomst {{ agreement.reference }} loopt: partijen geven elkaar "
    "{{ terms.notice_days }} dagen om te antwoorden, en "
    "{{ terms.objection_days }} dagen om bezwaar te maken."
)
_COLUMNS = ("name", "purpose", "location")


def context() -> dict[str, Any]:
    """The data of a signed version with 15 sub-processors, and all four conditions met."""
    snapshot = samples.general_nl()
    known = [one for one in snapshot["subprocessors"] if all(one[name] for name in _COLUMNS)]
    snapshot["subprocessors"] = [
        known[number % len(known)] | {"name": f"Leverancier {number + 1} & Zn"}
        for number in range(ROWS)
    ]
    return samples.context(snapshot, samples.signature_of(snapshot))


@cache
def template() -> bytes:
    document = Document()
    _prepare(document)
    for number, title in enumerate(_TITLES, 1):
        _article(document, number, title)
    _subprocessors(document)
    written = BytesIO()
    document.save(written)
    return _as_word_packs(written.getvalue())


def _prepare(document: Opened) -> None:
    document.core_properties.title = "Verwerkersovereenkomst {{ agreement.reference }}"
    document.core_properties.language = "nl-NL"
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    language = document.styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "nl-NL")
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ provider.name }}"
    section.footer.paragraphs[0].text = "{{ agreement.reference }} · {{ digest }}"
    document.add_picture(BytesIO(_logo()), width=Cm(4))
    picture = document.element.body.find(".//" + qn("wp:docPr"))
    picture.set("descr", "Beeldmerk van de leverancier")
    document.add_heading("Verwerkersovereenkomst", 1)
    _without_leftovers(document)


def _without_leftovers(document: Opened) -> None:
    """python-docx starts from a file that has its styles twice."""
    related = document.part.rels.items()
    twice = [key for key, one in related if str(one.reltype).endswith("/stylesWithEffects")]
    for key in twice:
        document.part.rels.pop(key)


def _article(document: Opened, number: int, title: str) -> None:
    document.add_heading(f"Artikel {number}. {title}", 2)
    for clause, text in enumerate(_CLAUSES, 1):
        _written(document.add_paragraph(), f"{number}.{clause}  {text}")
    condition = _CONDITIONS.get(number)
    if condition:
        document.add_paragraph(f"{{%p if {condition} %}}")
        _written(document.add_paragraph(), _CONDITIONAL)
        document.add_paragraph("{%p endif %}")


def _subprocessors(document: Opened) -> None:
    document.add_heading("Bijlage: subverwerkers", 2)
    table: Table = document.add_table(rows=4, cols=3)
    head, begin, row, end = table.rows
    mark = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(mark)
    _cells(head, ("Naam", "Doel", "Plaats"))
    _cells(begin, ("{%tr for subprocessor in subprocessors %}", "", ""))
    _cells(row, [f"{{{{ subprocessor.{name} }}}}" for name in _COLUMNS])
    _cells(end, ("{%tr endfor %}", "", ""))


def _cells(row: _Row, texts: Any) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        _written(cell.paragraphs[0], text)


def _written(paragraph: Paragraph, text: str) -> None:
    """In several runs, as Word leaves them after an edit: some end in the middle of a tag."""
    dice = random.Random(text)
    paragraph._p.set(qn("w:rsidR"), _revision(dice))
    paragraph._p.set(qn("w:rsidRDefault"), _revision(dice))
    while text:
        cut = dice.randint(16, 52)
        piece, text = text[:cut], text[cut:]
        _dress(paragraph.add_run(piece), dice)
        if text:
            _proof(paragraph, dice)


def _dress(run: Run, dice: random.Random) -> None:
    run._r.set(qn("w:rsidRPr"), _revision(dice))
    run.font.name = _FONT
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    run._r.get_or_add_rPr().append(language)


def _proof(paragraph: Paragraph, dice: random.Random) -> None:
    mark = OxmlElement("w:proofErr")
    mark.set(qn("w:type"), dice.choice(("spellStart", "spellEnd", "gramStart", "gramEnd")))
    paragraph._p.append(mark)


def _revision(dice: random.Random) -> str:
    return f"{dice.getrandbits(32):08X}"


def _logo() -> bytes:
    """A PNG that does not pack: 160 × 88 pixels of noise, three bytes each."""
    width, height = _LOGO
    noise = random.Random(7)
    rows = b"".join(b"\0" + noise.randbytes(width * 3) for _ in range(height))
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _as_word_packs(document: bytes) -> bytes:
    return Bundle([_slim(member) for member in members(document)]).with_members([])


def _slim(member: Member) -> Member:
    """Styles that nothing uses go, as Word keeps them out: what remains is 39 KB."""
    if member.name != "word/styles.xml":
        return member
    root = etree.fromstring(member.read())
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            root.remove(style)
    return deflated(
        member.name, etree.tostring(root, xml_declaration=True, encoding="UTF-8"), _LEVEL
    )

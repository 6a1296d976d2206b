"""The same template with comments: read back by python-docx and by LibreOffice."""

import asyncio
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from bench.word import template
from services.documents.domain.finding import Finding
from services.documents.engine.lint import annotate, inspect
from tests.documents.drafts import draft, member, with_footnotes, with_margins, with_member
from tests.documents.linting import FONTS, element, findings, written

ANEW = {
    "word/document.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
}


def annotated(content: bytes) -> tuple[bytes, list[Finding]]:
    found = findings(content)
    assert found
    return annotate(content, found), found


def comments(content: bytes) -> dict[str, str]:
    """By python-docx: the paragraph that bears each comment, and what the comment says."""
    document = docx.Document(BytesIO(content))
    said = {str(one.comment_id): one.text for one in document.comments}
    return {
        "".join(text.text or "" for text in mark.getparent().iter(qn("w:t"))): said[
            mark.get(qn("w:id"))
        ]
        for mark in document.element.iter(qn("w:commentRangeStart"))
    }


def test_a_comment_stands_at_the_paragraph_of_its_finding() -> None:
    content, _ = annotated(
        written(
            "# Artikel 7", "{%p if change %}", "{{ cli¦ent.nmae }} te Assen", "{%p endif %}", "z"
        )
    )
    assert comments(content) == {
        "{{ client.nmae }} te Assen": "Fout: Er is geen client.nmae om af te drukken. "
        "Bedoelt u client.name?"
    }


def test_several_findings_of_one_paragraph_share_a_comment() -> None:
    content, _ = annotated(written("{{ client.nmae }} en {{ client.x }}"))
    (said,) = comments(content).values()
    assert said.count("Fout: ") == 2


def test_what_stands_in_a_header_or_a_footnote_is_told_at_the_first_paragraph() -> None:
    def more(document: Document) -> None:
        document.add_section().header.paragraphs[0].text = "{{ provider.nmae }}"
        with_footnotes(document)

    content = written(more=more)
    footnotes = member(content, "word/footnotes.xml").replace(b"client.name", b"client.nmae")
    made, found = annotated(with_member(content, "word/footnotes.xml", footnotes))
    assert {one.part for one in found} == {"word/header1.xml", "word/footnotes.xml"}
    (said,) = comments(made).values()
    assert "Fout in word/header1.xml, “{{ provider.nmae }}”: " in said
    assert "Fout in word/footnotes.xml, “{{ client.nmae }}”: " in said


def test_what_is_told_of_the_whole_template_is_one_comment_at_its_beginning() -> None:
    content = draft("Eerste", "Tweede")
    made = annotate(content, inspect(content, "agreement", "nl", FONTS))
    (first,) = comments(made)
    assert first == "Eerste"


def test_comments_speak_english_when_asked() -> None:
    content = written("{{ client.nmae }}")
    (said,) = comments(annotate(content, findings(content), "en")).values()
    assert said.startswith("Error: There is no client.nmae")


def test_every_other_part_is_what_it_was_byte_for_byte() -> None:
    content = template()
    made = annotate(content, inspect(content, "agreement", "nl", FONTS))
    with ZipFile(BytesIO(content)) as before, ZipFile(BytesIO(made)) as after:
        assert after.testzip() is None
        assert set(after.namelist()) == set(before.namelist()) | ANEW
        for name in set(before.namelist()) - ANEW:
            assert after.read(name) == before.read(name)
    assert made == annotate(content, inspect(content, "agreement", "nl", FONTS))


def test_the_text_itself_keeps_every_character_and_every_run() -> None:
    content = template()
    made = annotate(content, inspect(content, "agreement", "nl", FONTS))
    tree = etree.fromstring(member(made, "word/document.xml"))
    for name in ("w:commentRangeStart", "w:commentRangeEnd"):
        for mark in list(tree.iter(qn(name))):
            mark.getparent().remove(mark)
    for mark in list(tree.iter(qn("w:commentReference"))):
        mark.getparent().getparent().remove(mark.getparent())
    before = etree.fromstring(member(content, "word/document.xml"))
    assert etree.tostring(tree, method="c14n") == etree.tostring(before, method="c14n")


def test_a_template_without_findings_stays_the_very_same() -> None:
    content = written()
    assert annotate(content, []) == content


def test_comments_that_are_there_already_stay() -> None:
    def more(document: Document) -> None:
        paragraph = document.add_paragraph("Let op {{ client.nmae }}")
        document.add_comment(paragraph.runs, text="Klopt dit?", author="Jurist", initials="J")

    content, _ = annotated(written(more=more))
    said = [one.text for one in docx.Document(BytesIO(content)).comments]
    assert said[0] == "Klopt dit?"
    assert len(said) == 2
    assert len({one.comment_id for one in docx.Document(BytesIO(content)).comments}) == 2


def test_a_finding_in_a_text_box_is_told_at_the_paragraph_that_holds_it() -> None:
    def more(document: Document) -> None:
        paragraph = document.add_paragraph("Buiten ")
        box, inner = element("w:txbxContent"), element("w:p")
        run, text = element("w:r"), element("w:t")
        text.text = "{{ client.nmae }}"
        run.append(text)
        inner.append(run)
        box.append(inner)
        picture = element("w:pict")
        picture.append(box)
        paragraph.add_run()._r.append(picture)

    content, found = annotated(written(more=more))
    assert [one.code for one in found] == ["variable-unknown"]
    (where,) = comments(content)
    assert where.startswith("Buiten ")


def test_a_finding_in_a_content_control_and_in_a_table_bears_its_comment() -> None:
    def more(document: Document) -> None:
        paragraph = document.add_paragraph("{{ client.nmae }}")
        control, content = element("w:sdt"), element("w:sdtContent")
        paragraph._p.addprevious(control)
        control.append(content)
        content.append(paragraph._p)
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{ provider.nmae }}"

    content, _ = annotated(written(more=more))
    assert set(comments(content)) == {"{{ client.nmae }}", "{{ provider.nmae }}"}


async def test_libreoffice_opens_it_and_reads_the_comments(tmp_path: Path) -> None:
    def more(document: Document) -> None:
        with_margins(document)
        document.add_paragraph("Aan {{ client.nmae }}")

    content, _ = annotated(written(more=more))
    (tmp_path / "template.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", tmp_path]
    await asyncio.to_thread(
        subprocess.run, [*command, tmp_path / "template.docx"], check=True, timeout=120
    )
    said = (tmp_path / "template.fodt").read_text()
    assert "<dc:creator>Schakel</dc:creator>" in said
    assert "Bedoelt u client.name?" in said

"""What a reader of the PDF needs, and what a draft leaves behind; each rule with a clean case."""

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from services.documents.domain.finding import Finding
from services.documents.engine.lint import fonts
from services.documents.engine.lint.inspection import inspect
from tests.documents.drafts import draft, member, saved, with_logo, with_member
from tests.documents.linting import FONTS, codes, element, findings, linted, written


def only(found: list[Finding], code: str) -> Finding:
    assert {one.code for one in found} == {code}
    assert {one.level for one in found} <= {"warning"}
    return found[0]


def styled(document: Document, **fonts_: str) -> None:
    run = document.add_paragraph().add_run("Tekst in een eigen letter")
    run._r.get_or_add_rPr().append(element("w:rFonts", **fonts_))


@pytest.mark.parametrize("font", ["Aptos", "Segoe UI", "Georgia"])
def test_a_font_that_is_not_there_is_told_at_its_first_text(font: str) -> None:
    found = only(linted(more=lambda document: styled(document, ascii=font)), "font-missing")
    assert font in found.detail
    assert "Calibri" in found.detail
    assert found.quoted == "Tekst in een eigen letter"


@pytest.mark.parametrize("font", ["Calibri", "Cambria", "Arial", "Carlito", "Times New Roman"])
def test_a_font_that_is_there_or_has_one_of_the_same_measures_is_fine(font: str) -> None:
    assert linted(more=lambda document: styled(document, ascii=font, hAnsi=font)) == []


def test_fonts_of_styles_count_when_the_style_is_used() -> None:
    def more(document: Document) -> None:
        document.styles["Quote"].font.name = "Aptos"

    def used(document: Document) -> None:
        more(document)
        document.add_paragraph("Citaat", style="Quote")

    assert linted(more=more) == []
    assert "Aptos" in only(linted(more=used), "font-missing").detail


def test_fonts_of_the_theme_count_too() -> None:
    content = written()
    theme = member(content, "word/theme/theme1.xml")
    assert b'typeface="Cambria"' in theme
    changed = with_member(
        content, "word/theme/theme1.xml", theme.replace(b'"Cambria"', b'"Aptos Display"')
    )
    assert "Aptos Display" in only(findings(changed), "font-missing").detail


def test_where_nobody_knows_the_fonts_nothing_is_said_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = written(more=lambda document: styled(document, ascii="Aptos"))
    monkeypatch.setattr(fonts, "installed", lambda: None)
    assert [one for one in inspect(content, "agreement", "nl") if one.level != "hint"] == []


def test_the_fonts_of_this_machine_are_measured() -> None:
    there = fonts.installed()
    assert there
    assert {"carlito", "caladea", "liberation sans"} <= there
    assert fonts.missing(["Calibri", "Comic Sans MS"], there) == ["Comic Sans MS"]


def _language(document: Document, said: str | None) -> None:
    mark = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if said is None:
        mark.getparent().remove(mark)
    else:
        mark.set(qn("w:val"), said)


def test_a_template_in_another_language_than_it_is_for_is_told() -> None:
    found = only(linted(more=lambda one: _language(one, "en-US")), "language-differs")
    assert "English" in found.detail
    assert "Engels" in found.detail_nl
    assert findings(written(more=lambda one: _language(one, "en-GB")), language="en") == []


def test_a_template_that_says_no_language_is_told() -> None:
    only(linted(more=lambda one: _language(one, None)), "language-missing")


def test_a_template_without_a_title_is_told() -> None:
    def untitled(document: Document) -> None:
        document.core_properties.title = " "

    only(linted(more=untitled), "title-missing")
    bare = with_member(written(), "docProps/core.xml", b"<x/>")
    only(findings(bare), "title-missing")


def test_a_skipped_heading_level_is_told_where_it_is() -> None:
    def skipping(document: Document) -> None:
        document.add_heading("Te diep", 3)

    found = only(linted(more=skipping), "heading-skipped")
    assert found.heading == "Te diep"

    def stepping(document: Document) -> None:
        document.add_heading("Dieper", 2)
        document.add_heading("Nog dieper", 3)
        document.add_heading("Weer boven", 1)

    assert linted(more=stepping) == []


def test_headings_are_known_in_a_dutch_word_and_by_their_outline_too() -> None:
    def dutch(document: Document) -> None:
        for style in list(document.styles.element.iter(qn("w:style"))):
            if style.get(qn("w:styleId")) == "Heading1":
                style.set(qn("w:styleId"), "Kop1")
        for mark in document.element.iter(qn("w:pStyle")):
            if mark.get(qn("w:val")) == "Heading1":
                mark.set(qn("w:val"), "Kop1")
        paragraph = document.add_paragraph("Zonder stijl")
        paragraph._p.get_or_add_pPr().append(element("w:outlineLvl", val="0"))
        document.add_paragraph("{{ client.nmae }}")

    (found,) = linted(more=dutch)
    assert found.heading == "Zonder stijl"
    (typed,) = linted("Artikel 12 – Slotbepalingen", "{{ client.nmae }}")
    assert typed.heading == "Artikel 12 – Slotbepalingen"
    (first,) = linted("{{ client.nmae }}", more=dutch)[:1]
    assert first.heading == "Artikel 2. Verwerkingen"


def _table(document: Document, rows: int, header: bool) -> None:
    table = document.add_table(rows=rows, cols=2)
    for number, row in enumerate(table.rows):
        row.cells[0].text = f"rij {number}"
    if header:
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))


def test_a_long_table_whose_header_does_not_repeat_is_told() -> None:
    found = only(linted(more=lambda one: _table(one, 8, header=False)), "table-header")
    assert found.quoted == "rij 0"
    assert linted(more=lambda one: _table(one, 8, header=True)) == []
    assert linted(more=lambda one: _table(one, 3, header=False)) == []


def test_a_table_that_grows_with_the_data_needs_a_header_however_short() -> None:
    def growing(document: Document, header: bool) -> None:
        _table(document, 1, header)
        table = document.tables[-1]
        for text in ("{%tr for one in contacts %}", "{{ one.name }}", "{%tr endfor %}"):
            table.add_row().cells[0].text = text

    only(linted(more=lambda one: growing(one, header=False)), "table-header")
    assert linted(more=lambda one: growing(one, header=True)) == []


def test_a_picture_without_words_is_told_and_a_decorative_one_is_not() -> None:
    def described(document: Document) -> None:
        with_logo(document)
        next(document.element.iter(qn("wp:docPr"))).set("descr", "Ons beeldmerk")

    def decorative(document: Document) -> None:
        with_logo(document)
        picture = next(document.element.iter(qn("wp:docPr")))
        space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
        mark = picture.makeelement(f"{{{space}}}decorative", {"val": "1"}, {"adec": space})
        picture.append(mark)

    def bare(document: Document) -> None:
        with_logo(document)
        next(document.element.iter(qn("wp:docPr"))).attrib.pop("descr", None)

    only(linted(more=bare), "picture-text")
    assert linted(more=described) == []
    assert linted(more=decorative) == []


def test_tracked_changes_are_counted_and_told_once() -> None:
    def tracked(document: Document) -> None:
        for text in ("een", "twee"):
            paragraph = document.add_paragraph("Vast ")
            run = paragraph.add_run(text)
            around = element("w:ins", id="1", author="Jurist")
            run._r.addprevious(around)
            around.append(run._r)

    found = only(linted(more=tracked), "tracked-changes")
    assert "2 tracked changes" in found.detail
    assert found.quoted == "Vast een"


def test_comments_left_in_are_told() -> None:
    def commented(document: Document) -> None:
        paragraph = document.add_paragraph("Nog vragen")
        document.add_comment(paragraph.runs, text="Klopt dit?", author="Jurist", initials="J")

    assert only(linted(more=commented), "comments-left").quoted == "Nog vragen"


def test_hidden_text_is_told_whether_by_itself_or_by_its_style() -> None:
    def hidden(document: Document) -> None:
        document.add_paragraph().add_run("geheim bod").font.hidden = True

    def by_style(document: Document) -> None:
        document.styles["Quote"].font.hidden = True
        document.add_paragraph("stil citaat", style="Quote")

    def shown(document: Document) -> None:
        document.add_paragraph().add_run("gewoon").font.hidden = False

    assert "geheim bod" in only(linted(more=hidden), "text-hidden").detail
    assert "stil citaat" in only(linted(more=by_style), "text-hidden").detail
    assert linted(more=shown) == []


@pytest.mark.parametrize("simple", [True, False])
def test_a_merge_field_of_word_is_told(simple: bool) -> None:
    def merging(document: Document) -> None:
        paragraph = document.add_paragraph("Aan ")
        if simple:
            paragraph._p.append(element("w:fldSimple", instr=" MERGEFIELD Naam \\* MERGEFORMAT "))
        else:
            text = element("w:instrText")
            text.text = ' MERGEFIELD "Naam" '
            paragraph.add_run()._r.append(text)

    assert "Naam" in only(linted(more=merging), "merge-field").detail


@pytest.mark.parametrize(("noun", "told"), [("endnote", []), ("comment", ["tag-not-filled"])])
def test_a_tag_in_a_comment_is_told_for_nothing_fills_it_in(noun: str, told: list[str]) -> None:
    space = qn("w:p").removesuffix("}p").removeprefix("{")
    notes = (
        f'<w:{noun}s xmlns:w="{space}"><w:{noun} w:id="1"><w:p><w:r><w:t>{{{{ client.name }}}}'
        f"</w:t></w:r></w:p></w:{noun}></w:{noun}s>"
    )
    content = with_member(written(), f"word/{noun}s.xml", notes.encode())
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{noun}s+xml"
    types = member(content, "[Content_Types].xml").replace(
        b"</Types>",
        f'<Override PartName="/word/{noun}s.xml" ContentType="{kind}"/></Types>'.encode(),
    )
    found = findings(with_member(content, "[Content_Types].xml", types))
    assert [(one.code, one.part) for one in found] == [(code, f"word/{noun}s.xml") for code in told]


def test_a_text_box_that_word_writes_twice_is_told_of_once() -> None:
    def boxed(document: Document) -> None:
        space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        run = document.add_paragraph("Kader").add_run()._r
        choice = run.makeelement(f"{{{space}}}AlternateContent", nsmap={"mc": space})
        run.append(choice)
        for name in ("Choice", "Fallback"):
            around, box = run.makeelement(f"{{{space}}}{name}"), element("w:txbxContent")
            inner, text = element("w:p"), element("w:t")
            text.text = "{{ client.nmae }}"
            inner.append(element("w:r"))
            inner[0].append(text)
            box.append(inner)
            around.append(box)
            choice.append(around)

    assert codes(more=boxed) == ["variable-unknown"]


def test_a_plain_draft_of_python_docx_shows_what_it_lacks() -> None:
    document = docx.Document(BytesIO(draft("Tekst")))
    document.core_properties.title = ""
    found = inspect(saved(document), "breach-letter", "nl", FONTS)
    assert {one.code for one in found if one.level != "hint"} == {
        "title-missing",
        "language-differs",
    }

"""What a template says, and how two texts differ."""

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from services.documents.domain.difference import Line, difference
from services.documents.engine.spoken import spoken
from shared.errors import Conflict, Invalid
from tests.documents.drafts import draft, with_footnotes, with_margins, with_table

_BOX = (
    "<w:r {}><w:pict><w:txbxContent><w:p><w:r><w:t>In een kader</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r>"
)
_TRACKED = (
    "<w:p {}><w:r><w:t>Dertig </w:t></w:r><w:del><w:r><w:delText>veertien</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>dagen</w:t></w:r></w:ins></w:p>"
)
_CONTROL = (
    "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Uit een veld</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def lines(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    return [(one.change, one.text) for one in difference({"text": old}, {"text": new})]


def test_runs_are_one_paragraph_and_tags_stand_as_they_were_written() -> None:
    told = spoken(draft("# Kop", "Aan {{ cli¦ent.n¦ame }}", ""))
    assert told["text"] == ["Kop", "Aan {{ client.name }}"]


def test_a_row_of_a_table_is_one_line_and_headers_and_footnotes_are_told_apart() -> None:
    def more(document: Document) -> None:
        with_table(document)
        with_margins(document)
        with_footnotes(document)

    told = spoken(draft("Tekst.", more=more))
    assert told["text"][:2] == ["Tekst.", "Naam | Plaats | Keten"]
    assert told["header"] == ["{{ agreement.reference }} · {{ provider.name }}"]
    assert told["footer"] == ["{{ digest|hex_groups }}"]
    assert told["notes"] == ["{{ client.name }}"]


def test_text_boxes_content_controls_and_nested_tables_are_read_and_deleted_text_is_not() -> None:
    def more(document: Document) -> None:
        namespace = nsdecls("w")
        document.paragraphs[0]._p.append(parse_xml(_BOX.format(namespace)))
        body = document.element.body
        for xml in (_TRACKED, _CONTROL):
            body.insert(len(body) - 1, parse_xml(xml.format(namespace)))
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "links"
        inner = outer.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "een", "twee"

    assert spoken(draft("Tekst.", more=more))["text"] == [
        "Tekst.",
        "In een kader",
        "Dertig dagen",
        "Uit een veld",
        "links | een | twee",
    ]


def test_what_is_no_word_document_has_no_text() -> None:
    with pytest.raises(Invalid, match="can't be read"):
        spoken(b"geen zip")


def test_equal_texts_do_not_differ() -> None:
    assert lines(["a", "b"], ["a", "b"]) == []


def test_a_changed_paragraph_is_gone_and_there_anew_with_what_stands_around_it() -> None:
    old = [f"lid {number}" for number in range(10)]
    new = [*old[:5], "lid vijf", *old[6:]]
    assert lines(old, new) == [
        ("gap", ""),
        ("same", "lid 3"),
        ("same", "lid 4"),
        ("removed", "lid 5"),
        ("added", "lid vijf"),
        ("same", "lid 6"),
        ("same", "lid 7"),
    ]


def test_what_differs_in_a_header_is_told_as_that() -> None:
    found = difference({"text": ["a"], "header": ["oud"]}, {"text": ["a"], "header": ["nieuw"]})
    assert [one for one in found if one.change != "gap"] == [
        Line(story="header", change="removed", text="oud"),
        Line(story="header", change="added", text="nieuw"),
    ]


def test_the_new_text_follows_from_the_old_and_the_difference() -> None:
    old = [f"artikel {number % 7}" for number in range(300)]
    new = [*old[:50], "x", *old[60:200], "y", "z", *old[200:]]
    found = difference({"text": old}, {"text": new})
    gone = sum(one.change == "removed" for one in found)
    added = sum(one.change == "added" for one in found)
    assert len(old) - gone + added == len(new)


def test_texts_without_end_are_not_compared() -> None:
    with pytest.raises(Conflict):
        difference({"text": ["a"] * 10_001}, {"text": []})

"""The committed templates: made from their text, and put together as Word and PDF/UA want them."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any, get_args
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from jinja2 import Environment, nodes

from services.contracts.domain.change import Action
from services.contracts.domain.signature import Method
from services.contracts.domain.transfer import Mechanism, Zone
from services.documents.builtin.build import build, read, template_path
from services.documents.builtin.numbers import numbers
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.domain.printed.registers import LACKING
from services.notifications.domain.evidence import Proof
from shared.text import Language

pytestmark = [
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("kind", KINDS),
]
FILTERS = {"join", "length", "default", "upper", "lower", "sort", "day", "moment", "hex_groups"}
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const),
    *(nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.Filter, nodes.Not),
)


_ANNEXES = [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
_LIST_LAST = [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
SECTIONS: dict[TemplateKind, list[WD_ORIENT]] = {
    "agreement": _ANNEXES,
    "annex": _ANNEXES,
    "processing-record": _LIST_LAST,
    "evidence-report": _LIST_LAST,
}


def opened(kind: TemplateKind, language: Language) -> Any:
    return docx.Document(str(template_path(kind, language)))


def parts(kind: TemplateKind, language: Language) -> Iterator[tuple[str, str]]:
    with ZipFile(template_path(kind, language)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode()


def test_the_committed_template_is_what_its_text_makes(
    kind: TemplateKind, language: Language
) -> None:
    assert build(kind, language) == template_path(kind, language).read_bytes()


def test_the_template_carries_no_date_of_its_making(kind: TemplateKind, language: Language) -> None:
    with ZipFile(BytesIO(build(kind, language))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_both_languages_number_their_articles_and_clauses_alike(
    kind: TemplateKind, language: Language
) -> None:
    assert numbers(read(kind, language).blocks) == numbers(read(kind, "nl").blocks)


def test_every_tag_stands_whole_in_one_run(kind: TemplateKind, language: Language) -> None:
    for name, xml in parts(kind, language):
        for text in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml):
            left = re.sub(r"\{\{[^{}]+\}\}|\{%[^{}]+%\}", "", text)
            assert not re.search(r"\{\{|\}\}|\{%|%\}", left), (name, text)


def test_tags_use_names_conditions_loops_and_known_filters_only(
    kind: TemplateKind, language: Language
) -> None:
    for _, xml in parts(kind, language):
        plain = re.sub(r"\{%(p|tr) ", "{% ", unescape(re.sub(r"<[^>]+>", "", xml)))
        tree = Environment().parse(plain)
        for node in tree.find_all(nodes.Node):
            assert isinstance(node, ALLOWED), node
        assert {one.name for one in tree.find_all(nodes.Filter)} <= FILTERS


def test_the_document_states_its_language_and_a_title_without_tags(
    kind: TemplateKind, language: Language
) -> None:
    document = opened(kind, language)
    said = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert said.get(qn("w:val")) == read(kind, language).words["lang"]
    assert document.core_properties.title == read(kind, language).words["title"]
    assert "{" not in document.core_properties.title


def test_every_value_that_the_record_knows_has_words(
    kind: TemplateKind, language: Language
) -> None:
    words = read(kind, language).words["words"]
    known = {"zone": Zone, "mechanism": Mechanism, "action": Action, "proof": Proof}
    for name, values in known.items():
        assert set(words[name]) == set(get_args(values))
    if kind == "agreement":
        assert set(words["method"]) == set(get_args(Method))
    assert set(words["lacking"]) == set(LACKING)


def test_every_style_that_is_used_exists(kind: TemplateKind, language: Language) -> None:
    document = opened(kind, language)
    known = {style.style_id for style in document.styles}
    used = {
        mark.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for mark in document.element.iter(qn(tag))
    }
    assert used <= known


def test_headings_stay_with_their_text_and_clauses_are_numbered_by_word(
    kind: TemplateKind, language: Language
) -> None:
    styles = {style.style_id: style for style in opened(kind, language).styles}
    for name in ("Heading1", "Heading2", "PlainHeading", "Title"):
        assert styles[name].paragraph_format.keep_with_next
    for name in ("Heading1", "Clause", "ClauseItem", "AnnexHeading", "ListBullet"):
        assert styles[name].element.find(f".//{qn('w:numPr')}") is not None


def test_table_headers_repeat_and_rows_stay_whole(kind: TemplateKind, language: Language) -> None:
    for table in opened(kind, language).tables:
        first, *rest = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        for row in (first, *rest):
            tag = row.find(f".//{qn('w:t')}")
            loops = tag is not None and (tag.text or "").startswith("{%tr")
            assert loops or row.find(f".//{qn('w:cantSplit')}") is not None


def test_only_what_is_wide_lies_on_its_side(kind: TemplateKind, language: Language) -> None:
    turned = [section.orientation for section in opened(kind, language).sections]
    assert turned == SECTIONS.get(kind, [WD_ORIENT.PORTRAIT])


def test_every_page_says_whose_it_is_and_counts_pages(
    kind: TemplateKind, language: Language
) -> None:
    for section in opened(kind, language).sections:
        header = "".join(one.text or "" for one in section.header._element.iter(qn("w:t")))
        assert "{{ provider.name }}" in header
        assert len(header) > len("{{ provider.name }}")
        fields = [one.text for one in section.footer._element.iter(qn("w:instrText"))]
        assert [field.strip() for field in fields] == ["PAGE", "NUMPAGES"]
        assert "{{ digest }}" in "".join(
            one.text or "" for one in section.footer._element.iter(qn("w:t"))
        )


def test_fonts_are_those_that_every_machine_can_show(
    kind: TemplateKind, language: Language
) -> None:
    fonts = {
        font for _, xml in parts(kind, language) for font in re.findall(r'w:ascii="([^"]+)"', xml)
    }
    assert fonts == {"Calibri"}


def test_references_lead_to_a_place_in_the_document(kind: TemplateKind, language: Language) -> None:
    body = opened(kind, language).element
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert bool(anchors) == (kind == "agreement")
    assert anchors <= places

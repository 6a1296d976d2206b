"""What is wrong with how tags are written and where they stand, told with their place."""

from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from tests.documents.drafts import with_logo, with_table
from tests.documents.linting import codes, element, findings, linted, written


def test_a_template_in_which_nothing_is_wrong_has_no_finding() -> None:
    assert linted() == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{{ client.name }}",),
        ("{{ cli¦ent.na¦me }¦} en {¦{ provider.name }}",),
        ("{{ client.country|default(“onbekend”, true) }}",),
        ("{{\N{NO-BREAK SPACE}client.name\N{NO-BREAK SPACE}}}",),
        ("{# een opmerking aan de maker #}", "{#p nog een #}"),
        ("{%p if change %}", "{{ change.title }}", "{%p endif %}"),
        ("{% if change %}{{ change.title }}{% else %}geen{% endif %}",),
        ("{%p if terms.emergency_clause %}", "a", "{%p else %}", "b", "{%p endif %}"),
        ("{% for one in contacts %}{{ one.name }}{% else %}niemand{% endfor %}",),
        ("{%r if change %}a{%r endif %}",),
        ("{%p if change %}", "{% if signature %}a{% endif %}", "{%p endif %}"),
        ("{{ client.name }} { } {_{ x }_}",),
        ("{% if change %}begin", "eind{% endif %}"),
    ],
)
def test_tags_that_render_are_not_complained_of(paragraphs: tuple[str, ...]) -> None:
    assert linted(*paragraphs) == []


def test_a_table_that_repeats_rows_is_not_complained_of_but_for_its_header() -> None:
    found = linted("Tabel", more=with_table)
    assert [one.code for one in found] == ["table-header", "variable-may-be-empty"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Aan {{ client.name", "{{ client.name"),
        ("{% if change", "{% if change"),
        ("{# vergeten", "{# vergeten"),
        ("{{ client.name } en verder", "{{ client.name } en verder"),
    ],
)
def test_a_tag_that_the_end_of_its_paragraph_cuts_is_told(text: str, begins: str) -> None:
    found = linted("# Artikel 7. Slot", text, "volgende }} alinea" if "{{" in text else "volgende")
    assert found[0].code == "tag-open"
    assert found[0].level == "error"
    assert found[0].heading == "Artikel 7. Slot"
    assert begins in found[0].detail
    assert found[0].quoted == text


def test_braces_that_meet_over_the_end_of_a_paragraph_are_told() -> None:
    assert codes("iets {", "{ client.name }}")[0] == "tag-open"
    assert codes("50 %", "} iets") == ["tag-half"]


def test_half_a_tag_and_single_braces_are_pointed_out() -> None:
    (half,) = linted("client.name }} is de klant")
    assert (half.code, half.level) == ("tag-half", "warning")
    (single,) = linted("Tussen { client.name } en ons")
    assert single.code == "braces-single"
    assert single.suggestion == "{{ client.name }}"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{{ client name }}", "tag-unreadable"),
        ("{{ }}", "tag-unreadable"),
        ("{% if %}a{% endif %}", "tag-unreadable"),
        ("{% for one of contacts %}{% endfor %}", "tag-unreadable"),
        ("{{ client.name|default('A & B', true) & 1 }}", "tag-unreadable"),
        ("{{ client.country|default(„onbekend”, true) }}", "tag-quotes"),
        ("{{ client.country|default(‘it’s’, true) }}", "tag-quotes"),
        ("{{ client.\N{ZERO WIDTH SPACE}name }}", "tag-character"),
        ("{{ client.name|default('{{', true) }}", "tag-unreadable"),
        (f"{{{{ client.name|default('{'x' * 1000}', true) }}}}", "tag-unreadable"),
        ("{% iff change %}a{% endif %}", "tag-unknown"),
        ("{% set a = 1 %}", "tag-forbidden"),
        ("{% include 'x' %}", "tag-forbidden"),
        ("{{ client.name.upper() }}", "tag-forbidden"),
        ("{{ terms.notice_days + 1 }}", "tag-forbidden"),
        ("{{ client.name ~ 'x' }}", "tag-forbidden"),
        ("{% if client.name is string %}a{% endif %}", "tag-forbidden"),
        ("{{ subprocessors[0] }}", "tag-forbidden"),
        ("{% for a, b in contacts %}{% endfor %}", "tag-forbidden"),
        ("{{ 10000000000000000 }}", "tag-forbidden"),
        ("{% for self in contacts %}{% endfor %}", "tag-forbidden"),
        ("{{ client._name }}", "variable-unknown"),
        ("{{p client.name }}", "tag-outside-text"),
        ("{{r client.name }}", "tag-outside-text"),
        ("{%tr if change %}", "tag-misplaced"),
        ("{%p if client.name == '5%' %}", "tag-misplaced"),
    ],
)
def test_a_tag_that_can_not_be_carried_out_is_told_with_what_it_says(tag: str, code: str) -> None:
    found = linted("# Artikel 3. Doel", f"Vooraf {tag} erna")
    assert code in [one.code for one in found]
    told = next(one for one in found if one.code == code)
    assert told.level == "error"
    assert told.heading == "Artikel 3. Doel"
    assert told.paragraph is not None
    assert told.quoted
    assert told.quoted.rstrip("…") in " ".join(tag.split())


def test_an_unknown_word_is_answered_with_the_nearest_known_one() -> None:
    (found,) = (one for one in linted("{% iff change %}a{% endif %}") if one.code == "tag-unknown")
    assert found.suggestion == "if"
    assert found.detail.endswith("Did you mean if?")
    assert found.detail_nl.endswith("Bedoelt u if?")


def test_an_end_that_is_missing_names_the_if_that_it_should_have_ended() -> None:
    found = linted(
        "# Artikel 5. Beveiliging",
        "{%p if terms.emergency_clause %}",
        "a",
        "{%p endif %}",
        "# Artikel 6. Subverwerkers",
        "{%p if terms.authorisation == 'general' %}",
        "b",
        "# Artikel 7. Slot",
        "{%p if change %}",
        "c",
        "{%p endif %}",
    )
    assert [one.code for one in found] == ["block-open"]
    assert found[0].quoted == "{%p if terms.authorisation == 'general' %}"
    assert found[0].heading == "Artikel 6. Subverwerkers"
    assert "endif" in found[0].detail


def test_an_end_that_is_missing_inside_another_is_found_by_the_depth_of_both() -> None:
    found = linted("{%p if change %}", "{% if signature %}getekend", "{%p endif %}")
    assert [(one.code, one.quoted) for one in found] == [("block-open", "{% if signature %}")]


def test_an_end_too_many_names_itself() -> None:
    found = linted("# Artikel 8. Einde", "{%p if change %}", "{%p endif %}", "{%p endif %}")
    assert [one.code for one in found] == ["block-end-extra"]
    assert found[0].quoted == "{%p endif %}"
    assert found[0].heading == "Artikel 8. Einde"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if change %}{% for one in contacts %}{% endif %}{% endfor %}", "block-open"),
        ("{% else %}", "block-branch"),
        ("{% if change %}a{% else %}b{% else %}c{% endif %}", "block-branch"),
        ("{% for one in contacts %}a{% elif change %}b{% endfor %}", "block-branch"),
        ("{% endfor %}", "block-end-extra"),
    ],
)
def test_tags_that_do_not_pair_are_told(text: str, expected: str) -> None:
    assert codes(text)[0] == expected


def test_a_condition_may_not_begin_between_paragraphs_and_end_inside_one() -> None:
    (found,) = linted("{%p if change %}", "tekst", "slot{% endif %}")
    assert found.code == "block-uneven"
    assert found.quoted == "{% endif %}"
    assert "{%p if change %}" in found.detail


def test_a_condition_may_not_begin_in_a_table_and_end_below_it() -> None:
    def table(document: Document) -> None:
        document.add_table(rows=1, cols=2).rows[0].cells[0].text = "{% if change %}x"
        document.add_paragraph("{% endif %}")

    assert codes(more=table) == ["block-uneven"]


def test_a_condition_over_two_cells_is_pointed_out() -> None:
    def table(document: Document) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = "{% for one in contacts %}{{ one.name }}", "{% endfor %}"

    (found,) = linted(more=table)
    assert (found.code, found.level) == ("block-crosses-cells", "warning")


@pytest.mark.parametrize(
    ("lines", "fine"),
    [
        (("{%p if change %}", "x", "{%p endif %}"), False),
        (("{%p for one in contacts %}", "x", "{%p endfor %}"), False),
        (("{%p if change %}", "x", "{%p elif signature %}", "y", "{%p endif %}"), False),
        (("{%p if change %}", "x", "{%p else %}", "{%p endif %}"), False),
        (("{%p if change %}", "x", "{%p else %}", "y", "{%p endif %}"), True),
        (("{%p if change %}", "x", "{%p endif %}", ""), True),
        (
            (
                *("{%p if contacts %}", "{%p for one in contacts %}", "x", "{%p endfor %}"),
                *("{%p else %}", "y", "{%p endif %}"),
            ),
            True,
        ),
    ],
)
def test_a_cell_of_which_nothing_may_be_left_is_an_error(
    lines: tuple[str, ...], fine: bool
) -> None:
    def celled(document: Document) -> None:
        cell = document.add_table(rows=1, cols=2).rows[0].cells[0]
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)

    assert codes(more=celled) == ([] if fine else ["cell-may-be-empty"])


def test_a_dash_that_would_eat_text_is_an_error_and_another_is_not() -> None:
    assert codes("Eerst", "tekst {%- if change %}a{% endif %}") == ["tag-trims"]
    assert codes("{% if change %}a{% endif -%} weg", "Daarna") == ["tag-trims"]
    assert codes("Eerst", "{%- if change %}a{% endif %}") == []
    assert codes("Eerst {%- if change -%} a {%- endif -%}{{ client.name }}") == ["tag-trims"] * 2


def test_two_paragraph_tags_in_one_paragraph_lose_the_first() -> None:
    found = linted("{%p if change %}{%p endif %}")
    assert "tag-dropped" in [one.code for one in found]


def test_text_beside_a_paragraph_tag_is_pointed_out_as_lost() -> None:
    (found, *_) = linted("{%p if change %} Let op:", "x", "{%p endif %}")
    assert (found.code, found.level) == ("text-dropped", "warning")
    assert "Let op:" in found.detail


def test_a_section_break_that_goes_with_a_tag_is_pointed_out() -> None:
    def broken(document: Document) -> None:
        for text in ("{%p if change %}", "{{ change.title }}", "{%p endif %}"):
            paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(element("w:sectPr"))

    assert codes(more=broken) == ["section-dropped"]


def _wrapped(document: Document, name: str, text: str, inside: str) -> None:
    """`text` in a run, then `inside` within an element of that name."""
    paragraph = document.add_paragraph(text)
    around = element(name)
    run = paragraph.add_run(inside)
    run._r.getparent().remove(run._r)
    paragraph._p.append(around)
    if name == "w:sdt":
        content = element("w:sdtContent")
        around.append(content)
        content.append(run._r)
    else:
        around.append(run._r)


@pytest.mark.parametrize("name", ["w:hyperlink", "w:sdt", "w:ins", "w:smartTag"])
def test_a_tag_that_crosses_the_bound_of_something_is_made_whole(name: str) -> None:
    found = linted(more=lambda document: _wrapped(document, name, "{{ client.", "name }} x"))
    assert {one.code for one in found} <= {"tracked-changes"}


@pytest.mark.parametrize("name", ["w:hyperlink", "w:sdt", "w:smartTag"])
def test_a_tag_whole_within_something_is_as_good_as_any(name: str) -> None:
    assert linted(more=lambda document: _wrapped(document, name, "x ", "{{ client.name }}")) == []


def test_a_tag_in_deleted_text_is_not_carried_out() -> None:
    def deleted(document: Document) -> None:
        paragraph = document.add_paragraph("tekst")
        run, text, around = element("w:r"), element("w:delText"), element("w:del", id="1")
        text.text = "{{ client.name }}"
        run.append(text)
        around.append(run)
        paragraph._p.append(around)

    assert codes(more=deleted) == []


def test_a_tag_in_an_alternative_text_knows_the_loop_around_it() -> None:
    def pictured(name: str) -> Any:
        def more(document: Document) -> None:
            document.add_paragraph("{%p for party in subprocessors %}")
            with_logo(document)
            next(document.element.iter(qn("wp:docPr"))).set("descr", f"Logo van {{{{ {name} }}}}")
            document.add_paragraph("{%p endfor %}")

        return more

    assert linted(more=pictured("party.name")) == []
    assert codes(more=pictured("party.nmae")) == ["variable-unknown"]
    assert codes(more=pictured('party.address|default("x", true)')) == ["tag-unreadable"]


@pytest.mark.parametrize("name", ["w:instrText", "m:t"])
def test_a_tag_in_a_field_or_a_formula_is_told(name: str) -> None:
    def elsewhere(document: Document) -> None:
        text = element(name)
        text.text = ' HYPERLINK "https://{{ client.name }}" '
        document.add_paragraph("tekst").add_run()._r.append(text)

    assert codes(more=elsewhere) == ["tag-elsewhere"]


def test_a_tag_in_the_name_of_a_bookmark_is_told() -> None:
    def named(document: Document) -> None:
        mark = element("w:bookmarkStart", id="1", name="{{ client.name }}")
        document.add_paragraph("tekst")._p.append(mark)

    assert codes(more=named) == ["tag-elsewhere"]


def test_tags_are_read_in_headers_footers_and_properties_too() -> None:
    def margins(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ provider.nmae }}"
        document.sections[0].footer.paragraphs[0].text = "{% if change %}"
        document.core_properties.title = "{{ agreement.referense }}"

    found = linted(more=margins)
    assert [(one.code, one.part) for one in found] == [
        ("variable-unknown", "word/header1.xml"),
        ("block-open", "word/footer1.xml"),
        ("variable-unknown", "docProps/core.xml"),
    ]
    assert found[0].heading is None


def test_so_many_findings_are_cut_short_with_the_errors_first() -> None:
    found = findings(written(*["{{ nobody }} { client.name }"] * 150, "{{ somebody }}"))
    assert len(found) == 201
    assert sum(one.code == "variable-unknown" for one in found) == 151
    assert found[-1].code == "findings-more"


def test_an_expression_without_end_is_refused_without_falling_over() -> None:
    deep = "(" * 450 + "client.name" + ")" * 450
    assert codes(f"{{{{ {deep} }}}}") == ["nested-too-deep"]
    assert codes(*["{%p if change %}"] * 400, *["{%p endif %}"] * 400) == ["nested-too-deep"]

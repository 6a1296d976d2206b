"""The dialect in which lawyers write the agreement: what it reads and what it refuses."""

import pytest

from services.documents.builtin.numbers import numbers
from services.documents.builtin.source import Paragraph, Row, SourceError, Table, Tag, parse
from services.documents.builtin.tags import expand
from services.documents.builtin.wordprocessing import document_xml

WORDS = {
    "unknown": "onbekend",
    "phrases": {"notice": "{{ terms.notice_days }} dagen"},
    "words": {"zone": {"EU": "in de EU", "third": "derde land"}},
}
FRONT = '+++\narticle = "artikel"\nannex = "bijlage"\n+++\n'


def source(body: str) -> str:
    return FRONT + body


def test_a_line_break_does_not_end_a_paragraph_and_a_label_may_stand_in_the_middle() -> None:
    (clause,) = parse(source("1. Een zin. {#eerste}\n   Nog een.\n")).blocks
    assert clause == Paragraph("clause", "Een zin. Nog een.", "eerste")


def test_a_row_is_short_or_has_a_line_for_every_paragraph() -> None:
    text = (
        '::: table 50 50 "T"\nA | B\n---\na | {{ x|day }}\n{% if y %}\n* a\n'
        "  {% if z %}\n  b\n  {% endif %}\n* c\n{% endif %}\n:::\n"
    )
    (table,) = parse(source(text)).blocks
    assert isinstance(table, Table)
    assert table.rows == (
        Row((("a",), ("{{ x|day }}",))),
        Tag("{% if y %}"),
        Row((("a", Tag("{% if z %}"), "b", Tag("{% endif %}")), ("c",))),
        Tag("{% endif %}"),
    )


@pytest.mark.parametrize("body", ['::: table 60 50 "T"\nA | B\n---\n:::\n',
                                  '::: table 50 50 "T"\nA | B\n---\na\n:::\n'])  # fmt: skip
def test_a_table_whose_columns_do_not_fit_is_refused(body: str) -> None:
    with pytest.raises(SourceError):
        parse(source(body))


@pytest.mark.parametrize(
    "body",
    [
        "## A\n{% if x %}\n1. een\n{% endif %}\n2. twee\n",
        "## A\n{% if x %}\n1. een\n{% else %}\n1. een\n2. twee\n{% endif %}\n",
        "## A\n{% if x %}\n1. a\n{% elif y %}\n1. b\n2. c\n{% else %}\n1. d\n{% endif %}\n",
    ],
)
def test_a_clause_whose_number_depends_on_a_condition_is_refused(body: str) -> None:
    with pytest.raises(SourceError):
        numbers(parse(source(body)).blocks)


def test_clauses_after_equal_branches_keep_their_number() -> None:
    body = "## A\n{% if x %}\n1. a {#one}\n{% else %}\n1. b {#one}\n{% endif %}\n2. c {#two}\n"
    found = numbers(parse(source(body)).blocks)
    assert found == {"one": ("article", "1.1"), "two": ("article", "1.2")}


def test_a_reference_to_nothing_is_refused() -> None:
    with pytest.raises(SourceError, match="nowhere"):
        document_xml(parse(source("Zie [](#nowhere).\n")))


@pytest.mark.parametrize(
    ("short", "jinja"),
    [
        ("{{ a.b ?? }}", "{{ a.b|default('onbekend', true) }}"),
        ("{{ a|day ?? }}", "{% if a %}{{ a|day }}{% else %}onbekend{% endif %}"),
        ("[[notice]]", "{{ terms.notice_days }} dagen"),
        (
            "{{ z : zone }}",
            (
                "{% if z|lower == 'eu' %}in de EU{% elif z|lower == 'third' %}derde land"
                "{% else %}{{ z|default('onbekend', true) }}{% endif %}"
            ),
        ),
    ],
)
def test_short_forms_become_plain_jinja(short: str, jinja: str) -> None:
    assert expand(short, WORDS) == jinja

"""The template as Word itself writes it: revision marks, split runs, proof marks, properties."""

import time
from collections.abc import Callable

import pytest
from docx.oxml.ns import qn
from lxml import etree

from bench.word import template
from services.documents.domain.finding import Finding
from services.documents.engine.lint.inspection import inspect
from tests.documents.drafts import member, with_member
from tests.documents.linting import FONTS

DOCUMENT = "word/document.xml"


def found_in(change: Callable[[list[etree._Element]], None]) -> list[Finding]:
    """What the lint finds once its paragraphs were changed that was not there before."""
    content = template()
    root = etree.fromstring(member(content, DOCUMENT))
    change(list(root.iter(qn("w:p"))))
    changed = with_member(content, DOCUMENT, etree.tostring(root))
    before = {
        (one.code, one.quoted, one.variable) for one in inspect(content, "annex", "nl", FONTS)
    }
    return [
        one
        for one in inspect(changed, "annex", "nl", FONTS)
        if (one.code, one.quoted, one.variable) not in before and one.level != "hint"
    ]


def text(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def test_nothing_is_wrong_with_its_tags_its_fonts_or_its_looks() -> None:
    found = inspect(template(), "agreement", "nl", FONTS)
    assert {one.code for one in found} <= {
        "element-missing",
        "variable-may-be-empty",
        "variables-unused",
    }
    assert {one.heading for one in found if one.code == "variable-may-be-empty"} >= {
        "Artikel 1. Begrippen"
    }


def test_an_endif_that_is_lost_names_the_article_of_its_if() -> None:
    def lose(paragraphs: list[etree._Element]) -> None:
        at = next(n for n, one in enumerate(paragraphs) if text(one).startswith("Artikel 6"))
        end = next(one for one in paragraphs[at:] if "endif" in text(one))
        end.getparent().remove(end)

    (found,) = found_in(lose)
    assert found.code == "block-open"
    assert found.quoted == "{%p if terms.emergency_clause %}"
    assert found.heading is not None
    assert found.heading.startswith("Artikel 6")


def test_a_name_that_is_mistyped_over_split_runs_is_found_where_it_stands() -> None:
    def mistype(paragraphs: list[etree._Element]) -> None:
        at = next(n for n, one in enumerate(paragraphs) if text(one).startswith("Artikel 9"))
        split = next(one for one in paragraphs[at:] if "provider.privacy_contact" in text(one))
        whole = text(split).replace("privacy_contact", "privacy_contcat")
        texts = list(split.iter(qn("w:t")))
        third = len(whole) // len(texts) + 1
        for number, one in enumerate(texts):
            one.text = whole[number * third : (number + 1) * third]

    (found,) = found_in(mistype)
    assert (found.code, found.suggestion) == ("variable-unknown", "provider.privacy_contact")
    assert found.heading is not None
    assert found.heading.startswith("Artikel 9")
    assert found.quoted == "{{ provider.privacy_contcat }}"


@pytest.mark.parametrize(("rows", "codes"), [(400, []), (9000, ["too-much-to-read"])])
def test_a_template_that_is_far_too_long_is_not_read_for_ever(rows: int, codes: list[str]) -> None:
    def lengthen(paragraphs: list[etree._Element]) -> None:
        first = paragraphs[1]
        for _ in range(rows):
            copy = etree.fromstring(etree.tostring(paragraphs[3]))
            first.addnext(copy)

    started = time.process_time()
    assert [one.code for one in found_in(lengthen)] == codes
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        "{ client.name }",
        "{{ zzz }}",
        "{%- if change -%}",
        "{{ client name }}",
        "{%p if change %}",
        "}}",
        "{",
    ],
)
def test_what_is_repeated_without_end_in_one_paragraph_takes_no_time(text: str) -> None:
    def repeat(paragraphs: list[etree._Element]) -> None:
        for _ in range(2000):
            run = etree.SubElement(paragraphs[1], qn("w:r"))
            etree.SubElement(run, qn("w:t")).text = text

    started = time.process_time()
    found_in(repeat)
    assert time.process_time() - started < 10

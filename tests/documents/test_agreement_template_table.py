"""docs/agreement-template.md tells the truth: the articles exist and print what it says."""

import re
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml.ns import qn

from services.documents.builtin.build import read, template_path
from services.documents.domain.kinds import LANGUAGES
from shared.text import Language

TABLE = Path(__file__).parents[2] / "docs/agreement-template.md"
REQUIRED = (
    *("28(2)", "28(3)", "28(4)", "28(9)", "33(2)"),
    *(f"28(3)({letter})" for letter in "abcdefgh"),
)
OPENING = (
    *("subject-matter", "duration", "nature and purpose", "type of personal data"),
    *("categories of data subjects", "obligations and rights of the controller"),
)


class Line(NamedTuple):
    reference: str
    element: str
    places: dict[str, str]
    printed: list[str]


def lines() -> list[Line]:
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| \d", line)
    ]
    return [
        Line(row[0], row[1], {"nl": row[2], "en": row[3]}, re.findall(r"`([\w.]+)`", row[4]))
        for row in rows
    ]


def sections(language: Language) -> dict[str, str]:
    """Number and title of every article and annex, as Word will print them → text with tags."""
    words = read("agreement", language).words
    found: dict[str, str] = {}
    counts = {"Heading1": 0, "AnnexHeading": 0}
    place = ""
    for element in docx.Document(str(template_path("agreement", language))).element.body:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else ""
        text = "".join(one.text or "" for one in element.iter(qn("w:t")))
        if name in counts:
            counts[name] += 1
            prefix = f"{words['annex_heading']} " if name == "AnnexHeading" else ""
            place = f"{prefix}{counts[name]} {text}"
        elif name in ("PageHeading", "PlainHeading"):
            place = text
        found[place] = found.get(place, "") + text
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_that_the_table_names_exists(language: Language) -> None:
    there = sections(language)
    for line in lines():
        assert line.places[language] in there, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_prints_the_data_that_the_table_names(language: Language) -> None:
    there = sections(language)
    for line in lines():
        for name in line.printed:
            used = re.compile(rf"\{{[{{%][^{{}}]*\b{re.escape(name)}\b")
            assert used.search(there[line.places[language]]), (line.reference, name)


def test_the_table_covers_every_element_of_the_law() -> None:
    assert {line.reference for line in lines()} == set(REQUIRED)
    opening = [line.element for line in lines() if line.reference == "28(3)"]
    assert set(OPENING) <= set(opening)

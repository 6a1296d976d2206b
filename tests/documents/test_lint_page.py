"""docs/template-lint.md names every code and no other, and its examples are what they are said."""

import re
from pathlib import Path

import pytest

from services.documents.domain.finding_words import SENTENCES
from tests.documents.linting import linted

PAGE = Path(__file__).parents[2] / "docs/template-lint.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| (\w+) \| (.*) \| .+ \|$", re.MULTILINE)
WHOLE = re.compile(r"`([^`]+)`")


def _rows() -> list[tuple[str, str, str]]:
    return [(row[0], row[1], row[2].replace(r"\|", "|")) for row in ROW.findall(PAGE.read_text())]


EXAMPLES = [(code, text[1:-1]) for code, _, text in _rows() if WHOLE.fullmatch(text)]


def test_the_page_names_every_code_with_its_level() -> None:
    told = {code: level for code, level, _ in _rows()}
    assert told == {code: level for code, (level, _) in SENTENCES.items()}


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_an_example_of_the_page_is_found_out(code: str, example: str) -> None:
    assert code in [one.code for one in linted(*example.split(" ¶ "))]


def test_there_are_examples_to_be_found_out() -> None:
    assert len(EXAMPLES) > 30


def test_every_sentence_fills_in_the_same_in_both_languages() -> None:
    for _, sentence in SENTENCES.values():
        names = [
            sorted(re.findall(r"(?<!\{)\{(\w+)\}", text)) for text in (sentence.nl, sentence.en)
        ]
        assert names[0] == names[1], sentence.en

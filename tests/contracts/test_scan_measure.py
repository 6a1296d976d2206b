"""What the scanner finds in statements that its maker had not seen, as first measured."""

import json
from functools import reduce
from operator import add

import pytest

from tests.contracts.statements.measure import (
    BLIND,
    HERE,
    OWN,
    Score,
    blind_marks,
    expected_of,
    names,
    reading_of,
    score,
)

MEASURED = json.loads((HERE / "measured.json").read_text())


@pytest.fixture(scope="module")
def marks() -> dict[str, Score]:
    return vars(reduce(add, map(blind_marks, BLIND)))


@pytest.mark.parametrize("what", ["researched", "recipients", "warnings"])
def test_the_blind_figures_are_no_worse_than_was_published(
    what: str, marks: dict[str, Score]
) -> None:
    floor = Score(**MEASURED[what])
    assert marks[what].precision >= floor.precision
    assert marks[what].recall >= floor.recall


def test_the_published_figures_are_those_that_were_measured() -> None:
    page = (HERE.parents[2] / "docs/statement-scan.md").read_text()
    for what in ("researched", "recipients", "warnings"):
        found = Score(**MEASURED[what])
        assert f"| {found.precision:.2f} | {found.recall:.2f} |" in page, what
    assert f"{MEASURED['refused']} words" in page


def test_on_our_own_statements_precision_and_recall_are_whole() -> None:
    found = Score()
    for path in OWN:
        reading, expected = reading_of(path), expected_of(path)
        for kind in ("known", "unknown"):
            found += score(names(reading, kind), expected[kind])
    assert (found.precision, found.recall) == (1.0, 1.0)
    assert found.right >= 90

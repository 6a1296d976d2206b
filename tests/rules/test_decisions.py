"""A decision holds because a test enforces it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
PARTS = ["Context", "Decision", "Consequences", "Enforced by"]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts_and_fits_on_a_page(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == PARTS
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert text.count("\n") <= 60


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_names_tests_that_are_there(path: Path) -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", path.read_text())
    assert named
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text())
        functions = {getattr(node, "name", "") for node in ast.walk(tree)}
        assert test in functions, f"{file} has no {test}"

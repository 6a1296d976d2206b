"""The house's measures: small files, small functions, names that say what is inside."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BANNED = {"utils", "helpers", "common", "base", "manager", "service", "models"}
TOP = {
    ".ci", "services", "shared", "deploy", "tests", "docs", "bench", "docker-compose.yml",
    "Makefile",
    "pyproject.toml", "uv.lock", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
    ".gitignore", ".dockerignore",
}  # fmt: skip


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]


def _python() -> list[Path]:
    return [path for path in _tracked() if path.suffix == ".py"]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_over_400_lines() -> None:
    kinds = {".py", ".sql", ".css", ".html", ".sh"}
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _tracked()
        if path.suffix in kinds and (lines := path.read_text().count("\n")) > 400
    }
    assert not long


def test_no_function_is_over_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in _python()
        for node in _functions(path)
        if (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert not long


def test_no_file_bears_a_name_without_a_ceiling() -> None:
    assert not [path for path in _tracked() if path.stem in BANNED]


def test_the_top_level_holds_what_the_house_allows() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in _tracked()} <= TOP


def test_every_test_name_is_a_sentence() -> None:
    short = [
        f"{path.name}: {node.name}"
        for path in _python()
        if path.name.startswith("test_")
        for node in _functions(path)
        if node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert not short


@pytest.mark.parametrize(
    "mark", ["TO" + "DO", "FIX" + "ME", "pytest.mark.sk" + "ip", "pytest.sk" + "ip("]
)
def test_nothing_is_left_for_later_and_no_test_is_passed_over(mark: str) -> None:
    assert not [path for path in _python() if mark in path.read_text()]

"""The commands that docs/ gives, and the answers that it says they get."""

import json
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
# Where `make run` puts the services; the instance of a test has ports of its own.
ADDRESS = re.compile(r"^export PORTAL=.*\n(?:export .*\n)*", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """``said`` is the JSON that follows the command in its page, if one does."""

    page: str
    command: str
    said: Any


def examples() -> list[Example]:
    """In the order of the pages, that of the API itself first: it says what the others use."""
    pages = sorted(DOCS.glob("*.md"), key=lambda page: (page.name != "api.md", page.name))
    return [one for page in pages for one in _examples_of(page)]


def _examples_of(page: Path) -> list[Example]:
    text = page.read_text()
    blocks = list(BLOCK.finditer(text))
    return [
        Example(page.name, one[2], _answer(text, one, then))
        for one, then in zip_longest(blocks, blocks[1:])
        if one[1] in ("", "sh") and "curl" in one[2]
    ]


def _answer(text: str, command: re.Match[str], then: re.Match[str] | None) -> Any:
    """The JSON that stands right below a command, at most a word between; null where none does."""
    if then is None or then[1] != "json" or len(text[command.end() : then.start()].split()) > 1:
        return None
    return json.loads(then[2])


def prelude() -> str:
    """The functions that docs/api.md defines for the examples of every page."""
    bodies = [body for kind, body in BLOCK.findall((DOCS / "api.md").read_text()) if kind == "sh"]
    return "".join(ADDRESS.sub("", body) for body in bodies if "() {" in body)


def differences(said: Any, got: Any, at: str = "") -> list[str]:
    """Where an answer isn't what was said; in a text ``…`` stands for anything, and of numbers and
    moments the kind alone is said.
    """
    if isinstance(said, dict) and isinstance(got, dict):
        return [
            found
            for key, value in said.items()
            for found in (
                differences(value, got[key], f"{at}.{key}")
                if key in got
                else [f"{at}.{key} misses"]
            )
        ]
    if isinstance(said, str) and isinstance(got, str):
        moment = re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", said)
        wanted = r"\d{4}-\d\d-\d\d(T.*)?" if moment else re.escape(said).replace("…", ".*")
        return [] if re.fullmatch(wanted, got, re.DOTALL) else [f"{at}: {said} is {got}"]
    same = type(said) is type(got) and (isinstance(said, int | float) or said == got)
    return [] if same else [f"{at}: {said} is {got}"]

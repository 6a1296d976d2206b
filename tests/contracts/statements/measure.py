"""Precision and recall of the scanner; a party counts once a statement."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.contracts.domain.scan import Reading
from services.contracts.domain.scanner.reading import read

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
OWN = sorted(path for path in (HERE / "own").iterdir() if path.suffix in (".txt", ".html"))
# Real statements, which are not ours to carry; they lie beside the checkout where it is built.
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def score(found: Iterable[str], expected: Iterable[str]) -> Score:
    there, wanted = set(found), set(expected)
    return Score(len(there & wanted), len(there - wanted), len(wanted - there))


def reading_of(path: Path) -> Reading:
    return read(path.read_text(), on=DAY, html=path.suffix == ".html")


def expected_of(path: Path) -> Any:
    if path in SEEDS:
        return json.loads((HERE / "seeds.json").read_text())[path.name[:3]]
    return json.loads(path.with_suffix(".json").read_text())


def names(reading: Reading, kind: str) -> list[str]:
    return [party.name for party in reading.parties if party.kind == kind]

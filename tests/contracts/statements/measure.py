"""Precision and recall of the scanner; a party counts once a statement."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.contracts.domain.scan import Reading
from services.contracts.domain.scanner.catalogue import (
    catalogue,
    known_parties,
    squeeze,
    without_legal_form,
)
from services.contracts.domain.scanner.reading import read

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
OWN = sorted(path for path in (HERE / "own").iterdir() if path.suffix in (".txt", ".html"))
# Real statements, which are not ours to carry; they lie beside the checkout where it is built.
BLIND = sorted(path for path in (HERE / "blind").iterdir() if path.suffix in (".txt", ".html"))
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


# What the writer of the blind statements calls differently.
CALLED = {"Outlook / Office 365": "Microsoft 365", "Gmail": "Google Workspace"}
CODES = {
    "privacy_shield": "privacy-shield", "cbp": "cbp", "outside_eu_promise": "outside-promise",
    "version_date_missing": "version-missing",
}  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """``researched``: parties of which the catalogue holds facts; ``recipients``: everybody who
    gets data, known or not; ``refused``: words that are no party and were proposed all the same.
    """

    researched: Score = Score()
    recipients: Score = Score()
    warnings: Score = Score()
    refused: int = 0

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(
            self.researched + other.researched,
            self.recipients + other.recipients,
            self.warnings + other.warnings,
            self.refused + other.refused,
        )


def canonical(name: str) -> str:
    """One key for all ways to write a party."""
    called = CALLED.get(name, name)
    known = catalogue()
    for written in (called, without_legal_form(called)):
        if alias := known.aliases.get(squeeze(written)):
            return squeeze(known.parties[alias.party].name)
    return squeeze(without_legal_form(called))


def blind_marks(path: Path) -> Marks:
    """A party counts once a statement, by its name."""
    told = json.loads(path.with_suffix(".json").read_text())
    reading = reading_of(path)
    researched = {
        squeeze(one.name) for one in known_parties() if not one.source.startswith("The name alone")
    }
    parties = {canonical(one["name"]) for one in told["parties"]}
    everybody = parties | {canonical(_name(one)) for one in told["unknown_parties"]}
    found = {canonical(one.name) for one in reading.parties}
    words = {squeeze(_name(one)) for one in told["not_parties"]}
    proposed = {
        squeeze(reading.text[passage.start : passage.end])
        for one in reading.parties
        for passage in one.passages
    }
    return Marks(
        score(found & researched, parties),
        score(found, everybody),
        score(
            {one.code for one in reading.warnings} & set(CODES.values()),
            {CODES[_name(one)] for one in told["warnings"]},
        ),
        len((words & proposed) - everybody),
    )


def _name(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    return str(entry.get("name") or entry.get("written") or entry.get("code") or entry.get("word"))

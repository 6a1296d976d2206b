"""Registers as tables for a spreadsheet: one line for each entry, as it is known."""

from collections.abc import Iterable, Sequence

from services.contracts.domain.file import FileRef
from services.contracts.domain.register_entry import Entry, Kind
from services.contracts.domain.register_facts import (
    Audit,
    Disclosure,
    Ending,
    Facts,
    Instruction,
    SubjectRequest,
)
from services.contracts.domain.statement import Statement
from shared.text import Language, Text

FACTS: dict[Kind, type[Facts]] = {
    "instruction": Instruction,
    "disclosure": Disclosure,
    "audit": Audit,
    "ending": Ending,
    "subject_request": SubjectRequest,
}
# Told by columns of their own, or identifiers that say nothing to a reader.
_APART = {"kind", "client_id", "agreement_id", "day", "person"}


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


HEADINGS: dict[str, Text] = {
    "day": _t("dag", "day"),
    "client": _t("klant", "client"),
    "reference": _t("overeenkomst", "agreement"),
    "due_on": _t("uiterlijk op", "due on"),
    "is_open": _t("open", "open"),
    "number": _t("versie van de regel", "revision"),
    "recorded_at": _t("vastgelegd op", "recorded at"),
    "erased_on": _t("naam gewist op", "name erased on"),
    "person": _t("persoon", "person"),
    "file": _t("bestand", "file"),
    "digest": _t("SHA-256 van het bestand", "SHA-256 of the file"),
    "given_by": _t("gegeven door", "given by"),
    "channel": _t("langs welke weg", "channel"),
    "instruction": _t("instructie", "instruction"),
    "concerns_transfer": _t("betreft doorgifte", "concerns a transfer"),
    "outcome": _t("uitkomst", "outcome"),
    "outcome_on": _t("dag van de uitkomst", "day of the outcome"),
    "infringes": _t("in strijd met de wet geacht", "thought to infringe the law"),
    "warning": _t("waarschuwing", "warning"),
    "warned_on": _t("klant gewaarschuwd op", "client warned on"),
    "authority": _t("overheidsinstantie", "authority"),
    "legal_basis": _t("wettelijke grondslag", "legal basis"),
    "requested": _t("gevraagd", "requested"),
    "disclosed": _t("verstrekt", "disclosed"),
    "client_told": _t("klant ingelicht", "client told"),
    "told_on": _t("klant ingelicht op", "client told on"),
    "not_told_because": _t("waarom niet ingelicht", "why not told"),
    "auditor": _t("auditor", "auditor"),
    "commissioned_by": _t("namens", "on behalf of"),
    "scope": _t("onderwerp", "scope"),
    "held_on": _t("gehouden op", "held on"),
    "findings": _t("bevindingen", "findings"),
    "follow_up": _t("opvolging", "follow-up"),
    "follow_up_due": _t("opvolging uiterlijk", "follow-up due"),
    "closed_on": _t("afgesloten op", "closed on"),
    "done": _t("gedaan", "done"),
    "done_on": _t("gedaan op", "done on"),
    "done_by": _t("gedaan door", "done by"),
    "deviation": _t("waarom anders dan afgesproken", "why otherwise than agreed"),
    "copies_kept": _t("bewaarde kopieën", "copies kept"),
    "legal_ground": _t("wettelijke bewaargrond", "legal ground"),
    "keep_until": _t("bewaard tot", "kept until"),
    "right": _t("recht", "right"),
    "received_from": _t("ontvangen van", "received from"),
    "passed_on": _t("doorgegeven op", "passed on"),
    "answered_on": _t("beantwoord op", "answered on"),
    "answer": _t("antwoord", "answer"),
    "label": _t("versie", "version"),
    "effective_on": _t("geldt vanaf", "in force from"),
    "valid_until": _t("geldt tot", "in force until"),
    "state": _t("staat", "state"),
    "changes": _t("wat er nieuw is", "what is new"),
    "told_by": _t("ingelicht per", "told by"),
}
_ENTRY = ("day", "client", "reference", "due_on", "is_open")
_END = ("number", "recorded_at")
_STATEMENT = ("label", "effective_on", "valid_until", "state", "changes", "told_by", "recorded_at")


def entry_lines(kind: Kind, entries: Iterable[Entry], language: Language) -> list[Sequence[object]]:
    """With their heading; a person who was erased is left out, and the day of it is told."""
    told = [name for name in FACTS[kind].model_fields if name not in _APART and name != "file"]
    about = ("person", "erased_on") if kind == "subject_request" else ()
    names = (*_ENTRY, *about, *told, "file", "digest", *_END)
    lines: list[Sequence[object]] = [_heading(names, language)]
    lines += [[_cell(entry, name, language) for name in names] for entry in entries]
    return lines


def statement_lines(statements: Iterable[Statement], language: Language) -> list[Sequence[object]]:
    names = (*_STATEMENT, "file", "digest")
    lines: list[Sequence[object]] = [_heading(names, language)]
    for one in statements:
        told = [getattr(one, name) for name in _STATEMENT]
        lines.append([*told, *_file(one.file)])
    return lines


def _heading(names: Iterable[str], language: Language) -> list[str]:
    return [HEADINGS[name].say(language) for name in names]


def _cell(entry: Entry, name: str, language: Language) -> object:
    if name in ("file", "digest"):
        return _file(entry.facts.file)[name == "digest"]
    if name == "person":
        person = getattr(entry.facts, "person", None)
        return person and person.name
    source = entry if name in Entry.model_fields else entry.facts
    value = getattr(source, name)
    if isinstance(value, bool):
        return (_t("ja", "yes") if value else _t("nee", "no")).say(language)
    return value


def _file(file: FileRef | None) -> tuple[str | None, str | None]:
    return (file.name, file.digest) if file else (None, None)

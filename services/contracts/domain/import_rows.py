"""Rows of a file become clients with their contacts, or findings that say where it goes wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.contracts.domain.client_import import MOST_FINDINGS, Finding
from services.contracts.domain.contact import missing_duty
from services.contracts.domain.import_columns import (
    ALWAYS,
    COLUMNS,
    HEADINGS,
    ONCE,
    SHARED,
    Dated,
    Unreadable,
    normal,
    plain,
    read,
)

Row = Sequence[object]
CLIENT_FIELDS = ("external_id", "name", "registration", "address", "country", "language",
                 "representative", "dpo")  # fmt: skip
# Above the headings people write a title, a date, and leave lines open.
HIGHEST = 20
TERMS = ("authorisation", "notice_days", "objection_days", "day_kind", "counted_from",
         "on_objection", "end_choice", "emergency_clause")  # fmt: skip
DUTY_MISSING = {
    "signatory": "Nobody of this client may sign; give one of its rows the duty tekenen.",
    "notice": "Nobody of this client is told of changes; give a row of it the duty wijzigingen.",
}


@dataclass(slots=True)
class Person:
    """A row of the file; what it leaves open is null."""

    row: int
    name: str
    email: str
    language: str | None
    job_title: str | None
    duties: tuple[str, ...]


@dataclass(slots=True)
class Party:
    """A client as the file gives it; ``row`` is the first that names it. ``readable``: each of its
    rows gave a person."""

    row: int
    facts: dict[str, Any]
    terms: dict[str, Any]
    products: tuple[str, ...]
    reseller: str | None
    people: list[Person] = field(default_factory=list)
    readable: bool = True

    @property
    def external_id(self) -> str:
        return str(self.facts["external_id"])


class Findings:
    """The first thousand are kept, all are counted."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.count = 0
        self.headings: dict[str, str] = {column.field: column.nl for column in COLUMNS}

    def add(self, row: int, about: str, code: str, detail: str) -> None:
        """``about``: a field, said by the heading that the file gives it, or a heading."""
        self.count += 1
        if len(self.kept) < MOST_FINDINGS:
            column = self.headings.get(about, about)[:100]
            self.kept.append(Finding(row=row, column=column, code=code, detail=detail))


def gather(rows: Sequence[Row], findings: Findings) -> list[Party]:
    """Clients in the order of the file. Rows of one client need not stand together."""
    if not rows:
        findings.add(1, "", "file-empty", "The file holds no rows; see the example.")
        return []
    head = _head(rows)
    places = _places(rows[head], head + 1, findings)
    if findings.count:
        return []
    known: dict[str, tuple[Party, dict[str, str]]] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: plain(row[at]) for name, at in places.items() if at < len(row)}
        if any(cells.values()):
            _take(number, cells, known, findings)
    parties = [party for party, _ in known.values()]
    if not parties and not findings.count:
        findings.add(head + 2, "", "file-empty", "The file holds no clients; see the example.")
    for party in parties:
        _whole(party, findings)
    return parties


def _head(rows: Sequence[Row]) -> int:
    """Where the headings stand: the first row with several of them, else the first."""
    for at, row in enumerate(rows[:HIGHEST]):
        if len({HEADINGS.get(normal(plain(cell))) for cell in row} - {None}) >= 3:
            return at
    return 0


def _places(headings: Row, number: int, findings: Findings) -> dict[str, int]:
    """Which field stands in which column; ``number`` is the row of the headings."""
    places: dict[str, int] = {}
    for at, cell in enumerate(headings):
        heading = plain(cell)
        name = HEADINGS.get(normal(heading))
        if not heading:
            continue
        if name is None:
            findings.add(
                number,
                heading,
                "column-unknown",
                "Rename this column as in the example, or remove it.",
            )
        elif name in places:
            findings.add(number, heading, "column-twice", "Leave one of the two columns out.")
        else:
            places[name] = at
            findings.headings[name] = heading
    for column in COLUMNS:
        if column.needed and column.field not in places:
            findings.add(
                number, column.nl, "column-missing", f"Add the column {column.nl} ({column.en})."
            )
    return places


def _take(
    number: int,
    cells: dict[str, str],
    known: dict[str, tuple[Party, dict[str, str]]],
    findings: Findings,
) -> None:
    said = dict(_read(number, cells, ALWAYS, findings, needed=ALWAYS))
    said |= _read(number, cells, ("contact_language", "job_title"), findings)
    key = said.get("external_id")
    if key is None:
        return
    if key in known:
        party, first = known[key]
        _same(number, cells, first, findings)
    else:
        party = _begin(number, cells, key, findings)
        known[key] = (party, cells)
    if all(name in said for name in ALWAYS):
        person = Person(
            number, said["contact_name"], said["email"], said.get("contact_language"),
            said.get("job_title"), said["duties"],
        )  # fmt: skip
        party.people.append(person)
    else:
        party.readable = False


def _read(
    number: int,
    cells: dict[str, str],
    names: Sequence[str],
    findings: Findings,
    needed: Sequence[str] = (),
) -> Iterator[tuple[str, Any]]:
    for name in names:
        if isinstance(text := cells.get(name, ""), Dated):
            findings.add(
                number, name, "date-unexpected",
                "The spreadsheet made a date of this; make the column Text and type it again.",
            )  # fmt: skip
        elif text:
            try:
                yield name, read(name, text)
            except Unreadable as error:
                findings.add(number, name, error.code, error.detail)
        elif name in needed:
            findings.add(number, name, "missing", "Fill this in.")


def _begin(number: int, cells: dict[str, str], key: str, findings: Findings) -> Party:
    said = dict(_read(number, cells, SHARED, findings, needed=ONCE))
    facts = {name: said.get(name) for name in CLIENT_FIELDS} | {"external_id": key}
    terms = {name: said.get(name) for name in TERMS} | {"language": said.get("agreement_language")}
    return Party(number, facts, terms, said.get("products", ()), said.get("reseller"))


def _same(number: int, cells: dict[str, str], first: dict[str, str], findings: Findings) -> None:
    """What later rows of a client repeat must be what its first row said."""
    for name in SHARED:
        text, other = cells.get(name, ""), first.get(name, "")
        if text and text != other and _value(name, text) != _value(name, other):
            findings.add(
                number, name, "differs-in-file",
                "The first row of this client says otherwise; write the same, or leave it empty.",
            )  # fmt: skip


def _value(name: str, text: str) -> Any:
    try:
        return read(name, text) if text else None
    except Unreadable:
        return text


def _whole(party: Party, findings: Findings) -> None:
    addresses: set[str] = set()
    for person in party.people:
        if person.email.lower() in addresses:
            findings.add(
                person.row, "email", "email-twice", "Name each address once within a client."
            )
        addresses.add(person.email.lower())
    if not party.readable:
        return
    duty = missing_duty(person.duties for person in party.people)  # type: ignore[misc]  # words
    if duty:
        findings.add(party.row, "duties", f"{duty}-missing", DUTY_MISSING[duty])

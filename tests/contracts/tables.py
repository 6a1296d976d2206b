"""Files of clients, made for tests."""

import csv
import io
from typing import Any

import xlsxwriter

from services.contracts.domain.import_columns import COLUMNS

ROW = {
    "klantnummer": "K-1", "klant": "Bakkerij", "kvk-nummer": "12345678", "adres": "Dorpsstraat 1",
    "land": "NL", "taal": "nl", "contactpersoon": "Anna", "e-mail": "anna@bakkerij.example",
    "functie": "directeur", "taken": "tekenen, wijzigingen", "producten": "hosting",
    "toestemming": "algemeen", "aankondigingstermijn": "30", "bezwaartermijn": "14",
    "soort dagen": "kalenderdagen", "geteld vanaf": "aflevering", "bij bezwaar": "tegenhouden",
    "bij einde": "verwijderen",
}  # fmt: skip
HEADINGS = [column.nl for column in COLUMNS]


def row(number: int | str = 1, **more: Any) -> dict[str, Any]:
    """A row of a client of its own; names of fields as keys."""
    named = {column.field: column.nl for column in COLUMNS}
    own = {
        "klantnummer": f"K-{number}",
        "klant": f"Klant {number}",
        "e-mail": f"anna@klant{number}.example",
    }
    return ROW | own | {named[name]: value for name, value in more.items()}


def as_csv(*rows: dict[str, Any], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: dict[str, Any], first: int = 1) -> bytes:
    """``first``: the row of the sheet, from 0, in which the clients begin."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number, cells in enumerate(rows, start=first):
            for at, heading in enumerate(HEADINGS):
                value = cells.get(heading, "")
                if isinstance(value, str):
                    sheet.write_string(number, at, value)
                else:
                    sheet.write(number, at, value)
    return out.getvalue()

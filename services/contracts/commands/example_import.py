"""The example of a file of clients: every column with its heading, and one client."""

import csv
import io
from typing import Literal

import xlsxwriter

from services.contracts.domain.import_columns import COLUMNS, WORDS
from shared.text import Language

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTES = {"nl": ("Kolom", "Verplicht", "Mogelijke woorden"), "en": ("Column", "Needed", "Words")}


def example(kind: Literal["csv", "xlsx"], language: Language) -> bytes:
    at = 0 if language == "nl" else 1
    headings = [column.nl if language == "nl" else column.en for column in COLUMNS]
    filled = [column.example[at] for column in COLUMNS]
    return _csv(headings, filled) if kind == "csv" else _xlsx(headings, filled, language)


def _csv(headings: list[str], filled: list[str]) -> bytes:
    """With the mark by which Excel knows UTF-8, and the separator that it expects here."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([headings, filled])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(headings: list[str], filled: list[str], language: Language) -> bytes:
    """A second sheet says of each column what may stand in it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Klanten" if language == "nl" else "Clients")
        sheet.write_row(0, 0, headings, bold)
        for at, text in enumerate(filled):
            sheet.write_string(1, at, text)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        notes = book.add_worksheet("Toelichting" if language == "nl" else "Notes")
        notes.write_row(0, 0, NOTES[language], bold)
        for row, (column, heading) in enumerate(zip(COLUMNS, headings, strict=True), start=1):
            notes.write_string(row, 0, heading)
            notes.write_string(row, 1, "×" if column.needed else "")
            notes.write_string(row, 2, ", ".join(WORDS.get(column.field, ())))
        notes.autofit()
    return out.getvalue()

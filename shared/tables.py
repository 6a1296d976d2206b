"""Tables for spreadsheets: no text is taken for a formula, and the files open as they are."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff".encode()
FORMULA = tuple("=+-@\t\r")


def cell(value: object) -> str:
    """A cell that a spreadsheet takes as text, never as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """RFC 4180, in UTF-8; the first bytes of a file are ``BOM``, which spreadsheets need."""
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()

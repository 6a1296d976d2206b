"""The rows of a file that a stranger made: CSV or XLSX, whatever wrote it."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineWorkbook

from services.contracts.domain.client_import import MOST_ROWS
from services.contracts.domain.import_columns import COLUMNS
from services.contracts.domain.import_rows import Row

ZIP = b"PK\x03\x04"
# Workbooks of before 2007, and those with a password.
OLD = b"\xd0\xcf\x11\xe0"
# With this line a file tells Excel what stands between its cells; Excel does not show it.
SEPARATOR = re.compile(r'"?sep=([;,\t|])"?')
# What a sheet of the largest file takes when it is unpacked, with room to spare.
UNPACKED = 512 * 1024 * 1024
WIDEST = 4 * len(COLUMNS)
# From the row and column of the first cell to those of the last, from nought.
Merged = tuple[tuple[int, int], tuple[int, int]]
# Where a row or a cell of a sheet stands.
PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Z]{0,7})([0-9]{1,12})")


class Unreadable(Exception):
    """The file as a whole can't be read; a code and what to do."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def read_table(content: bytes) -> list[Row]:
    """The first sheet, or the whole CSV; the headings come first. ``Unreadable`` says why not."""
    if content.startswith(OLD):
        raise Unreadable(
            "workbook-old", "Save this workbook as XLSX, without a password, and send that."
        )
    rows = _xlsx(content) if content.startswith(ZIP) else _csv(content)
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable("too-many-rows", f"Split it: at most {MOST_ROWS} rows go in one file.")
    if any(len(row) > WIDEST for row in rows):
        raise Unreadable("too-many-columns", "Keep the columns of the example alone.")
    return rows


def _xlsx(content: bytes) -> list[Row]:
    try:
        _weigh(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1 or sheet.total_width > WIDEST:
            raise Unreadable(
                "too-many-rows", f"At most {MOST_ROWS} rows and {WIDEST} columns go in one file."
            )
        rows: list[list[Any]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        _spread(rows, sheet.merged_cell_ranges or [])
        return [*rows]
    except Unreadable:
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise Unreadable(
            "file-unreadable", "This is no whole XLSX workbook; save it again as XLSX or CSV."
        ) from error


def _spread(rows: list[list[Any]], merged: Sequence[Merged]) -> None:
    """Cells that were merged downwards say the same on each of their rows. Ranges may lie over each
    other in a file that means harm: no more cells are filled than there are."""
    left = len(rows) * WIDEST
    for (top, column), (bottom, last) in merged:
        if column != last or top >= len(rows) or column >= len(rows[top]):
            continue
        for row in rows[top + 1 : min(bottom, top + left) + 1]:
            row[column] = rows[top][column]
            left -= 1


def _weigh(content: bytes) -> None:
    """Unpacked piece by piece, for a small file may hold an endless one, and one cell in the far
    corner of a sheet makes the reader set aside room for all that lies before it."""
    weight = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise zipfile.BadZipFile
        for entry in archive.infolist():
            tail = b""
            with archive.open(entry) as part:
                while piece := part.read(1 << 20):
                    weight += len(piece)
                    if weight > UNPACKED or any(map(_far, PLACE.finditer(tail + piece))):
                        raise Unreadable(
                            "file-too-large",
                            f"At most {MOST_ROWS} rows and {WIDEST} columns go in one workbook.",
                        )
                    tail = piece[-64:]


def _far(place: "re.Match[bytes]") -> bool:
    column = 0
    for letter in place[1]:
        column = 26 * column + letter - ord("A") + 1
    return column > WIDEST or int(place[2]) > MOST_ROWS + 1


def _csv(content: bytes) -> list[Row]:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    if told := SEPARATOR.fullmatch(first.strip()):
        separator, text = told[1], rest
    else:
        separator = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable(
            "file-unreadable", "This is no CSV file: a quote is open, or a cell is too long."
        ) from error


def _decoded(content: bytes) -> str:
    """UTF-8, with or without mark; UTF-16 with one; else what Windows writes in Western Europe."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")

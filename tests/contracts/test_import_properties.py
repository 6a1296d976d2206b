"""Whatever a file holds, it is read or refused, and what is wrong is named where it stands."""

import contextlib
import io
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contracts.commands.read_table import Unreadable, read_table
from services.contracts.domain.client_import import MOST_FINDINGS
from services.contracts.domain.import_columns import COLUMNS
from services.contracts.domain.import_rows import Findings, Party, gather
from tests.contracts.house import House, stock
from tests.contracts.tables import HEADINGS, as_csv, as_xlsx, row
from tests.contracts.test_import_routes import findings, take

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
CELL = st.one_of(
    TEXT, st.none(), st.booleans(), st.floats(), st.integers(), st.dates(), st.just("=1+1")
)
# What breaks a cell of a row that is right otherwise, and under which code it is told.
BREAKS = {
    "name": ("", "missing"),
    "country": ("Nergenshuizen", "country-invalid"),
    "language": ("klingon", "word-unknown"),
    "contact_name": ("", "missing"),
    "email": ("geen adres", "email-invalid"),
    "duties": ("dansen", "word-unknown"),
    "products": ("x" * 301, "too-long"),
    "authorisation": ("misschien", "word-unknown"),
    "notice_days": ("1,5", "number-invalid"),
    "objection_days": ("366", "number-invalid"),
    "day_kind": ("dagen", "word-unknown"),
    "counted_from": ("ooit", "word-unknown"),
    "on_objection": ("", "missing"),
    "end_choice": ("bewaren", "word-unknown"),
    "registration": ("nul\x00", "character-refused"),
}


def gathered(rows: list[list[Any]]) -> tuple[list[Party], Findings]:
    found = Findings()
    return gather(rows, found), found


@given(st.lists(st.lists(CELL, max_size=len(COLUMNS) + 2), max_size=8))
def test_no_table_makes_it_fail(cells: list[list[Any]]) -> None:
    _, found = gathered([HEADINGS, *cells])
    assert len(found.kept) <= MOST_FINDINGS
    for one in found.kept:
        assert 1 <= one.row <= len(cells) + 2
        assert one.column in (*HEADINGS, "")
        assert one.detail


@given(st.lists(st.lists(TEXT, max_size=8), max_size=4))
def test_no_headings_make_it_fail(cells: list[list[str]]) -> None:
    parties, found = gathered(cells)
    assert found.count or parties


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    for whole in (content, b"PK\x03\x04" + content):
        with contextlib.suppress(Unreadable):
            gathered(read_table(whole))


@settings(max_examples=60)
@given(data=st.data())
def test_a_workbook_with_spoilt_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(as_xlsx(row(1)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        gathered(read_table(bytes(content)))


@settings(max_examples=80)
@given(
    field=st.sampled_from(sorted(BREAKS)),
    at=st.integers(0, 5),
    xlsx=st.booleans(),
)
def test_a_mistake_is_told_at_its_row_and_column(field: str, at: int, xlsx: bool) -> None:
    rows = [row(number) for number in range(6)]
    text, code = BREAKS[field]
    heading = next(column.nl for column in COLUMNS if column.field == field)
    rows[at][heading] = text
    write = as_csv if not xlsx or "\x00" in text else as_xlsx
    _, found = gathered(read_table(write(*rows)))
    assert [(one.row, one.column, one.code) for one in found.kept] == [(at + 2, heading, code)]


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    numbers=st.lists(st.integers(0, 30), min_size=1, max_size=6, unique=True),
    names=st.lists(
        TEXT.map(str.strip).filter(lambda t: t and "\x00" not in t), min_size=6, max_size=6
    ),
)
@pytest.mark.asyncio
async def test_twice_is_once(house: House, numbers: list[int], names: list[str]) -> None:
    await stock_once(house)
    rows = [row(n, name=name) for n, name in zip(numbers, names, strict=False)]
    first = await take(house, as_csv(*rows), on_existing="update")
    assert first["state"] == "imported", await findings(house, first)
    again = await take(house, as_csv(*rows))
    assert again["state"] == "imported", await findings(house, again)
    assert (again["tally"]["added"], again["tally"]["unchanged"]) == (0, len(numbers))


async def stock_once(house: House) -> None:
    if not await house.fetch("SELECT FROM contracts.product"):
        await stock(house)


def test_an_endless_sheet_in_a_small_file_is_refused() -> None:

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(600):
                sheet.write(b" " * (1 << 20))
    assert len(out.getvalue()) < 2_000_000
    with pytest.raises(Unreadable, match="file-too-large"):
        read_table(out.getvalue())

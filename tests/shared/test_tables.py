import csv
import io

import pytest

from shared.tables import BOM, cell, csv_lines


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_table_is_read_back_as_it_was_written() -> None:
    rows = [["Bakkerij, Zoon & Co", None, 'zegt "ja"'], ["één\nregel", 3, ""]]
    written = BOM + csv_lines(rows)
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert read == [["Bakkerij, Zoon & Co", "", 'zegt "ja"'], ["één\nregel", "3", ""]]

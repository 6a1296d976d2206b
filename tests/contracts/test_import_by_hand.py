"""Files as people make them, in a spreadsheet that has its own ideas."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from services.contracts.commands.read_table import WIDEST, _spread
from tests.contracts.house import House, stock
from tests.contracts.tables import HEADINGS, as_csv, as_xlsx, row
from tests.contracts.test_import_routes import findings, take

BRAM = {"contact_name": "Bram", "email": "bram@klant1.example", "duties": "privacy"}


def workbook(rows: list[list[Any]], *merged: str) -> bytes:
    """Cells as they are given; a merged range keeps what stands in its first."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "d-m-yyyy"})
        for number, cells in enumerate(rows):
            for at, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(number, at, value, day)
                else:
                    sheet.write(number, at, value)
        for place in merged:
            first = place.split(":")[0]
            sheet.merge_range(place, rows[int(first[1:]) - 1][ord(first[0]) - ord("A")])
    return out.getvalue()


def cells(number: int, **more: Any) -> list[Any]:
    told = row(number, **more)
    return [told.get(heading, "") for heading in HEADINGS]


async def test_a_dutch_spreadsheet_saves_a_csv_and_it_is_taken(house: House) -> None:
    await stock(house)
    lines = as_csv(row(1, name="Café België"), row(2), encoding="cp1252").decode("cp1252")
    trailing = ";" * (len(HEADINGS) - 1) + "\r\n"
    content = ("sep=;\r\n" + lines + trailing * 40).encode("cp1252")
    done = await take(house, content)
    assert done["state"] == "imported", await findings(house, done)
    page = await house.owner.get("/clients")
    assert [one["name"] for one in page["items"]] == ["Café België", "Klant 2"]


async def test_a_title_over_the_headings_and_cells_merged_downwards_are_understood(
    house: House,
) -> None:
    await stock(house)
    first = cells(1, external_id=1001.0, notice_days=30.0, emergency_clause=False)
    second = ["" if heading in ("klantnummer", "klant") else value
              for heading, value in zip(HEADINGS, cells(1, **BRAM), strict=True)]  # fmt: skip
    rows = [
        ["Klanten per 1 januari"],
        [],
        HEADINGS,
        first,
        second,
        cells(2),
        [""] * len(HEADINGS),
        [" "] * 3,
    ]
    done = await take(house, workbook(rows, "A1:F1", "A4:A5", "B4:B5"))
    assert done["state"] == "imported", await findings(house, done)
    client = await house.owner.get("/clients", params={"q": "1001"})
    read = await house.owner.get(f"/clients/{client['items'][0]['id']}")
    assert [one["name"] for one in read["contacts"]] == ["Anna", "Bram"]


async def test_a_finding_under_a_title_names_the_row_that_the_spreadsheet_shows(
    house: House,
) -> None:
    await stock(house)
    rows = [["Klanten"], [], HEADINGS, cells(1), cells(2, email="geen adres")]
    done = await take(house, workbook(rows))
    assert await findings(house, done) == [(5, "e-mail", "email-invalid")]
    known = [heading for heading in HEADINGS if heading != "taken"]
    done = await take(house, workbook([["Klanten"], [*known, "rare kolom"], cells(1)]))
    assert {(number, code) for number, _, code in await findings(house, done)} == {
        (2, "column-unknown"),
        (2, "column-missing"),
    }


async def test_what_became_a_date_is_told_and_not_taken(house: House) -> None:
    await stock(house)
    done = await take(house, workbook([HEADINGS, cells(1, external_id=date(2026, 2, 1))]))
    assert await findings(house, done) == [(2, "klantnummer", "date-unexpected")]


async def test_a_workbook_of_the_old_kind_is_told_as_such(house: House) -> None:
    done = await take(house, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert [code for _, _, code in await findings(house, done)] == ["workbook-old"]


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
async def test_representative_and_protection_officer_come_along_and_are_corrected(
    house: House, make: Any
) -> None:
    await stock(house)
    await take(house, make(row(1, dpo="Fred G.", representative="Vera Voogd")))
    (line,) = (await house.owner.get("/clients"))["items"]
    client = await house.owner.get(f"/clients/{line['id']}")
    assert (client["dpo"], client["representative"]) == ("Fred G.", "Vera Voogd")
    other = make(row(1, dpo="Gerda F."))
    refused = await take(house, other)
    assert [code for _, _, code in await findings(house, refused)] == ["differs"]
    await take(house, other, on_existing="update")
    client = await house.owner.get(f"/clients/{line['id']}")
    assert (client["dpo"], client["representative"]) == ("Gerda F.", "Vera Voogd")


def test_ranges_that_lie_over_each_other_fill_no_more_than_there_is() -> None:
    rows: list[list[Any]] = [["x"]] + [[""] for _ in range(1000)]
    _spread(rows, [((0, 0), (1000, 0))] * (10 * WIDEST))
    assert all(one == ["x"] for one in rows)
    _spread(rows, [((5, 7), (9, 7)), ((2000, 0), (3000, 0))])

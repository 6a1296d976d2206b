"""The record of Art. 30(2) GDPR: as pages, as a table and as a workbook."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.contracts.commands import keep_record
from services.contracts.commands.write_workbook import SHEETS
from tests.contracts.house import Catalogue, House, Json, found_provider, link, order, person, stock
from tests.contracts.running import Running

PATH = "/record-of-processing"


async def american(house: House, goods: Catalogue) -> str:
    party = await house.owner.post("/subprocessors", {"name": "Yankee Cloud", "country": "US"})
    facts = {"zone": "third", "mechanism": "scc", "countries": ["US"], "location": None}
    made = await house.owner.post("/links", link(goods.product, party["id"], **facts))
    return str(made["id"])


async def filled(house: House, clients: int = 3) -> str:
    made = await american(house, await stock(house))
    for number in range(clients):
        body = order(f"Klant {number}", contacts=[person("Nora", "signatory", "notice")])
        body["client"] |= {"representative": "Vera Vertegenwoordiger", "dpo": "fg@klant.example"}
        await house.owner.post("/onboardings", body)
    return made


async def file(house: House, suffix: str, **params: Any) -> bytes:
    answer = await house.client.get(
        f"{PATH}.{suffix}",
        params=params,
        headers={"Authorization": f"Bearer {house.owner.token}"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'.{suffix}"')
    return answer.content


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_the_record_names_what_the_law_asks(house: House) -> None:
    made = await filled(house)
    told = await house.owner.get(PATH)
    assert told["processor"]["name"] == "Voorbeeldhost"
    (product,) = told["products"]
    assert product["processings"][0]["measures"][0]["nl"] == "versleuteling"
    (transfer,) = told["transfers"]
    assert (transfer["link_id"], transfer["party"]) == (made, "Yankee Cloud")
    assert transfer["country_names"]["nl"] == "Verenigde Staten"
    assert "2021/914" in transfer["safeguard"]["nl"]
    assert [one["name"] for one in told["items"]] == ["Klant 0", "Klant 1", "Klant 2"]
    first = told["items"][0]
    assert first["representative"] == "Vera Vertegenwoordiger"
    assert first["dpo"] == "fg@klant.example"
    assert first["contacts"][0]["name"] == "Nora"
    assert first["products"] == [product["product_id"]]
    assert first["transfers"] == [made]
    assert told["missing"] == ["processor.contact", "processor.address"]


async def test_a_party_of_which_nobody_knows_the_place_is_never_left_out(house: House) -> None:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Klant"))
    unknown = link(goods.product, goods.new_party) | dict.fromkeys(
        ("zone", "location", "mechanism"), None
    )
    body = unknown | {"valid_from": "2026-01-01", "correction": "Stond niet in het register."}
    made = await house.owner.post("/links", body)
    told = await house.owner.get(PATH)
    (found,) = [one for one in told["transfers"] if one["link_id"] == made["id"]]
    assert (found["zone"], found["countries"]) == (None, [])
    assert "transfers.Nieuwe Wolk.countries" in told["missing"]
    (row,) = table(await file(house, "csv"))
    assert row["doorgiften buiten de EER"] == "Nieuwe Wolk (land nog niet bekend)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(await file(house, "xlsx")))
    rows = book.get_sheet_by_name("Doorgiften").to_python()
    assert rows[1][3] == "land nog niet bekend"


async def test_controllers_come_in_pages_and_each_once(house: House) -> None:
    await filled(house, clients=5)
    got: list[Json] = []
    after = None
    while True:
        params: dict[str, Any] = {"limit": 2} | ({"after": after} if after else {})
        page = await house.owner.get(PATH, params=params)
        got += page["items"]
        if not (after := page["next"]):
            break
    assert [one["name"] for one in got] == [f"Klant {number}" for number in range(5)]


async def test_a_table_has_a_line_for_each_product_of_each_controller(house: House) -> None:
    await filled(house)
    rows = table(await file(house, "csv"))
    assert [row["verwerkingsverantwoordelijke"] for row in rows] == [
        f"Klant {number}" for number in range(3)
    ]
    assert "Yankee Cloud (Verenigde Staten)" in rows[0]["doorgiften buiten de EER"]
    assert rows[0]["beveiliging"] == "versleuteling"
    english = table(await file(house, "csv", language="en"))
    assert english[0]["security"] == "encryption"


async def test_a_cell_is_never_a_formula(house: House) -> None:
    await stock(house)
    body = order("x")
    body["client"]["name"] = '=HYPERLINK("http://kwaad.example")'
    await house.owner.post("/onboardings", body)
    (row,) = table(await file(house, "csv"))
    assert row["verwerkingsverantwoordelijke"].startswith("'=")
    book = CalamineWorkbook.from_filelike(io.BytesIO(await file(house, "xlsx")))
    lines = book.get_sheet_by_name("Verantwoordelijken").to_python()
    assert lines[1][0] == '=HYPERLINK("http://kwaad.example")'


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_workbook_has_a_sheet_for_each_part(house: House, language: Any) -> None:
    await filled(house)
    content = await file(house, "xlsx", language=language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert tuple(book.sheet_names) == SHEETS[language]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [len(sheet) for sheet in sheets] == [12, 2, 2, 4]
    assert sheets[2][1][1] == "Yankee Cloud"


async def test_a_long_record_is_read_in_batches_and_goes_on_on_a_next_sheet(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(house, clients=5)
    monkeypatch.setattr(keep_record, "BATCH", 2)
    monkeypatch.setattr("services.contracts.commands.write_workbook.ROWS", 3)
    rows = table(await file(house, "csv"))
    assert len(rows) == 5
    book = CalamineWorkbook.from_filelike(io.BytesIO(await file(house, "xlsx")))
    assert book.sheet_names[3:] == [
        "Verantwoordelijken",
        "Verantwoordelijken 2",
        "Verantwoordelijken 3",
    ]


async def test_the_record_of_an_earlier_day_is_as_it_was(running: Running) -> None:
    house = running.house
    await running.reach_all()
    yesterday = running.published_on - timedelta(days=1)
    await house.go_to(running.published_on + timedelta(days=2))
    read = await house.client.get(
        "/tenant", headers={"Authorization": f"Bearer {house.owner.token}"}
    )
    await house.owner.ask(
        "PATCH", "/tenant", {"name": "Anders"}, headers={"If-Match": read.headers["etag"]}
    )
    then = await house.owner.get(PATH, params={"on": str(running.published_on)})
    assert then["processor"]["name"] == "Voorbeeldhost"
    assert len(then["items"]) == 3
    assert (await house.owner.get(PATH))["processor"]["name"] == "Anders"
    assert (await house.owner.get(PATH, params={"on": str(yesterday)}))["items"] == []
    assert table(await file(house, "csv", on=str(yesterday))) == []


@pytest.mark.parametrize("suffix", ["", ".csv", ".xlsx"])
async def test_a_day_to_come_and_bad_input_are_refused(house: House, suffix: str) -> None:
    tomorrow = {"on": str(await house.today() + timedelta(days=1))}
    problem = await house.owner.get(f"{PATH}{suffix}", params=tomorrow, expect=400)
    assert problem["type"] == "urn:schakel:problem:day-to-come"
    await house.owner.get(f"{PATH}{suffix}", params={"on": "soon"}, expect=400)
    wrong = {"language": "fr"} if suffix else {"after": "x"}
    await house.owner.get(f"{PATH}{suffix}", params=wrong, expect=400)
    assert date.min < date.max


async def test_staff_alone_read_the_record_and_of_their_own_provider(house: House) -> None:
    await filled(house, clients=1)
    client = (await house.owner.get("/clients"))["items"][0]["id"]
    contact = (await house.owner.get(f"/clients/{client}"))["contacts"][0]["id"]
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    for suffix in ("", ".csv", ".xlsx"):
        await house.contact(contact, client).get(f"{PATH}{suffix}", expect=403)
        await house.service("notifications").get(f"{PATH}{suffix}", expect=403)
    told = await other.owner.get(PATH)
    assert (told["items"], told["transfers"], told["products"]) == ([], [], [])
    assert table(await file(other, "csv")) == []

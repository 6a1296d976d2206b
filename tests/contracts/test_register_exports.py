"""Registers as tables, and the answer pack of a request."""

import csv
import io
from typing import get_args

import pytest

from services.contracts.domain.register_entry import Kind
from services.contracts.domain.register_table import FACTS, HEADINGS
from tests.contracts.house import House, Json
from tests.contracts.test_register_entry_routes import a_client, instruction, request_of
from tests.contracts.test_statement_routes import FIRST, statement
from tests.contracts.test_upstream_agreement_routes import FILE


async def table(house: House, path: str, **params: str) -> list[dict[str, str]]:
    headers = {"Authorization": f"Bearer {house.staff('auditor').token}"}
    answer = await house.client.get(path, params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_fact_of_every_register_has_a_heading() -> None:
    assert set(FACTS) == set(get_args(Kind))
    apart = {"kind", "client_id", "agreement_id"}
    assert {name for kind in FACTS.values() for name in kind.model_fields} - apart <= set(HEADINGS)


async def test_a_register_is_downloaded_as_a_table_without_formulas(house: House) -> None:
    made = await a_client(house)
    evil = instruction(made, instruction="=HYPERLINK(A1)", file=FILE)
    await house.owner.post("/register-entries", evil)
    await house.owner.post("/register-entries", instruction(made, infringes=True, warning="W"))
    second, first = await table(house, "/register-entries.csv", kind="instruction")
    assert first["instructie"] == "'=HYPERLINK(A1)"
    assert (first["klant"], first["bestand"]) == ("Klant Een", "addendum.pdf")
    assert first["SHA-256 van het bestand"] == FILE["digest"]
    assert (second["in strijd met de wet geacht"], second["open"]) == ("ja", "ja")
    told = await table(house, "/register-entries.csv", kind="instruction", language="en")
    assert told[0]["thought to infringe the law"] == "yes"
    assert await table(house, "/register-entries.csv", kind="audit") == []
    await house.owner.get("/register-entries.csv", expect=400)


async def test_a_name_that_was_erased_is_in_no_table(house: House) -> None:
    made = await a_client(house)
    day = str(await house.today())
    answered = {"outcome": "answered", "answered_on": day, "answer": "Verstuurd"}
    kept = await house.owner.post("/register-entries", request_of(made, **answered))
    (line,) = await table(house, "/register-entries.csv", kind="subject_request")
    assert line["persoon"] == "Jan Jansen"
    await house.owner.post(f"/register-entries/{kept['id']}/erasures")
    (line,) = await table(house, "/register-entries.csv", kind="subject_request")
    assert (line["persoon"], line["naam gewist op"]) == ("", day)


async def test_versions_of_the_statement_are_downloaded_too(house: House) -> None:
    await house.owner.post("/statements", statement(FIRST, file=FILE))
    (line,) = await table(house, "/statements.csv")
    assert (line["geldt vanaf"], line["staat"]) == (str(FIRST), "announced")


async def asked(house: House, made: Json, *, expect: int = 200) -> Json:
    entry = await house.owner.post("/register-entries", made)
    path = f"/register-entries/{entry['id']}/answer-pack"
    return await house.staff("viewer").get(path, expect=expect)


async def test_an_answer_pack_says_who_has_which_data_of_the_client(house: House) -> None:
    made = await a_client(house)
    before = str(await house.today())
    await house.owner.post("/statements", statement(await house.today(), label="Versie 3"))
    pack = await asked(house, request_of(made))
    (category,) = pack["overview"]["entrusted"]
    assert category["category"]["nl"] == "naam"
    assert [one["subprocessor"]["name"] for one in category["holders"]] == ["Oude Wolk"]
    assert (pack["on"], pack["statement"]) == (before, "Versie 3")
    assert pack["provider"]["name"] == "Voorbeeldhost"
    assert pack["request"]["facts"]["right"] == "access"


async def test_only_a_request_of_a_person_has_an_answer_pack(house: House) -> None:
    made = await a_client(house)
    problem = await asked(house, instruction(made), expect=409)
    assert problem["type"].endswith(":not-a-request")


@pytest.mark.parametrize("path", ["/register-entries.csv?kind=audit", "/statements.csv"])
async def test_a_client_downloads_none_of_it(path: str, house: House) -> None:
    made = await a_client(house)
    contact = (await house.owner.get(f"/clients/{made['client_id']}"))["contacts"][0]
    await house.contact(contact["id"], made["client_id"]).get(path, expect=403)

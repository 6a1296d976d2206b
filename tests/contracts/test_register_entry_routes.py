"""The registers over HTTP: added to, corrected by another revision, by role and by provider."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.database import tenant_transaction
from tests.contracts.house import House, Json, order, stock
from tests.contracts.test_contracts_tenancy import neighbour
from tests.contracts.test_upstream_agreement_routes import FILE, seen


async def a_client(house: House, name: str = "Klant Een") -> Json:
    await stock(house)
    return await house.owner.post("/onboardings", order(name))


def instruction(made: Json, **more: Any) -> Json:
    facts = {
        "kind": "instruction",
        "client_id": made["client_id"],
        "given_by": "Tess, directeur",
        "instruction": "Verwijder de back-ups van voor 2025.",
    }
    return {"facts": facts | more}


def request_of(made: Json, **more: Any) -> Json:
    facts = {
        "kind": "subject_request",
        "client_id": made["client_id"],
        "right": "access",
        "person": {"name": "Jan Jansen", "contact": "jan@elders.example"},
    }
    return {"facts": facts | more}


async def revise(house: House, entry: Json, *, expect: int = 201, **facts: Any) -> Json:
    path = f"/register-entries/{entry['id']}"
    body = {"facts": entry["facts"] | facts, "reason": "Afgehandeld"}
    tag = {"If-Match": await seen(house, path)}
    return await house.owner.post(f"{path}/revisions", body, headers=tag, expect=expect)


async def test_an_entry_is_read_as_it_was_recorded(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", instruction(made, file=FILE))
    assert (entry["client"], entry["is_open"], entry["number"]) == ("Klant Een", True, 1)
    assert entry["day"] == str(await house.today())
    assert entry["facts"]["file"] == FILE
    assert await house.staff("viewer").get(f"/register-entries/{entry['id']}") == entry


async def test_a_correction_stands_beside_what_it_corrects(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", instruction(made))
    recorded = await house.today()
    await house.go_to(recorded + timedelta(days=2))
    day = str(await house.today())
    after = await revise(house, entry, outcome="carried_out", outcome_on=day)
    assert (after["number"], after["is_open"], after["day"]) == (2, False, str(recorded))
    assert [one["reason"] for one in after["revisions"]] == [None, "Afgehandeld"]
    path = f"/register-entries/{entry['id']}"
    assert (await house.owner.get(path, params={"on": str(recorded)}))["is_open"] is True
    before = str(recorded - timedelta(days=1))
    await house.owner.get(path, params={"on": before}, expect=404)
    for on, opened in ((str(recorded), 1), (day, 0), (before, 0)):
        listed = await house.owner.get("/register-entries", params={"on": on, "is_open": "true"})
        assert len(listed["items"]) == opened


async def test_nothing_in_a_register_can_be_altered_in_the_database(house: House) -> None:
    made = await a_client(house)
    await house.owner.post("/register-entries", instruction(made))
    for statement in (
        "UPDATE contracts.register_revision SET facts = '{}'",
        "DELETE FROM contracts.register_revision",
        "UPDATE contracts.register_entry SET kind = 'audit'",
        "DELETE FROM contracts.statement",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
                await connection.execute(statement)


async def test_two_clerks_who_revise_at_once_lose_nothing(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", instruction(made))
    path = f"/register-entries/{entry['id']}"
    tag = {"If-Match": await seen(house, path)}
    body = {"facts": entry["facts"], "reason": "Eerste"}
    await house.owner.post(f"{path}/revisions", body, headers=tag)
    await house.owner.post(f"{path}/revisions", body, headers=tag, expect=412)
    await house.owner.post(f"{path}/revisions", body, expect=428)
    assert (await house.owner.get(path))["number"] == 2


async def test_registers_are_listed_newest_first_with_their_filters(house: House) -> None:
    made = await a_client(house)
    audit = {
        "kind": "audit",
        "auditor": "Bureau",
        "scope": "Alles",
        "follow_up_due": "2027-01-01",
    }
    ids = [
        (await house.owner.post("/register-entries", body))["id"]
        for body in (
            instruction(made, day="2026-01-05"),
            request_of(made, day="2026-02-05"),
            {"facts": audit | {"day": "2026-03-05"}},
        )
    ]

    async def listed(**params: Any) -> list[str]:
        found: list[str] = []
        while True:
            page = await house.owner.get("/register-entries", params={"limit": 1, **params})
            found += [one["id"] for one in page["items"]]
            if not page["next"]:
                return found
            params["after"] = page["next"]

    assert await listed() == ids[::-1]
    assert await listed(kind="audit") == ids[2:]
    assert await listed(client_id=made["client_id"]) == [ids[1], ids[0]]
    assert await listed(due_before="2026-06-01") == [ids[1]]
    assert await listed(until="2026-02-05", **{"from": "2026-01-06"}) == [ids[1]]
    await house.owner.get("/register-entries", params={"kind": "diary"}, expect=400)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"client_id": str(uuid4())}, "facts.client_id"),
        ({"given_by": ""}, "facts.instruction.given_by"),
        ({"day": "2999-01-01"}, "facts.day"),
        ({"day": 5}, "facts.instruction.day"),
        ({"kind": "diary"}, "facts"),
        ({"colour": "red"}, "facts.instruction.colour"),
    ],
)
async def test_a_mistake_is_told_with_its_field(wrong: Json, field: str, house: House) -> None:
    made = await a_client(house)
    problem = await house.owner.post("/register-entries", instruction(made, **wrong), expect=400)
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_a_revision_does_not_move_to_another_register(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", instruction(made))
    path = f"/register-entries/{entry['id']}"
    tag = {"If-Match": await seen(house, path)}
    body = request_of(made) | {"reason": "Verkeerd register"}
    problem = await house.owner.post(f"{path}/revisions", body, headers=tag, expect=400)
    assert problem["type"].endswith(":entry-differs")


async def test_an_ended_agreement_is_listed_until_its_data_are_gone(house: House) -> None:
    made = await a_client(house)
    today = await house.today()
    assert (await house.owner.get("/unfinished-endings"))["items"] == []
    await house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, $3)",
        house.tenant, made["agreement_id"], today,
    )  # fmt: skip
    (open_one,) = (await house.owner.get("/unfinished-endings"))["items"]
    assert open_one["due_on"] == str(today + timedelta(days=30))
    assert (open_one["end_choice"], open_one["entry_id"]) == ("delete", None)
    facts = {"kind": "ending", "agreement_id": made["agreement_id"]}
    entry = await house.owner.post(
        "/register-entries", {"facts": facts | {"due_on": str(today + timedelta(days=7))}}
    )
    assert (entry["client_id"], entry["reference"]) == (made["client_id"], open_one["reference"])
    (planned,) = (await house.owner.get("/unfinished-endings"))["items"]
    assert (planned["due_on"], planned["entry_id"]) == (str(today + timedelta(days=7)), entry["id"])
    twice = await house.owner.post("/register-entries", {"facts": facts}, expect=409)
    assert twice["type"].endswith(":end-recorded")
    done = {"done": "return", "done_on": str(today), "done_by": "Rik Smit"}
    problem = await revise(house, entry, **done, expect=400)
    assert problem["errors"][0]["code"] == "choice-differs"
    await revise(house, entry, **done, deviation="Op verzoek van de klant", file=FILE)
    assert (await house.owner.get("/unfinished-endings"))["items"] == []
    unknown = {"facts": facts | {"agreement_id": str(uuid4())}}
    await house.owner.post("/register-entries", unknown, expect=400)


async def test_the_term_of_a_request_follows_the_providers_own_promise(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", request_of(made, day="2026-03-01"))
    assert entry["due_on"] == "2026-04-01"
    path = "/tenant"
    tag = {"If-Match": await seen(house, path)}
    term = {"reply_term": {"unit": "weeks", "count": 4}}
    await house.owner.ask("PATCH", path, term, headers=tag)
    entry = await house.owner.post("/register-entries", request_of(made, day="2026-03-01"))
    assert entry["due_on"] == "2026-03-29"


async def test_the_name_goes_from_an_answered_request_and_the_fact_stays(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", request_of(made))
    path = f"/register-entries/{entry['id']}"
    problem = await house.owner.post(f"{path}/erasures", expect=409)
    assert problem["type"].endswith(":request-open")
    day = str(await house.today())
    answered = {"outcome": "answered", "answered_on": day, "answer": "Overzicht verstuurd."}
    after = await revise(house, entry, **answered)
    assert after["facts"]["person"]["name"] == "Jan Jansen"
    erased = await house.owner.post(f"{path}/erasures")
    assert erased["erased_on"] == day
    assert "Jan" not in str(erased)
    assert erased["facts"]["answer"] == "Overzicht verstuurd."
    await house.owner.post(f"{path}/erasures")
    rows = await house.fetch("SELECT person, facts::text FROM contracts.register_revision")
    assert all(row["person"] is None and "Jan" not in row["facts"] for row in rows)
    again = await revise(house, erased, person={"name": "Jan Jansen"}, expect=409)
    assert again["type"].endswith(":person-erased")
    other = await house.owner.post("/register-entries", instruction(made))
    await house.owner.post(f"/register-entries/{other['id']}/erasures", expect=409)


async def test_no_table_holds_the_name_of_a_person_that_was_erased(house: House) -> None:
    made = await a_client(house)
    key = {"Idempotency-Key": "request-of-jan"}
    entry = await house.owner.post("/register-entries", request_of(made), headers=key)
    day = str(await house.today())
    answered = {"outcome": "answered", "answered_on": day, "answer": "Overzicht verstuurd."}
    await revise(house, entry, **answered)
    path = f"/register-entries/{entry['id']}/erasures"
    assert await tables_with(house, "Jan Jansen")
    await house.owner.post(path)
    assert await tables_with(house, "Jan Jansen") == []


async def tables_with(house: House, text: str) -> list[str]:
    rows = await house.fetch(
        "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables"
        " WHERE table_type = 'BASE TABLE' AND table_schema IN ('contracts', 'bus', 'trail')"
    )
    asked = "SELECT EXISTS (SELECT FROM {} t WHERE t::text LIKE '%' || $1 || '%') AS found"
    return [
        row["name"]
        for row in rows
        if (await house.fetch(asked.format(row["name"]), text))[0]["found"]
    ]


async def test_whose_data_were_erased_has_no_name_in_the_register_either(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", request_of(made, right="erasure"))
    day = str(await house.today())
    after = await revise(
        house, entry, outcome="answered", answered_on=day, answer="Gewist.", passed_on=day
    )
    assert after["erased_on"] == day
    assert after["facts"]["person"] is None


async def test_only_staff_reads_and_only_officers_write(house: House) -> None:
    made = await a_client(house)
    entry = await house.staff("officer").post("/register-entries", instruction(made))
    path = f"/register-entries/{entry['id']}"
    contact = (await house.owner.get(f"/clients/{made['client_id']}"))["contacts"][0]
    stranger = house.contact(contact["id"], made["client_id"])
    for read in ("/register-entries", path, "/unfinished-endings"):
        await stranger.get(read, expect=403)
        await house.staff("auditor").get(read)
    for role in ("viewer", "auditor"):
        await house.staff(role).post("/register-entries", instruction(made), expect=403)
        await house.staff(role).post(f"{path}/revisions", {}, expect=403)
        await house.staff(role).post(f"{path}/erasures", expect=403)


async def test_another_provider_sees_none_of_it(house: House) -> None:
    made = await a_client(house)
    entry = await house.owner.post("/register-entries", instruction(made))
    other = await neighbour(house)
    assert (await other.owner.get("/register-entries"))["items"] == []
    body = {"facts": entry["facts"], "reason": "x"}
    for known in (entry["id"], str(uuid4())):
        path = f"/register-entries/{known}"
        problem = await other.owner.get(path, expect=404)
        assert problem["type"].endswith(":entry-unknown")
        tag = {"If-Match": "*"}
        await other.owner.post(f"{path}/revisions", body, headers=tag, expect=404)
        await other.owner.post(f"{path}/erasures", expect=404)
    problem = await other.owner.post("/register-entries", instruction(made), expect=400)
    assert problem["errors"][0]["code"] == "client-unknown"
    ending = {"kind": "ending", "agreement_id": made["agreement_id"]}
    problem = await other.owner.post("/register-entries", {"facts": ending}, expect=400)
    assert problem["errors"][0]["code"] == "agreement-unknown"

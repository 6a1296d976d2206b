"""Who once answered at a party is erased from its history; who answers today stays."""

from datetime import timedelta
from typing import get_args
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.contracts.domain.former_contacts import WORDS, May, Stays, plan_of
from shared.database import tenant_transaction
from tests.contracts.house import House, Json
from tests.contracts.test_catalogue_edits_routes import edit
from tests.contracts.test_contracts_tenancy import neighbour
from tests.contracts.test_register_entry_routes import tables_with

KEY = {"Idempotency-Key": "wolk"}
FORMER = {"contact": "quispel@wolk.example", "contact_person": "Q. Quispel, privacy officer"}
NOW = {"contact": "privacy@wolk.example", "contact_person": "A. de Vries"}
WOLK = {"name": "Wolk", "legal_entity": "Wolk B.V.", "address": "Kade 1", "country": "NL"}


def test_every_category_says_what_stays_and_why() -> None:
    assert set(WORDS) == {*get_args(May), *get_args(Stays)}
    goes = {one for one, (words, _, _) in WORDS.items() if words}
    assert goes == set(get_args(May))


def test_something_may_go_where_somebody_of_before_is_named() -> None:
    nothing = dict.fromkeys(get_args(May), 0) | {"contact_of_today": 1}
    assert not plan_of(uuid4(), nothing).may_go
    assert plan_of(uuid4(), nothing | {"answers": 1}).may_go


async def _party(house: House) -> str:
    """Its contact of before works for a party above another one, and left a day later."""
    made = await house.owner.post("/subprocessors", WOLK | FORMER, headers=KEY)
    below = {"name": "Eronder", "parent_id": made["id"], "contact_person": "B. Blijft"}
    await house.owner.post("/subprocessors", below, headers={"Idempotency-Key": "below"})
    await house.go_to(await house.today() + timedelta(days=1))
    path = f"/subprocessors/{made['id']}"
    await edit(house.owner, path, NOW)
    return path


def _rows(plan: Json) -> dict[str, int | None]:
    return {line["category"]: line["rows"] for line in plan["lines"]}


async def test_who_left_is_erased_on_every_day_and_who_answers_today_stays(house: House) -> None:
    path = await _party(house)
    plan = await house.staff("viewer").get(f"{path}/former-contacts")
    assert plan["may_go"]
    assert _rows(plan) == {
        "states": 1, "audit_details": 1, "answers": 2, "contact_of_today": 1, "frozen_texts": None,
    }  # fmt: skip
    done = await house.owner.post(f"{path}/former-contacts/erasures")
    assert not done["may_go"]
    assert set(_rows(done).values()) == {0, 1, None}
    yesterday = {"on": str(await house.today() - timedelta(days=1))}
    was = await house.owner.get(path, params=yesterday)
    assert (was["contact"], was["contact_person"], was["address"]) == ("–", "–", "Kade 1")
    stands = await house.owner.get(path)
    assert {name: stands[name] for name in NOW} == NOW
    listed = (await house.owner.get("/subprocessors", params=yesterday | {"q": "eronder"}))["items"]
    assert listed[0]["contact_person"] == "B. Blijft"
    assert listed[0]["chain"][0]["contact_person"] == "–"


async def test_no_table_names_who_left(house: House) -> None:
    path = await _party(house)
    assert set(await tables_with(house, "Quispel")) == {
        "contracts.catalogue_state", "contracts.idempotency", "trail.act_detail",
    }  # fmt: skip
    await house.owner.post(f"{path}/former-contacts/erasures")
    assert await tables_with(house, "Quispel") == []
    assert (await house.owner.get("/audit/check"))["sound"]


async def test_a_contact_of_today_who_left_goes_once_the_party_names_another(house: House) -> None:
    made = await house.owner.post("/subprocessors", WOLK | FORMER)
    path = f"/subprocessors/{made['id']}"
    assert not (await house.owner.post(f"{path}/former-contacts/erasures"))["may_go"]
    assert (await house.owner.get(path))["contact_person"] == FORMER["contact_person"]
    await edit(house.owner, path, {"contact": None, "contact_person": None})
    await house.owner.post(f"{path}/former-contacts/erasures")
    assert await tables_with(house, "Quispel") == []


async def test_a_key_whose_answer_named_who_left_makes_no_second_party(house: House) -> None:
    path = await _party(house)
    await house.owner.post(f"{path}/former-contacts/erasures")
    refused = await house.owner.post("/subprocessors", WOLK | FORMER, headers=KEY, expect=409)
    assert refused["type"] == "urn:schakel:problem:answer-erased"


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_only_an_owner_erases_them(house: House, role: str) -> None:
    path = await _party(house)
    await house.staff(role).post(f"{path}/former-contacts/erasures", expect=403)
    assert (await house.staff(role).get(f"{path}/former-contacts"))["may_go"]


async def test_another_provider_finds_no_such_party(house: House) -> None:
    path = await _party(house)
    other = await neighbour(house)
    await other.owner.get(f"{path}/former-contacts", expect=404)
    await other.owner.post(f"{path}/former-contacts/erasures", expect=404)
    assert (await house.owner.get(f"{path}/former-contacts"))["may_go"]


@pytest.mark.parametrize(
    ("noun", "told"),
    [
        ("subprocessor", {"address": "Elders 1"}),
        ("subprocessor", {"contact_person": "Een ander"}),
        ("subprocessor", {}),
        ("tenant", {"name": "–"}),
    ],
)
async def test_nothing_else_of_what_was_known_is_rewritten(
    house: House, noun: str, told: Json
) -> None:
    await _party(house)
    query = "UPDATE contracts.catalogue_state SET state = state || $1 WHERE noun = $2"
    async with tenant_transaction(house.app.state.pool, UUID(str(house.tenant))) as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(query, told, noun)

"""The same call sent again under one Idempotency-Key. That every POST takes one is walked with the
other operations."""

from typing import Any
from uuid import uuid4

import pytest

from services.contracts.domain.said import fingerprint, kept_under, told_of
from services.contracts.worker import forget_answers
from tests.contracts.house import House
from tests.contracts.running import Running
from tests.contracts.walk.world import next_door

JSON = "application/json"
RESELLER = {"name": "De Haven", "brand": "De Haven", "contact": "Mila Haven"}


def under(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


async def test_another_body_under_a_key_is_refused_and_changes_nothing(house: House) -> None:
    await house.owner.post("/resellers", RESELLER, headers=under("a"))
    other = RESELLER | {"name": "Het Hoofd"}
    refused = await house.owner.post("/resellers", other, headers=under("a"), expect=409)
    assert refused["type"] == "urn:schakel:problem:idempotency-key-reused"
    assert len((await house.owner.get("/resellers"))["items"]) == 1


async def test_a_call_that_was_refused_leaves_its_key_free(house: House) -> None:
    wrong = {"name": "Onbekend", "parent_id": "019a0000-0000-7000-8000-000000000001"}
    await house.owner.post("/subprocessors", wrong, headers=under("a"), expect=400)
    await house.owner.post("/subprocessors", {"name": "Bekend"}, headers=under("a"))


async def test_a_key_that_is_too_long_is_refused(house: House) -> None:
    refused = await house.owner.post("/resellers", RESELLER, headers=under("k" * 201), expect=400)
    assert refused["errors"][0]["field"] == "Idempotency-Key"


async def test_two_clients_with_one_key_never_meet(running: Running) -> None:
    told: list[Any] = []
    for client in ("general", "mitigate"):
        person = await running.contact(client, "notice")
        body = {"grounds": "Niet akkoord met de nieuwe partij."}
        told.append(
            await person.post(f"{running.path}/objections", body, headers=under("objection"))
        )
    assert told[0]["client_id"] != told[1]["client_id"]


async def test_an_answer_is_forgotten_after_seven_days(house: House) -> None:
    for key in ("old", "new"):
        await house.owner.post("/resellers", RESELLER | {"name": key}, headers=under(key))
    age = "UPDATE contracts.idempotency SET made_at = made_at - interval '8 days' WHERE key = $1"
    await house.fetch(age, kept_under("old", None))
    await forget_answers(house.app.state.pool)
    kept = await house.fetch("SELECT key FROM contracts.idempotency")
    assert [row["key"] for row in kept] == [kept_under("new", None)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("/a", JSON, b'{"a":1,"b":2}'), ("/a", JSON, b'{"b":2,"a":1}'), True),
        (("/a", JSON, b'{"a":1}'), ("/b", JSON, b'{"a":1}'), False),
        (("/a", "text/csv", b'{"a":1,"b":2}'), ("/a", "text/csv", b'{"b":2,"a":1}'), False),
        (("/a", JSON, b""), ("/a", JSON, b""), True),
    ],
)
def test_what_is_asked_is_known_again_whatever_the_order_of_its_keys(
    one: tuple[str, str, bytes], other: tuple[str, str, bytes], same: bool
) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) is same


def test_of_a_key_nothing_is_kept_that_says_it_and_two_callers_never_meet() -> None:
    caller = uuid4()
    assert "Jansen" not in kept_under("Jansen", None)
    assert kept_under("Jansen", None) == kept_under("Jansen", None)
    assert len({kept_under("Jansen", one) for one in (None, caller, uuid4())}) == 3


def test_whatever_an_answer_tells_of_is_found_by_its_identifier() -> None:
    one, other = uuid4(), uuid4()
    path = f"/clients/{str(one).upper()}/holds"
    assert told_of(path, f'{{"within": [{{"id": "{other}"}}]}}', "None") == {one, other}


async def test_another_provider_may_choose_the_same_key(house: House) -> None:
    other = await next_door(house)
    mine = await house.owner.post("/resellers", RESELLER, headers=under("a"))
    theirs = await other.owner.post("/resellers", RESELLER | {"name": "Buur"}, headers=under("a"))
    assert mine["id"] != theirs["id"]

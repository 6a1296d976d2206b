"""How many people stand where on a change: counts, whatever its size."""

from collections import Counter
from typing import Any

from tests.contracts.house import Json
from tests.contracts.running import Running

TERMS = ("authorisation", "counted_from", "day_kind", "notice_days", "objection_days", "standing")


def terms(said: Json) -> tuple[Any, ...]:
    return tuple(said[name] for name in TERMS)


async def test_the_counts_say_what_each_recipient_says(running: Running) -> None:
    owner = running.house.owner
    await running.settle("accepted", *await running.recipients("general"))
    listed = await running.recipients()
    told = await owner.get(f"{running.path}/standings")
    assert {"notice_running", "unreached"} == {one["standing"] for one in told["counts"]}
    assert Counter(map(terms, listed)) == {terms(one): one["people"] for one in told["counts"]}
    for one in told["counts"]:
        days = {line["deadline"] for line in listed if terms(line) == terms(one)}
        assert {one["first_day"], one["last_day"]} == days
    assert (told["approvals"], told["approved"]) == ([], 0)
    as_service = running.house.service("notifications")
    assert await as_service.get(f"{running.path}/standings") == told


async def test_who_approved_is_there_by_agreement(running: Running) -> None:
    await running.reach_all()
    client = await running.contact("specific", "signatory")
    await client.post(f"{running.path}/approvals", {})
    told = await running.house.owner.get(f"{running.path}/standings")
    (one,) = told["approvals"]
    (line, *_) = await running.recipients("specific")
    for name in ("client_id", "client", "agreement_id", "agreement_reference", "approved_at"):
        assert one[name] == line[name]
    assert (one["approved_by"], told["approved"]) == ("contact", 1)

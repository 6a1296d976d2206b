"""A client is protected until somebody there was really told."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.contracts.domain.deadline import last_day
from services.contracts.store import gate
from services.contracts.worker import HANDLERS, check_transfers
from shared.events import DeliveriesAccepted, Settled
from shared.outbox import append
from tests.contracts.house import House
from tests.contracts.running import CLIENTS, CONTACTS, Running, announce
from tests.contracts.test_catalogue_edits_routes import edit


async def test_when_nobody_was_reached_the_next_contact_is_told(running: Running) -> None:
    (notice,) = await running.recipients("general")
    await running.settle("failed", notice)
    told = await running.recipients("general")
    assert [one["name"] for one in told] == ["Nora Notice", "Pim Privacy"]
    assert told[1]["cause"] == "escalation"
    (event,) = await running.house.events("RecipientAdded")
    assert event["recipient_id"] == told[1]["recipient_id"]
    assert (await running.standings())["general"] == "unreached"
    await running.settle("failed", told[1])
    await running.settle("failed", (await running.recipients("general"))[2])
    told = await running.recipients("general")
    assert [one["name"] for one in told] == [one["name"] for one in CONTACTS]
    await running.settle("failed", told[3])
    assert len(await running.recipients("general")) == len(CONTACTS)
    assert (await running.standings())["general"] == "unreached"


async def test_how_many_were_frozen_is_known_before_the_first_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise each outcome is looked for among all others: many minutes at a hundred thousand."""
    monkeypatch.setattr(gate, "MANY", len(CLIENTS))
    running = await announce(house)
    rows = await house.fetch(
        "SELECT relname, reltuples::int AS rows FROM pg_class"
        " WHERE oid IN ('contracts.recipient'::regclass, 'contracts.affected_agreement'::regclass)"
    )
    told = len(await running.recipients())
    assert {row["relname"]: row["rows"] for row in rows} == {
        "recipient": told,
        "affected_agreement": told,
    }


async def test_what_is_told_before_the_first_worker_has_run_is_kept_for_it(house: House) -> None:
    rows = await house.fetch("SELECT type FROM bus.subscription WHERE consumer = 'contracts'")
    assert {row["type"] for row in rows} == {kind.__name__ for kind in HANDLERS}


async def test_the_deadline_runs_from_the_contact_that_was_reached(running: Running) -> None:
    (notice,) = await running.recipients("general")
    await running.settle("failed", notice)
    await running.house.go_to(running.published_on + timedelta(days=5))
    second = (await running.recipients("general"))[1]
    await running.settle("accepted", second)
    (first, *_) = await running.recipients("general")
    assert first["deadline"] == str(running.published_on + timedelta(days=35))
    assert first["standing"] == "notice_running"


async def test_a_late_bounce_stops_the_clock_and_tells_the_next(running: Running) -> None:
    (notice,) = await running.recipients("general")
    await running.settle("accepted", notice)
    assert (await running.standings())["general"] == "notice_running"
    await running.house.go_to(running.published_on + timedelta(days=2))
    await running.settle("failed", notice)
    told = await running.recipients("general")
    assert [one["standing"] for one in told] == ["unreached", "unreached"]
    assert [one["deadline"] for one in told] == [None, None]
    await running.house.go_to(running.published_on + timedelta(days=60))
    problem = await running.house.owner.post(f"{running.path}/activations", expect=409)
    assert {one["reason"] for one in problem["held"]} == {"unreached"}


async def test_counted_from_publication_no_term_runs_before_somebody_is_reached(
    running: Running,
) -> None:
    late = running.published_on + timedelta(days=60)
    await running.house.go_to(late)
    assert (await running.standings())["mitigate"] == "unreached"
    await running.house.owner.post(f"{running.path}/activations", expect=409)
    await running.reach_all()
    assert (await running.standings())["mitigate"] == "notice_running"
    (told,) = await running.recipients("mitigate")
    assert told["deadline"] > str(late)


async def test_counted_from_publication_a_notice_of_that_day_leaves_the_last_day_as_it_was(
    running: Running,
) -> None:
    (before,) = await running.recipients("mitigate")
    await running.settle("accepted", before)
    (after,) = await running.recipients("mitigate")
    assert after["deadline"] == before["deadline"]
    await running.settle("failed", after)
    told = await running.recipients("mitigate")
    assert {one["deadline"] for one in told} == {None}


async def test_outcomes_may_come_twice_and_in_any_order(running: Running) -> None:
    (notice,) = await running.recipients("general")
    (now,) = await running.house.fetch("SELECT clock.now() AS at")
    later = now["at"] + timedelta(hours=1)
    await running.settle("accepted", notice, at=later)
    await running.settle("failed", notice, at=now["at"])
    await running.settle("accepted", notice, at=later)
    (read,) = await running.recipients("general")
    assert read["outcome"] == "accepted"
    assert read["standing"] == "notice_running"
    assert await running.house.events("RecipientAdded") == []


async def test_business_days_count_from_the_legal_day_of_the_delivery(house: House) -> None:
    from tests.contracts import running as announced

    terms = {"day_kind": "business", "notice_days": 10, "objection_days": 3}
    kinds = dict(announced.CLIENTS)
    announced.CLIENTS["business"] = terms
    try:
        running = await announce(house)
    finally:
        announced.CLIENTS.clear()
        announced.CLIENTS.update(kinds)
    # 23:30 UTC is the next day in the Netherlands.
    (clock,) = await house.fetch(
        "SELECT date_trunc('day', clock.now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
        " + interval '23 hours 30 minutes' AS at"
    )
    (one,) = await running.recipients("business")
    await running.settle("accepted", one, at=clock["at"])
    (read,) = await running.recipients("business")
    start = (clock["at"] + timedelta(days=1)).date()
    assert read["deadline"] == str(last_day(start, 10, "business"))
    (kept,) = await house.fetch(
        "SELECT DISTINCT calendar FROM contracts.affected_agreement WHERE deadline IS NOT NULL"
    )
    assert kept["calendar"].startswith("NL, art. 3 Algemene termijnenwet, holidays ")


async def test_the_worker_hears_the_outcomes_from_the_bus(running: Running) -> None:
    from pydantic import SecretStr

    from services.contracts.worker import settle
    from shared.database import connect, tenant_transaction
    from shared.outbox import SQL, Consumer

    house = running.house
    consumer = Consumer(house.app.state.pool, {DeliveriesAccepted: settle})
    await house.app.state.pool.execute(SQL["subscribe"], ["DeliveriesAccepted"])
    (one,) = await running.recipients("general")
    (now,) = await house.fetch("SELECT clock.now() AS at")
    async with connect(SecretStr(house.database.url("notifications"))) as pool:
        async with tenant_transaction(pool, house.tenant) as connection:
            await append(
                connection,
                DeliveriesAccepted(
                    tenant_id=house.tenant,
                    notice_id=UUID(int=7),
                    change_id=UUID(running.change["id"]),
                    deliveries=[Settled(recipient_id=one["recipient_id"], at=now["at"])],
                ),
            )
    assert await consumer.take_one()
    assert (await running.standings())["general"] == "notice_running"


async def nightly(running: Running, days: int) -> None:
    """The round of the night, so many days after the change was published."""
    await running.house.go_to(running.published_on + timedelta(days=days))
    await check_transfers(running.house.app.state.pool)


async def test_of_whom_nothing_is_heard_somebody_else_is_told_before_the_last_day(
    running: Running,
) -> None:
    (first,) = await running.recipients("general")
    await running.settle("accepted", *await running.recipients("specific"))
    await running.settle("accepted", *await running.recipients("mitigate"))
    await nightly(running, 22)
    assert await running.house.events("RecipientAdded") == []
    await nightly(running, 23)
    await check_transfers(running.house.app.state.pool)
    told = await running.recipients("general")
    assert [(one["name"], one["cause"]) for one in told] == [
        ("Nora Notice", "publication"),
        ("Pim Privacy", "escalation"),
    ]
    assert told[1]["instead_of"] == [first["recipient_id"]]
    assert told[0]["instead_of"] == []
    assert len(await running.house.events("RecipientAdded")) == 1
    page = await running.house.service("notifications").get(
        f"{running.path}/recipients", params={"recipient_id": told[1]["recipient_id"]}
    )
    assert page["items"][0]["instead_of"] == [first["recipient_id"]]
    assert len(await running.recipients("specific")) == 1


async def test_each_gets_a_day_and_a_reached_client_is_left_alone(running: Running) -> None:
    await nightly(running, 24)
    await nightly(running, 25)
    told = await running.recipients("general")
    assert [one["name"] for one in told] == ["Nora Notice", "Pim Privacy", "Sien Signatory"]
    await running.settle("accepted", told[0])
    await nightly(running, 26)
    assert len(await running.recipients("general")) == 3
    assert (await running.recipients("general"))[0]["standing"] == "notice_running"


async def test_how_long_before_is_for_the_provider_to_say(running: Running) -> None:
    await edit(running.house.owner, "/tenant", {"escalation_days": 25})
    await nightly(running, 5)
    assert len(await running.recipients("general")) == 2


async def test_a_withdrawn_change_is_passed_on_to_nobody(running: Running) -> None:
    await running.house.owner.post(f"{running.path}/withdrawals")
    await nightly(running, 25)
    assert await running.house.events("RecipientAdded") == []

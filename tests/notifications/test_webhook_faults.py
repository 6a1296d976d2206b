"""Receivers and workers that fail: nothing is lost, what has to come twice comes under one id, and
nobody waits for somebody else's receiver."""

import json
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.app import create_app
from services.notifications.channels.mail.dressing import built_in
from shared.database import tenant_transaction
from shared.events import ChangePublished, ChangeWithdrawn
from shared.identity import new_key
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.receiver import Receiver, receiving
from tests.notifications.samples import OTHER_TENANT, SUBJECT, TENANT
from tests.notifications.test_upstream_expiring import somebody
from tests.notifications.webhooks import Json, Office, hurry, sign


@pytest.fixture
async def office(stage: Stage, api: AsyncTestClient[Any]) -> Office:
    return Office(stage, api)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving(Receiver()) as found:
        yield found


async def test_a_signature_reaches_who_asked_for_it_signed_and_thin(
    office: Office, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver.url, "agreement.signed")
    await office.endpoint(receiver.url, "change.withdrawn")
    event = await sign(office.stage)
    await office.stage.start_worker()
    (delivery,) = await office.reach(made, "delivered")
    told = receiver.verified(0, made["secret"])
    assert told["type"] == "agreement.signed"
    assert told["data"] == {
        "agreement_id": str(event.agreement_id),
        "version_id": str(event.version_id),
        "client_id": str(event.client_id),
        "signature_id": str(event.signature_id),
        "link": f"https://api.voorbeeldhost.example/agreements/{event.agreement_id}",
    }
    assert receiver.came[0].id == delivery["message_id"]
    assert len(receiver.came) == 1
    detail = await office.get(f"/webhook-deliveries/{delivery['id']}")
    assert detail["body"] == told
    assert [(one["number"], one["outcome"], one["status"]) for one in detail["log"]] == [
        (1, "delivered", 200)
    ]


async def test_a_fact_that_makes_mails_too_makes_both(office: Office, receiver: Receiver) -> None:
    stage = office.stage
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
    made = await office.endpoint(receiver.url, "change.published", "change.withdrawn")
    await stage.start_worker()
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=1)
    await office.reach(made, "delivered")
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await office.reach(made, "delivered", "delivered")


async def test_who_could_not_be_reached_is_told(office: Office, receiver: Receiver) -> None:
    stage = office.stage
    broken = samples.recipient(1, email="geen adres")
    stage.peers.told[SUBJECT] = Told(samples.change(), [broken, samples.recipient(2)])
    made = await office.endpoint(receiver.url, "delivery.unreached")
    await stage.start_worker()
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await office.reach(made, "delivered")
    data = receiver.verified(0, made["secret"])["data"]
    assert data["client_id"] == str(broken.client_id)
    assert set(data) == {"client_id", "delivery_id", "notice_id", "link"}


async def test_a_receiver_that_fails_gets_the_same_message_under_the_same_id(
    office: Office, receiver: Receiver
) -> None:
    receiver.script.extend([500, "cut", "hang", "garbage", 302])
    made = await office.endpoint(receiver.url)
    await sign(office.stage)
    await office.stage.start_worker()

    async def there() -> bool:
        await hurry(office.stage)
        return [one["state"] for one in await office.deliveries(made)] == ["delivered"]

    await until(there, every=0.3)
    assert len({one.id for one in receiver.came}) == 1
    assert len({one.body for one in receiver.came}) == 1
    (delivery,) = await office.deliveries(made)
    detail = await office.get(f"/webhook-deliveries/{delivery['id']}")
    assert [one["outcome"] for one in detail["log"]] == [
        *("status", "broken_answer", "timeout", "broken_answer", "redirect", "delivered"),
    ]
    for number in range(len(receiver.came)):
        receiver.verified(number, made["secret"])


async def test_after_the_last_attempt_it_is_shown_as_failed_and_can_be_sent_again(
    office: Office, receiver: Receiver
) -> None:
    receiver.always = 500
    made = await office.endpoint(receiver.url)
    await sign(office.stage)
    await office.stage.start_worker()

    async def failed() -> bool:
        await hurry(office.stage)
        return [one["state"] for one in await office.deliveries(made)] == ["failed"]

    await until(failed, every=0.3, seconds=60)
    (delivery,) = await office.deliveries(made)
    assert delivery["attempts"] == len(receiver.came) == 10
    assert (await office.get(f"/webhook-endpoints/{made['id']}"))["halted_because"] is None
    receiver.always = 200
    path = f"/webhook-deliveries/{delivery['id']}/replays"
    again = await office.post(path, expect=202)
    assert again["state"] == "queued"
    await office.reach(made, "delivered")
    assert len({one.id for one in receiver.came}) == 1
    await office.post(path, expect=202)

    async def twice() -> bool:
        return len(receiver.came) == 12

    await until(twice)


async def test_days_without_one_yes_halt_the_endpoint_and_the_owners_hear_it_once(
    office: Office, receiver: Receiver
) -> None:
    stage = office.stage
    stage.peers.owners = [somebody("Els"), somebody("Sam", "en")]
    words = built_in("webhook_halted", "nl")
    ours = {"subject": "Er hapert iets", "text": f"Beste collega,\n\n{words.text}"}
    version = await office.post("/wordings/webhook_halted/nl/versions", ours)
    await office.post(f"/wording-versions/{version['id']}/publications")
    receiver.always = 503
    made = await office.endpoint(receiver.url)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await connection.execute(
            "UPDATE notifications.webhook_endpoint"
            " SET failures = 9, failing_since = now() - interval '3 days 1 minute'"
        )
    await sign(stage)
    await stage.start_worker()
    await stage.reach(accepted=2)
    path = f"/webhook-endpoints/{made['id']}"
    assert (await office.get(path))["halted_because"] == "failing"
    (dutch,) = stage.sink.to("els@kale.example")
    (english,) = stage.sink.to("sam@kale.example")
    assert b"Subject: Er hapert iets" in dutch.data
    assert b"Beste collega," in dutch.data
    assert b"Webhook stopped: Boekhouding" in english.data
    assert made["id"].encode() in dutch.data.replace(b"=\r\n", b"")
    await sign(stage)
    await office.reach(made, "held", "held")
    assert len(receiver.came) == 1
    receiver.always = 200
    await office.post(f"{path}/resumptions", {"replay": True})
    await office.reach(made, "delivered", "delivered")
    assert len(stage.sink.taken) == 2


async def test_a_receiver_that_is_gone_gets_nothing_more(
    office: Office, receiver: Receiver
) -> None:
    receiver.script.append(410)
    made = await office.endpoint(receiver.url)
    await sign(office.stage)
    await office.stage.start_worker()
    await office.reach(made, "held")
    assert (await office.get(f"/webhook-endpoints/{made['id']}"))["halted_because"] == "gone"
    await sign(office.stage)
    await office.reach(made, "held", "held")
    assert len(receiver.came) == 1


async def test_what_an_owner_halts_is_kept_and_sent_later_if_wanted(
    office: Office, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver.url)
    path = f"/webhook-endpoints/{made['id']}"
    await office.post(f"{path}/halts")
    await office.stage.start_worker()
    await sign(office.stage)
    await office.reach(made, "held")
    await office.post(f"{path}/resumptions", {"replay": False})
    await sign(office.stage)
    await office.reach(made, "held", "delivered")
    assert (await office.post(f"{path}/replays", expect=202)) == {"queued": 1}
    await office.reach(made, "delivered", "delivered")
    assert (await office.post(f"{path}/replays", expect=202)) == {"queued": 0}


async def test_both_secrets_sign_while_one_replaces_the_other(
    office: Office, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver.url)
    rotated = await office.post(f"/webhook-endpoints/{made['id']}/secrets")
    await office.stage.start_worker()
    await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    await office.reach(made, "delivered")
    for secret in (made["secret"], rotated["secret"]):
        assert receiver.verified(0, secret)["type"] == "endpoint.tested"


async def test_one_that_hangs_keeps_neither_others_nor_mails_waiting(
    office: Office, receiver: Receiver
) -> None:
    stage = office.stage
    async with receiving(Receiver(always="hang")) as hanging:
        slow = [await office.endpoint(hanging.url, name=f"traag {n}") for n in range(20)]
        quick = await office.endpoint(receiver.url)
        for _ in range(5):
            await sign(stage)
        stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
        await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
        await stage.start_worker()
        await office.reach(quick, *["delivered"] * 5, seconds=15)
        await stage.reach(accepted=1)
        states = {one["state"] for one in await office.deliveries(slow[0])}
        assert states == {"queued"}
    # While it fails it is asked with one message at a time, then left alone.
    assert len(hanging.came) < 20 * 5 * 2


async def test_a_worker_that_is_killed_before_it_wrote_the_yes_repeats_under_the_same_id(
    office: Office, receiver: Receiver
) -> None:
    stage = office.stage
    made = await office.endpoint(receiver.url)
    for _ in range(3):
        await sign(stage)
    receiver.always = "hang"
    worker = await stage.start_worker()

    async def in_the_middle() -> bool:
        return len({one.id for one in receiver.came}) == 3

    await until(in_the_middle)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    # The first may have hung for so long that it was given up before the kill, the last can not.
    cut, before = receiver.came[-1].id, {one.id for one in receiver.came}
    receiver.always = 200
    await stage.start_worker()
    found = await office.reach(made, *["delivered"] * 3, seconds=60)
    assert {one["message_id"] for one in found} == before
    assert {one.id for one in receiver.came} == before
    [delivery] = [one for one in found if one["message_id"] == cut]
    detail = await office.get(f"/webhook-deliveries/{delivery['id']}")
    assert detail["log"][-2]["ended_at"] is None
    assert detail["log"][-1]["outcome"] == "delivered"


async def test_a_fact_that_comes_twice_makes_one_message(
    office: Office, receiver: Receiver
) -> None:
    stage = office.stage
    made = await office.endpoint(receiver.url)
    await sign(stage)
    await stage.start_worker()
    await office.reach(made, "delivered")
    await stage.owner.execute(
        "INSERT INTO bus.delivery (event_id, consumer)"
        " SELECT id, 'notifications' FROM bus.event WHERE type = 'AgreementSigned'"
    )

    async def taken() -> bool:
        left = await stage.owner.fetchval(
            "SELECT count(*) FROM bus.delivery WHERE consumer = 'notifications'"
        )
        return not left

    await until(taken)
    await office.reach(made, "delivered")
    assert len(receiver.came) == 1


async def test_work_whose_job_is_lost_is_found_by_the_sweep(
    office: Office, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver.url)
    await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    await office.stage.pool.execute("DELETE FROM notifications.pgqueuer")
    await office.stage.start_worker()
    await office.reach(made, "delivered")


async def test_an_endpoint_inside_a_closed_network_is_not_called(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await office.endpoint(receiver.url)
    stage = office.stage
    told = stage.environment() | {"SCHAKEL_WEBHOOK_NETWORKS": "10.0.0.0/8"}
    monkeypatch.setattr(stage, "environment", lambda: told)
    await stage.start_worker()
    await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)

    async def refused() -> bool:
        (one,) = await office.deliveries(made)
        return bool(one["last_outcome"] == "address_refused")

    await until(refused)
    assert receiver.came == []


async def test_a_tenant_s_facts_go_to_its_own_endpoints_alone(
    office: Office, receiver: Receiver
) -> None:
    stranger = Office(office.stage, office.client, OTHER_TENANT)
    theirs = await stranger.endpoint(receiver.url)
    ours = await office.endpoint(receiver.url)
    await sign(office.stage)
    await office.stage.start_worker()
    await office.reach(ours, "delivered")
    assert await stranger.deliveries(theirs) == []
    assert receiver.verified(0, ours["secret"])
    assert len(receiver.came) == 1


async def test_under_another_key_of_the_service_nothing_is_signed_wrongly(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = office.stage
    made = await office.endpoint(receiver.url)
    told = stage.environment() | {"SCHAKEL_SIGNING_KEY": new_key()[0]}
    monkeypatch.setattr(stage, "environment", lambda: told)
    await stage.start_worker()
    await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)

    async def lost() -> bool:
        (one,) = await office.deliveries(made)
        return bool(one["last_outcome"] == "secret_lost")

    await until(lost)
    assert receiver.came == []
    async with AsyncTestClient(create_app(stage.settings())) as client:
        fresh = await Office(stage, client).post(f"/webhook-endpoints/{made['id']}/secrets")
    await hurry(stage)
    await office.reach(made, "delivered")
    receiver.verified(0, fresh["secret"])


async def test_no_secret_and_no_address_stands_in_a_log(office: Office, receiver: Receiver) -> None:
    made = await office.endpoint(f"{receiver.url}?token=geheim-in-de-url")
    receiver.script.extend(["garbage", 500])
    worker = await office.stage.start_worker()
    await sign(office.stage)

    async def tried() -> bool:
        await hurry(office.stage)
        return len(receiver.came) >= 3

    await until(tried)
    logged = worker.log.read_text()
    assert made["secret"][6:] not in logged
    assert "geheim-in-de-url" not in logged


async def test_the_log_is_filtered_and_paged(office: Office, receiver: Receiver) -> None:
    made = await office.endpoint(receiver.url)
    await office.stage.start_worker()
    for _ in range(3):
        await sign(office.stage)
    await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    await office.reach(made, *["delivered"] * 4)
    tested = await office.deliveries(made, "?type=endpoint.tested")
    assert [one["type"] for one in tested] == ["endpoint.tested"]
    assert await office.deliveries(made, "?state=failed") == []
    seen: list[Json] = []
    query = "?limit=3"
    while query:
        page = await office.get(f"/webhook-endpoints/{made['id']}/deliveries{query}")
        seen += page["items"]
        query = f"?limit=3&after={page['next']}" if page["next"] else ""
    assert len({one["id"] for one in seen}) == len(seen) == 4
    assert json.dumps(seen).count(made["secret"][6:]) == 0

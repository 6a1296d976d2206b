"""What the log of webhooks tells of attempts, and for how long."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.commands.forget_webhooks import forget_webhooks
from tests.notifications.conftest import Stage, until
from tests.notifications.receiver import Receiver, receiving
from tests.notifications.webhooks import Office, hurry, sign


@pytest.fixture
async def office(stage: Stage, api: AsyncTestClient[Any]) -> Office:
    return Office(stage, api)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving(Receiver()) as found:
        yield found


async def test_what_was_not_begun_when_a_receiver_failed_loses_no_attempt(
    office: Office, receiver: Receiver
) -> None:
    receiver.always = 503
    made = await office.endpoint(receiver.url, "agreement.signed")
    path = f"/webhook-endpoints/{made['id']}"
    await office.post(f"{path}/halts")
    for _ in range(20):
        await sign(office.stage)
    await office.stage.start_worker()
    await office.reach(made, *["held"] * 20)
    await office.post(f"{path}/resumptions", {"replay": True})

    async def failing() -> bool:
        return any(one["last_status"] for one in await office.deliveries(made))

    await until(failing)
    found = await office.deliveries(made)
    tried = [one for one in found if one["attempts"]]
    assert 0 < len(tried) <= 8
    for one in found:
        log = (await office.get(f"/webhook-deliveries/{one['id']}"))["log"]
        assert len(log) == one["attempts"]
    receiver.always = 200
    await hurry(office.stage)
    await office.reach(made, *["delivered"] * 20)
    assert len({one.id for one in receiver.came}) == 20


async def test_the_log_is_kept_for_ninety_days_and_what_still_waits_for_longer(
    office: Office, receiver: Receiver
) -> None:
    stage = office.stage
    made = await office.endpoint(receiver.url, "agreement.signed")
    other = await office.endpoint(receiver.url, "agreement.signed", name="Wacht")
    await office.post(f"/webhook-endpoints/{other['id']}/halts")
    await sign(stage)
    worker = await stage.start_worker()
    await office.reach(made, "delivered")
    await worker.kill()
    await stage.owner.execute("UPDATE clock.simulation SET ahead = interval '89 days'")
    assert await forget_webhooks(stage.pool) == 0
    await stage.owner.execute("UPDATE clock.simulation SET ahead = interval '91 days'")
    assert await forget_webhooks(stage.pool) == 1
    assert await office.deliveries(made) == []
    (held,) = await office.deliveries(other)
    assert held["state"] == "held"
    kept = await office.get(f"/webhook-deliveries/{held['id']}")
    assert kept["body"]["type"] == "agreement.signed"

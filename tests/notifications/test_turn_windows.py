"""Windows of one notice that end at the same time: one transaction writes for all of them, and
whoever has lost its chunk opens nothing more but is believed all the same."""

import asyncio
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.commands.lease import Hold
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.record_outcomes import Ended
from services.notifications.commands.turn_windows import Clerk
from services.notifications.domain.delivery import NewDelivery, addressed, notice_id
from services.notifications.domain.evidence import Check
from services.notifications.domain.outcome import Outcome
from services.notifications.store import deliveries, evidence, notices
from services.notifications.store.deliveries import Marks
from services.notifications.store.notices import Notice
from shared.database import snapshot, tenant_transaction
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.samples import SUBJECT, TENANT

NOTICE = notice_id(TENANT, "change_announced", SUBJECT)
EACH = 4
LEASE = timedelta(seconds=20)
TAKEN = Outcome("accepted", {"code": 250}, {"reply": "taken"})


async def queued(stage: Stage, chunks: int) -> list[tuple[UUID, list[NewDelivery]]]:
    """So many chunks of a change announced, none of them sent yet."""
    found = []
    async with tenant_transaction(stage.pool, TENANT) as connection:
        facts = samples.change()
        await notices.add(connection, NOTICE, "change_announced", SUBJECT, SUBJECT, facts)
    for chunk in range(chunks):
        numbers = range(chunk * EACH, (chunk + 1) * EACH)
        people = [addressed(NOTICE, "mail", samples.recipient(number)) for number in numbers]
        async with tenant_transaction(stage.pool, TENANT) as connection:
            chain = await evidence.lock(connection, NOTICE)
            await queue_deliveries(connection, TENANT, chain, people)
            chunk_id = (await deliveries.get(connection, people[0].id)).chunk_id
        found.append((chunk_id, people))
    return found


async def claimed(stage: Stage, chunk_id: UUID) -> Hold:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        lease = await deliveries.claim(connection, chunk_id, LEASE)
    assert lease, "nobody else has it"
    return Hold(lease, LEASE, time.monotonic())


async def read_notice(stage: Stage) -> Notice:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        return await notices.get(connection, NOTICE)


def accepted(people: list[NewDelivery]) -> list[Ended]:
    return [Ended(one.id, 1, one.recipient_id, one.client_id, TAKEN) for one in people]


async def test_windows_that_wait_for_the_chain_are_turned_in_one_transaction(
    stage: Stage,
) -> None:
    chunks = await queued(stage, 5)
    notice, clerk = await read_notice(stage), Clerk(stage.pool)
    holds = [await claimed(stage, chunk_id) for chunk_id, _ in chunks]
    opening = [clerk.turn(TENANT, notice, held, Marks(0, EACH), []) for held in holds]
    assert await asyncio.gather(*opening) == [set()] * 5
    assert await stage.states() == {"sending": 5 * EACH}
    closing = [
        clerk.turn(TENANT, notice, held, Marks(EACH, EACH), accepted(people))
        for held, (_, people) in zip(holds, chunks, strict=True)
    ]
    assert await asyncio.gather(*closing) == [set()] * 5
    assert await stage.states() == {"accepted": 5 * EACH}
    (event,) = await stage.news("DeliveriesAccepted")
    assert len(event["deliveries"]) == 5 * EACH
    check = Check(NOTICE)
    async with snapshot(stage.pool, TENANT) as connection:
        async for link, disclosure in evidence.chain(connection, NOTICE):
            check.add(link, disclosure)
        assert check.conclude(await evidence.head(connection, NOTICE)).sound


async def test_who_lost_its_chunk_opens_nothing_and_is_believed_all_the_same(
    stage: Stage,
) -> None:
    (mine, people), (other, _) = await queued(stage, 2)
    notice, clerk = await read_notice(stage), Clerk(stage.pool)
    slept, awake = await claimed(stage, mine), await claimed(stage, other)
    await clerk.turn(TENANT, notice, slept, Marks(0, EACH), [])
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await deliveries.release(connection, slept.lease)
    await claimed(stage, mine)
    lost, kept = await asyncio.gather(
        clerk.turn(TENANT, notice, slept, Marks(EACH, EACH), accepted(people)),
        clerk.turn(TENANT, notice, awake, Marks(0, EACH), []),
    )
    assert (lost, kept) == (None, set())
    assert not slept.good
    assert await stage.states() == {"accepted": EACH, "sending": EACH}


async def test_an_error_that_time_does_not_mend_reaches_whoever_waits(stage: Stage) -> None:
    ((chunk_id, _),) = await queued(stage, 1)
    notice, clerk = await read_notice(stage), Clerk(stage.pool)
    held = await claimed(stage, chunk_id)
    odd: Any = ["no outcome"]
    with pytest.raises(AttributeError):
        await asyncio.wait_for(clerk.turn(TENANT, notice, held, Marks(0, EACH), odd), 10)
    assert await clerk.turn(TENANT, notice, held, Marks(0, EACH), []) == set()

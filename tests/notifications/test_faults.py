"""Mail servers and workers that fail: nothing is lost, nothing is called failed that may have come,
and nobody is told twice."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from deploy.local.processes import Process
from services.notifications.settings import Settings
from shared.database import tenant_transaction
from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import message

ONE = "proef1@bakkerij.example"


async def announce(stage: Stage, count: int = 1) -> None:
    people = [samples.recipient(number) for number in range(1, count + 1)]
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))


async def hurry(stage: Stage, **states: int) -> None:
    """As if no deferral had a waiting time, until the deliveries are in these states."""

    async def there() -> bool:
        async with stage.pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(TENANT))
            await connection.execute("UPDATE notifications.delivery SET due_at = now()")
            await connection.execute("UPDATE notifications.pgqueuer SET execute_after = now()")
        return await stage.states() == states

    await until(there, every=0.2)


async def test_a_mail_server_that_says_later_is_asked_again(stage: Stage) -> None:
    stage.sink.plan(ONE, "4xx", "4xx-after-data")
    await announce(stage)
    await stage.start_worker()

    async def deferred() -> bool:
        return (1, "deferred") in await stage.evidence()

    await until(deferred)
    assert await stage.states() == {"queued": 1}
    await hurry(stage, accepted=1)
    assert [kind for _, kind in await stage.evidence()] == [
        *("queued", "deferred"),
        *("opened", "deferred"),
        *("opened", "accepted"),
    ]
    assert len(stage.sink.taken) == 1


async def test_a_refusal_is_final_and_contracts_hears_of_it(stage: Stage) -> None:
    stage.sink.plan(ONE, "5xx")
    await announce(stage, 2)
    await stage.start_worker()
    await stage.reach(accepted=1, failed=1)
    (event,) = await stage.news("DeliveriesFailed")
    assert [item["recipient_id"] for item in event["deliveries"]] == [
        str(samples.recipient(1).recipient_id)
    ]
    assert stage.sink.to(ONE) == []


async def test_an_answer_that_is_no_utf_8_is_kept_and_sends_nothing_twice(stage: Stage) -> None:
    stage.sink.plan(ONE, "yes-in-latin-1")
    await announce(stage, 2)
    await stage.start_worker()
    await stage.reach(accepted=2)
    assert len(stage.sink.taken) == 2
    async with tenant_transaction(stage.pool, TENANT) as connection:
        rows = await connection.fetch(
            "SELECT payload ->> 'reply' AS reply FROM notifications.disclosure"
            " WHERE payload ? 'reply'"
        )
    assert "2.0.0 re\ufffdu \ufffd" in [row["reply"] for row in rows]


async def test_an_address_that_no_mail_server_would_take_fails_without_asking(
    stage: Stage,
) -> None:
    broken = samples.recipient(1, email="geen adres")
    stage.peers.told[SUBJECT] = Told(samples.change(), [broken, samples.recipient(2)])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=1, failed=1)


async def test_a_link_cut_before_the_message_is_tried_again_and_makes_no_duplicate(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "cut-before-dot")
    await announce(stage)
    await stage.start_worker()

    async def not_sent() -> bool:
        return (1, "not_sent") in await stage.evidence()

    await until(not_sent)
    await hurry(stage, accepted=1)
    assert len(stage.sink.taken) == 1


async def test_a_link_cut_after_the_message_leaves_it_in_doubt_and_never_failed(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "cut-after-dot")
    await announce(stage, 2)
    await stage.start_worker()
    await stage.reach(accepted=1, in_doubt=1)
    assert await stage.news("DeliveriesFailed") == []
    assert (1, "cut") in await stage.evidence()
    await asyncio.sleep(3)  # longer than the lease: time alone settles nothing
    assert await stage.states() == {"accepted": 1, "in_doubt": 1}
    assert len(stage.sink.to(ONE)) == 1


async def test_a_mail_server_that_is_down_is_waited_for(stage: Stage) -> None:
    await stage.sink.stop()
    await announce(stage, 3)
    await stage.start_worker()
    await stage.reach(queued=3)
    assert {kind for _, kind in await stage.evidence()} == {"queued"}
    await stage.sink.start()
    await stage.reach(accepted=3)
    assert len(stage.sink.taken) == 3


async def test_peers_that_are_down_are_waited_for(stage: Stage) -> None:
    stage.peers.down = True
    await announce(stage, 2)
    await stage.start_worker()

    async def asked() -> bool:
        return len(stage.peers.asked) >= 2

    await until(asked)
    stage.peers.down = False
    await stage.reach(accepted=2)


@asynccontextmanager
async def about_to_say_so(stage: Stage) -> AsyncIterator[Process]:
    """The mail server took it, and the worker that knows is in the middle of writing it down."""
    worker = await stage.start_worker()
    await asyncio.wait_for(stage.sink.held.wait(), 30)
    async with stage.owner.transaction():
        await stage.owner.execute("LOCK notifications.evidence IN ACCESS EXCLUSIVE MODE")
        stage.sink.let_go.set()

        async def waiting() -> bool:
            return bool(
                await stage.owner.fetchval(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    " AND relation = 'notifications.evidence'::regclass"
                )
            )

        await until(waiting)
        yield worker


async def killed_after_the_yes(stage: Stage) -> None:
    async with about_to_say_so(stage) as worker:
        await worker.kill()
    assert await stage.states() == {"sending": 1}
    assert len(stage.sink.taken) == 1
    await stage.start_worker()


async def test_a_worker_killed_after_the_yes_and_before_its_record_leaves_it_in_doubt(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "hold")
    await announce(stage)
    await killed_after_the_yes(stage)
    await stage.reach(in_doubt=1)
    await asyncio.sleep(3)  # longer than the lease: time alone settles nothing
    assert await stage.states() == {"in_doubt": 1}
    assert len(stage.sink.to(ONE)) == 1
    assert await stage.evidence() == [(0, "queued"), (1, "interrupted")]
    assert await stage.news("DeliveriesFailed") == []


async def test_a_mail_to_sign_in_that_may_have_left_is_sent_again(stage: Stage, api: Any) -> None:
    stage.sink.plan(ONE, "hold")
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    assert (await api.post("/messages", json=message(), headers=portal)).status_code == 202
    await killed_after_the_yes(stage)
    await stage.reach(accepted=1)
    first, second = stage.sink.to(ONE)
    assert (first.message_id, first.data) == (second.message_id, second.data)


async def test_a_worker_killed_in_the_middle_of_a_fan_out_loses_nobody_and_tells_nobody_twice(
    stage: Stage,
) -> None:
    await announce(stage, 900)
    worker = await stage.start_worker()

    async def under_way() -> bool:
        return len(stage.sink.taken) >= 20

    await until(under_way, every=0.001)
    await worker.kill()
    assert len(stage.sink.taken) < 900, "work was in flight"
    await stage.start_worker()

    async def over() -> bool:
        states = await stage.states()
        return states.keys() <= {"accepted", "in_doubt"} and sum(states.values()) == 900

    await until(over)
    recipients = [taken.recipient for taken in stage.sink.taken]
    assert len(recipients) == len(set(recipients)), "nobody is told twice"
    states = await stage.states()
    # Who is not in doubt was told; who is in doubt may have been.
    assert states["accepted"] <= len(recipients)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        doubtful = await connection.fetch(
            "SELECT p.payload ->> 'email' AS email FROM notifications.standing d"
            " JOIN notifications.disclosure p USING (notice_id, position)"
            " WHERE d.state = 'in_doubt'"
        )
    everybody = {f"proef{number}@bakkerij.example" for number in range(1, 901)}
    assert {row["email"] for row in doubtful} | set(recipients) == everybody


async def test_work_whose_job_was_lost_is_swept_up(stage: Stage) -> None:
    await stage.sink.stop()
    await announce(stage)
    worker = await stage.start_worker()
    await stage.reach(queued=1)
    await worker.kill()
    await stage.owner.execute("DELETE FROM notifications.pgqueuer")
    await stage.sink.start()
    await stage.start_worker()
    await stage.reach(accepted=1)


async def test_a_worker_that_slept_through_its_lease_opens_nothing_more(stage: Stage) -> None:
    stage.sink.plan(ONE, "hold")
    await announce(stage)
    sleeper = await stage.start_worker()
    await asyncio.wait_for(stage.sink.held.wait(), 30)
    os.kill(sleeper.pid, signal.SIGSTOP)
    await stage.start_worker()
    await stage.reach(in_doubt=1)
    stage.sink.let_go.set()
    os.kill(sleeper.pid, signal.SIGCONT)
    await stage.reach(accepted=1)
    assert len(stage.sink.to(ONE)) == 1
    assert await stage.evidence() == [(0, "queued"), (1, "interrupted"), (1, "accepted")]
    assert len(await stage.news("DeliveriesAccepted")) == 1


async def test_a_worker_that_sleeps_in_the_middle_of_writing_keeps_nobody_else_waiting(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "hold")
    await announce(stage)
    async with about_to_say_so(stage) as sleeper:
        os.kill(sleeper.pid, signal.SIGSTOP)
    await stage.start_worker()
    await stage.reach(in_doubt=1)
    os.kill(sleeper.pid, signal.SIGCONT)
    await stage.reach(accepted=1)
    assert len(stage.sink.to(ONE)) == 1
    assert await stage.evidence() == [(0, "queued"), (1, "interrupted"), (1, "accepted")]


async def test_what_a_worker_that_slept_had_not_sent_yet_is_sent_once_it_says_so(
    stage: Stage,
) -> None:
    at_once = Settings.model_fields["smtp_connections"].default
    for number in range(1, at_once + 1):
        stage.sink.plan(f"proef{number}@bakkerij.example", "hold")
    await announce(stage, 80)
    sleeper = await stage.start_worker()

    async def all_held() -> bool:
        return len(stage.sink.taken) == at_once

    await until(all_held)
    os.kill(sleeper.pid, signal.SIGSTOP)
    await stage.start_worker()
    await stage.reach(in_doubt=80)
    stage.sink.let_go.set()
    os.kill(sleeper.pid, signal.SIGCONT)
    await hurry(stage, accepted=80)
    recipients = [taken.recipient for taken in stage.sink.taken]
    assert len(recipients) == len(set(recipients)) == 80


async def test_a_chunk_that_is_done_is_not_asked_for_again(stage: Stage) -> None:
    await announce(stage, 3)
    await stage.start_worker()
    await stage.reach(accepted=3)

    async def nothing_left() -> bool:
        return not await stage.owner.fetchval("SELECT count(*) FROM notifications.pgqueuer")

    await until(nothing_left, seconds=10)

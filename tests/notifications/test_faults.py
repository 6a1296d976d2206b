"""Mail servers and workers that fail: nothing is lost, nothing is called failed that may have come,
and what has to come twice comes under one Message-ID."""

import asyncio
import os
import signal

from shared.database import tenant_transaction
from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT

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
        *("queued", "opened", "deferred"),
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
    assert "opened" not in {kind for _, kind in await stage.evidence()}
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


async def test_a_worker_killed_after_the_yes_and_before_its_record_sends_the_same_message_again(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "hold")
    await announce(stage)
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
        await worker.kill()
    assert await stage.states() == {"sending": 1}
    assert len(stage.sink.taken) == 1
    await stage.start_worker()
    await stage.reach(accepted=1)
    first, second = stage.sink.to(ONE)
    assert first.message_id == second.message_id
    assert first.data == second.data
    assert first.sender == second.sender
    assert await stage.evidence() == [
        (0, "queued"),
        (1, "opened"),
        (2, "opened"),
        (2, "accepted"),
    ]


async def test_a_worker_killed_in_the_middle_of_a_fan_out_loses_nobody(stage: Stage) -> None:
    await announce(stage, 300)
    worker = await stage.start_worker()

    async def under_way() -> bool:
        return len(stage.sink.taken) >= 20

    await until(under_way, every=0.002)
    await worker.kill()
    assert len(stage.sink.taken) < 300, "work was in flight"
    await stage.start_worker()
    await stage.reach(accepted=300)
    everybody = {f"proef{number}@bakkerij.example" for number in range(1, 301)}
    assert {t.recipient for t in stage.sink.taken} == everybody
    by_recipient: dict[str, set[str]] = {}
    for taken in stage.sink.taken:
        by_recipient.setdefault(taken.recipient, set()).add(taken.message_id)
    assert all(len(ids) == 1 for ids in by_recipient.values())


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
    await stage.reach(accepted=1)
    stage.sink.let_go.set()
    os.kill(sleeper.pid, signal.SIGCONT)

    async def late_word() -> bool:
        return (1, "accepted") in await stage.evidence()

    await until(late_word)
    first, second = stage.sink.to(ONE)
    assert first.message_id == second.message_id
    assert await stage.states() == {"accepted": 1}
    assert len(await stage.news("DeliveriesAccepted")) == 1

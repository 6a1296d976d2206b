"""What the tests of notifications say of a mail server holds for a real one: ``make postfix``."""

import asyncio
import smtplib
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from deploy.local.processes import free_port
from services.notifications import reconcile
from services.notifications.commands.reconcile import Given, Reconciled
from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.postfix.instance import WAITS, Postfix, running

MANY = 1000


@pytest.fixture
async def postfix(stage: Stage) -> AsyncIterator[Postfix]:
    with tempfile.TemporaryDirectory(prefix="schakel-postfix-") as folder:
        async with running(Path(folder) / "mail", stage.sink.port, free_port()) as server:
            yield server


async def work(stage: Stage, postfix: Postfix, count: int, *, hears: bool = True) -> None:
    people = [samples.recipient(number) for number in range(1, count + 1)]
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await start(stage, postfix, hears=hears)


async def start(stage: Stage, postfix: Postfix, *, hears: bool) -> None:
    """``hears``: what Postfix reports of each mail, which settles doubts before any log is read."""
    returns = str(postfix.returns if hears else 0)
    await stage.start_worker(SCHAKEL_SMTP_PORT=str(postfix.port), SCHAKEL_BOUNCE_PORT=returns)


async def settled_by(stage: Stage, postfix: Postfix) -> Reconciled:
    """Once Postfix has waited for the rest of what broke off, and its log has a line of later."""
    await asyncio.sleep(WAITS + 1)  # it is Postfix's own time
    await asyncio.to_thread(_greet, postfix.port)
    given = Given(postfix.lines(), UTC, timedelta(seconds=WAITS))
    return await reconcile.run(stage.settings(), given)


def _greet(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as link:
        link.noop()


async def test_a_fan_out_through_it_reaches_everybody_once(stage: Stage, postfix: Postfix) -> None:
    await work(stage, postfix, MANY)
    await everybody_accepted(stage)
    await everybody_once(stage)


def taken(postfix: Postfix) -> int:
    return sum("(queue active)" in line for line in postfix.lines())


async def everybody_accepted(stage: Stage) -> None:
    """What Postfix put off under all of this comes a minute or two later."""

    async def accepted() -> bool:
        return await stage.states() == {"accepted": MANY}

    await until(accepted, seconds=240)


async def everybody_once(stage: Stage) -> None:
    async def all_there() -> bool:
        return len(stage.sink.taken) >= MANY

    await until(all_there, seconds=120)
    told = Counter(item.recipient for item in stage.sink.taken)
    assert len(told) == MANY
    assert set(told.values()) == {1}


async def test_what_killed_workers_left_in_doubt_is_settled_by_its_log(
    stage: Stage, postfix: Postfix
) -> None:
    await work(stage, postfix, MANY, hears=False)
    for _ in range(2):
        before = taken(postfix)

        async def under_way(least: int = before + 30) -> bool:
            return taken(postfix) >= least

        await until(under_way, seconds=60, every=0.01)
        await stage.workers[-1].kill()
        await start(stage, postfix, hears=False)

    async def at_rest() -> bool:
        states = await stage.states()
        return not states.keys() & {"queued", "sending"} and sum(states.values()) == MANY

    await until(at_rest, seconds=120)
    doubts = (await stage.states()).get("in_doubt", 0)
    assert doubts > 0
    came = await settled_by(stage, postfix)
    print(f"\n{doubts} in doubt after two kills: {came.model_dump()}")
    assert came.confirmed + came.released == doubts
    assert came.confirmed > 0
    assert came.released > 0
    await everybody_accepted(stage)
    await everybody_once(stage)


async def test_what_the_next_server_refuses_comes_back_through_it(
    stage: Stage, postfix: Postfix
) -> None:
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    await work(stage, postfix, 3)
    await stage.reach(accepted=2, failed=1)
    assert (1, "bounced") in await stage.evidence()
    (failed,) = await stage.news("DeliveriesFailed")
    assert failed["deliveries"][0]["recipient_id"] == str(samples.recipient(2).recipient_id)

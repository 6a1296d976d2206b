"""Everything that can break breaks: nobody is lost, nobody is told twice, by the mail server's own
ledger. And the harness sees what it is there to see: our code, broken on purpose, does not pass.

The long form is ``make faults``.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bench.database import postgres
from deploy.local.postgres import Postgres
from tests.faults.mutants import MUTANTS
from tests.faults.play import play
from tests.faults.scenes import SCENES, everything

pytestmark = pytest.mark.xdist_group("faults")

# Of those named with the promise itself; the long form goes through all.
NAMED = ("checkpoint-at-claim", "later-counted-as-accepted", "evidence-fenced")


@pytest.fixture(scope="module")
async def durable() -> AsyncIterator[Postgres]:
    """It keeps what it committed however its processes end; that of the other tests does not. What
    is left out is the time that disks take, for no power fails here."""
    async with postgres() as server:
        admin = await asyncpg.connect(server.url("postgres", "postgres"))
        await admin.execute("ALTER SYSTEM SET fsync = off")
        await admin.execute("SELECT pg_reload_conf()")
        await admin.close()
        yield server


async def test_all_at_once_loses_nobody_and_tells_nobody_twice(
    durable: Postgres, tmp_path: Path
) -> None:
    plan = everything(600, ("kill", "stop", "sleep"))
    verdict = await play(durable, tmp_path, plan, seed=1)
    assert verdict.clean, verdict


async def test_what_a_worker_that_slept_heard_counts_once_it_wakes(
    durable: Postgres, tmp_path: Path
) -> None:
    verdict = await play(durable, tmp_path, SCENES["sleep"], seed=1)
    assert verdict.clean, verdict


@pytest.mark.parametrize("name", NAMED)
async def test_our_own_code_broken_on_purpose_is_caught(
    durable: Postgres, tmp_path: Path, name: str
) -> None:
    mutant = MUTANTS[name]
    verdict = await play(durable, tmp_path, SCENES[mutant.scene], seed=1, mutant=name)
    assert verdict.faults[mutant.caught_as] > 0, verdict

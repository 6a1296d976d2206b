"""Everything that can break breaks: nobody is lost, nobody is told twice, by the mail server's own
ledger. And the harness sees what it is there to see: our code, broken on purpose, does not pass.

The long form is ``make faults``.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from tests.conftest import PASSWORDS
from tests.faults.mutants import MUTANTS
from tests.faults.play import play
from tests.faults.scenes import SCENES, everything
from tests.faults.surroundings import faketime

pytestmark = pytest.mark.xdist_group("faults")

# Of those named with the promise itself; the long form goes through all.
NAMED = ("checkpoint-at-claim", "later-counted-as-accepted", "evidence-fenced")


@pytest.fixture(scope="module")
async def durable(parts_folder: Path) -> AsyncIterator[Postgres]:
    """It keeps what it committed however its processes end; that of the other tests does not."""
    server = Postgres(parts_folder / "durable", free_port(), PASSWORDS)
    await server.start()
    try:
        await server.furnish(demo=True)
        yield server
    finally:
        await server.stop()


async def test_all_at_once_loses_nobody_and_tells_nobody_twice(
    durable: Postgres, tmp_path: Path
) -> None:
    assert faketime(), "the clocks of two workers are two hours apart (Debian: libfaketime)"
    plan = everything(600, ("kill", "stop", "sleep"), clocks=(1, -1))
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

"""The long form: every fault alone, every mutant, then all at once until the time is over.

python -m tests.faults --minutes 10 --seed 7    # results in build/faults.json; 1 at a fault
"""

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from tests.conftest import PASSWORDS
from tests.faults.mutants import MUTANTS
from tests.faults.play import Plan, play
from tests.faults.scenes import SCENES, everything
from tests.faults.surroundings import can_mount, faketime
from tests.faults.truth import Verdict

RESULTS = Path("build/faults.json")
# A mutant shows by chance: a kill between two windows shows nothing of what happens in one.
_TRIES = 4
_HANDS = ("kill", "kill", "stop", "sleep", "sleep while settled")
_PEOPLE = 2000


@dataclass
class Session:
    """``without`` is what could not be broken here, and why."""

    server: Postgres
    folder: Path
    seed: int
    without: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    caught: dict[str, str] = field(default_factory=dict)
    rounds: int = 0

    async def one(self, name: str, plan: Plan, seed: int, mutant: str | None = None) -> Verdict:
        self.rounds += 1
        folder, began = self.folder / str(self.rounds), time.monotonic()
        try:
            verdict = await play(self.server, folder, plan, seed, mutant)
        except AssertionError as error:
            verdict = Verdict(Counter({"never came to rest": 1}))
            print(error)
        shutil.rmtree(folder, ignore_errors=True)
        broken = f" with {mutant}" if mutant else ""
        amiss = ", ".join(f"{n} {what}" for what, n in sorted((+verdict.faults).items()))
        seen = ", ".join(f"{n} {what}" for what, n in sorted((+verdict.seen).items()))
        seconds = time.monotonic() - began
        print(
            f"{name}{broken} (seed {seed}, {seconds:.0f} s): {amiss or 'clean'}; {seen}", flush=True
        )
        return verdict

    async def sound(self, name: str, plan: Plan, seed: int) -> None:
        verdict = await self.one(name, plan, seed)
        self.faults += verdict.faults
        self.seen += verdict.seen
        self.seen["recipients"] += plan.people

    async def broken(self, name: str) -> None:
        mutant = MUTANTS[name]
        for attempt in range(_TRIES):
            verdict = await self.one(mutant.scene, SCENES[mutant.scene], self.seed + attempt, name)
            if count := verdict.faults[mutant.caught_as]:
                self.caught[name] = f"{count} {mutant.caught_as}"
                return
        self.faults["mutants not caught"] += 1

    async def all_at_once(self, seed: int) -> None:
        luck = Random(seed)
        hands = [luck.choice(_HANDS) for _ in range(luck.randint(3, 7))]
        if not any("disk" in word for word in self.without):
            hands.append("fill")
        await self.sound("all at once", everything(_PEOPLE, tuple(hands), clocks=(2, 0)), seed)

    def report(self) -> dict[str, object]:
        return {
            "seed": self.seed,
            "rounds": self.rounds,
            "faults": dict(+self.faults),
            "lost": self.faults["lost"],
            "told twice": self.faults["told twice"],
            "seen": dict(self.seen),
            "mutants caught": self.caught,
            "without": self.without,
        }


async def session(server: Postgres, folder: Path, minutes: float, seed: int) -> Session:
    until, run = time.monotonic() + minutes * 60, Session(server, folder, seed)
    if not can_mount(server.folder / "probe"):
        run.without.append("a full disk: mounting one takes root")
    if not faketime():
        run.without.append("clocks of workers apart: libfaketime is not here (Debian: libfaketime)")
    for lacking in run.without:
        print(f"Not broken here: {lacking}.")
    for name, plan in SCENES.items():
        if "fill" not in plan.hands or can_mount(server.folder / "probe"):
            await run.sound(name, plan, seed)
    for name in MUTANTS:
        await run.broken(name)
    turn = 0
    while turn == 0 or time.monotonic() < until:
        await run.all_at_once(seed + turn)
        turn += 1
    return run


async def main(minutes: float, seed: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="schakel-faults-", dir="/tmp"))
    folder.chmod(0o711)
    server = Postgres(folder / "postgres", free_port(), PASSWORDS)
    await server.start()
    try:
        await server.furnish(demo=True)
        run = await session(server, folder, minutes, seed)
    finally:
        await server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(run.report(), indent=1) + "\n")
    print(json.dumps(run.report(), indent=1))
    return 0 if not +run.faults else 1


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    given = asked.parse_args()
    # Every connection that a stop cuts would be told of.
    logging.getLogger("asyncpg").setLevel(logging.ERROR)
    sys.exit(asyncio.run(main(given.minutes, given.seed)))

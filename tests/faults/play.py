"""One run: people to tell, something that goes wrong meanwhile, and what it came to."""

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from deploy.local.postgres import Postgres
from services.notifications.commands.record_outcomes import PASSING
from services.notifications.domain.facts import Recipient
from shared.database import tenant_transaction
from shared.events import ChangePublished, ChangeWithdrawn, Event, RecipientAdded
from tests.faults.mutants import MUTANTS
from tests.faults.scene import Scene, scene
from tests.faults.sink import Trouble
from tests.faults.surroundings import disk, faketime
from tests.faults.truth import Verdict, broken_chains, look, standings, weigh
from tests.notifications import samples
from tests.notifications.conftest import until
from tests.notifications.peers import Told

_AT_REST = {"accepted", "failed", "in_doubt"}
_LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Plan:
    """``hands``: what is done to processes, in any order, each at a moment of its own. ``events``:
    they come again and in disorder. ``ahead``: hours of the legal clock before the machine's.
    ``clocks``: hours that those of the workers are off, one by one; the others refuse one that is
    behind, so that another must be there to do its work.
    ``everybody_speaks``: nobody dies and no link is lost, so that nothing may stay in doubt."""

    people: int
    workers: int = 2
    per_second: int = 150
    rates: dict[str, float] = field(default_factory=dict)
    hands: tuple[str, ...] = ()
    events: bool = False
    ahead: int = 0
    clocks: tuple[int, ...] = ()
    everybody_speaks: bool = False


class Play:
    def __init__(self, here: Scene, plan: Plan, luck: Random) -> None:
        self.here, self.plan, self.luck = here, plan, luck
        self.verdict, self.slept = Verdict(), set[int]()
        self.subject = uuid4()
        count = plan.people
        self.people = {n: samples.recipient(n) for n in range(1, count + 1)}

    @property
    def wanted(self) -> set[str]:
        return {one.email for one in self.people.values()}

    async def publish(self) -> None:
        late = [self.people[n] for n in self.people if self.plan.events and n <= 5]
        # Who was added stands in the list as well, for whoever reads it after that.
        told = Told(samples.change(self.subject), list(self.people.values()), late)
        self.here.peers.told[self.subject] = told
        tenant = self.here.tenant
        events: list[Event] = [ChangePublished(tenant_id=tenant, change_id=self.subject)]
        if self.plan.events:
            events += [self._added(one) for one in late]
            events = events * 3
            self.luck.shuffle(events)
            await self._overtake()
        for event in events:
            await self.here.tell(event)

    def _added(self, one: Recipient) -> RecipientAdded:
        return RecipientAdded(
            tenant_id=self.here.tenant, change_id=self.subject, recipient_id=one.recipient_id
        )

    async def _overtake(self) -> None:
        """A withdrawal that was there before its announcement: of this change nobody is told."""
        other, tenant = uuid4(), self.here.tenant
        people = [samples.recipient(n) for n in range(10_001, 10_021)]
        self.here.peers.told[other] = Told(samples.change(other), people)
        await self.here.tell(ChangeWithdrawn(tenant_id=tenant, change_id=other))

        async def withdrawn() -> bool:
            async with tenant_transaction(self.here.pool, tenant) as connection:
                return bool(await connection.fetchval("SELECT 1 FROM notifications.withdrawal"))

        await until(withdrawn, seconds=120)
        for event in (ChangePublished, ChangeWithdrawn, ChangePublished):
            await self.here.tell(event(tenant_id=tenant, change_id=other))

    async def break_things(self) -> None:
        hands = list(self.plan.hands)
        self.luck.shuffle(hands)
        share = max(1, self.plan.people // (len(hands) + 1))
        for name in hands:
            await self._progress(self.luck.randint(1, share))
            await _HANDS[name](self)
            self.verdict.seen[name] += 1

    async def _progress(self, messages: int) -> None:
        """Until so many more were taken, or there is no more to take."""
        goal = self.here.taken + messages

        async def enough() -> bool:
            return self.here.taken >= goal or await self.at_rest()

        await until(enough, seconds=120, every=0.005)

    async def at_rest(self) -> bool:
        """Nothing is left that goes on by itself."""
        try:
            states, _ = await look(self.here.pool, self.here.tenant)
            async with tenant_transaction(self.here.pool, self.here.tenant) as connection:
                reading = await connection.fetchval(
                    "SELECT EXISTS (SELECT FROM notifications.gathering WHERE finished_at IS NULL)"
                )
        except PASSING:
            return False
        return not reading and states.keys() <= _AT_REST and states.total() >= len(self.people)

    async def kill(self) -> None:
        await self.luck.choice(self.here.workers).process.kill()

    async def stop_postgres(self) -> None:
        await self.here.stop_postgres_at_once()
        if self.luck.random() < 0.3:
            await self.kill()
        await self.here.start_postgres()

    async def fill_the_disk(self) -> None:
        """Until a worker has something to write down and no room for it."""
        small, said = self.here.small, self.here.said("DiskFullError")
        assert small, "a disk that can be filled"
        small.fill()

        async def noticed() -> bool:
            return self.here.said("DiskFullError") > said or await self.at_rest()

        await until(noticed, seconds=120)
        self.verdict.seen["no room for evidence"] += self.here.said("DiskFullError") > said
        small.empty()

    async def sleep(self) -> None:
        await self._asleep(self._nothing)

    async def sleep_while_settled(self) -> None:
        await self._asleep(self.settle)

    async def _nothing(self) -> None:
        pass

    async def _asleep(self, meanwhile: Callable[[], Awaitable[None]]) -> None:
        """Longer than its lease: until somebody else has what it held."""
        slot = self.luck.choice(self.here.workers)
        slot.tell(signal.SIGSTOP)
        if len(self.here.workers) == 1:
            await self.here.employ(1)
        held = await self._leases()

        async def overtaken() -> bool:
            now = await self._leases()
            return all(now.get(chunk) != until_then for chunk, until_then in held.items())

        await until(overtaken, seconds=120)
        await meanwhile()
        slot.tell(signal.SIGCONT)
        self.slept.add(slot.number)

    async def _leases(self) -> dict[UUID, datetime]:
        """Of the chunks that somebody holds; who sleeps moves none."""
        async with tenant_transaction(self.here.pool, self.here.tenant) as connection:
            rows = await connection.fetch(
                "SELECT id, leased_until FROM notifications.chunk"
                " WHERE leased_until > '-infinity' AND settled < size"
            )
        return {row["id"]: row["leased_until"] for row in rows}

    async def wake(self) -> None:
        """Whoever slept says what it knows."""
        for number in sorted(self.slept):
            await self.here.workers[number].renew()
        self.slept.clear()

    async def settle(self) -> None:
        """Until nothing is in doubt: what the mail server's log tells is all that is used."""
        for _ in range(12):
            await until(self.at_rest, seconds=120)
            if not await self.here.in_doubt():
                return
            came = await self.here.reconcile()
            self.verdict.seen.update(came.model_dump())

    async def watch(self) -> None:
        """Looks on, and lets nobody wait for a time to come; the database may be away."""
        while True:
            try:
                _, faults = await look(self.here.pool, self.here.tenant)
                self.verdict.faults["counts that don't add up"] += faults
                self.verdict.seen["looks"] += 1
                await self.here.hurry()
            except PASSING:
                self.verdict.seen["looks in vain"] += 1
            await asyncio.sleep(_LOOK_SECONDS)

    async def judge(self) -> Verdict:
        here, verdict = self.here, self.verdict
        stand = await standings(here.pool, here.tenant)
        verdict.faults += weigh(self.wanted, stand, here.ledger.read())
        verdict.faults["chains broken"] = await broken_chains(here.pool, here.tenant)
        verdict.faults["news amiss"] = await self._news_amiss({o.address: o.state for o in stand})
        verdict.seen.update(one.state for one in stand)
        verdict.seen["refusals"] = here.ledger.refused.total()
        verdict.seen["starts of workers"] = sum(slot.starts for slot in here.workers)
        return verdict

    async def _news_amiss(self, states: dict[str, str]) -> int:
        """Contracts, where terms begin with it, hears of each once what is so in the end."""
        addresses = {str(one.recipient_id): one.email for one in self.people.values()}
        heard: dict[str, Counter[str]] = {"accepted": Counter(), "failed": Counter()}
        for kind, count in (("DeliveriesAccepted", "accepted"), ("DeliveriesFailed", "failed")):
            for payload in await self.here.news(kind):
                told = (addresses[item["recipient_id"]] for item in payload["deliveries"])
                heard[count].update(told)
        return sum(
            (heard["accepted"][who], heard["failed"][who])
            != (states.get(who) == "accepted", states.get(who) == "failed")
            for who in addresses.values()
        )


_HANDS: dict[str, Callable[[Play], Awaitable[None]]] = {
    "kill": Play.kill,
    "stop": Play.stop_postgres,
    "sleep": Play.sleep,
    "sleep while settled": Play.sleep_while_settled,
    "fill": Play.fill_the_disk,
}


async def play(
    server: Postgres, folder: Path, plan: Plan, seed: int, mutant: str | None = None
) -> Verdict:
    """The same seed does the same to whom, as far as the machine lets."""
    trouble = Trouble(seed, rates=plan.rates)
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(
            scene(server, folder, trouble, plan.per_second, mutant)
        )
        await here.go_ahead(plan.ahead)
        if plan.clocks:
            here.clocks, here.hours = faketime(), plan.clocks
        if "fill" in plan.hands:
            small = stack.enter_context(disk(server.folder / here.name))
            await stack.enter_async_context(here.evidence_on(small))
        if mutant and (without := MUTANTS[mutant].without):
            await here.as_owner(without)
        return await _go_through(Play(here, plan, Random(seed)))


async def _go_through(run: Play) -> Verdict:
    here = run.here
    await here.employ(run.plan.workers)
    watching = asyncio.create_task(run.watch())
    try:
        await run.publish()
        await run.break_things()
        await run.wake()
        await until(run.at_rest, seconds=120)
        if run.plan.everybody_speaks:
            run.verdict.faults["unsaid"] = len(await here.in_doubt())
        await run.settle()
    except AssertionError as error:
        raise AssertionError(f"{error}; {run.verdict}\n{here.tails()}") from error
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    verdict = await run.judge()
    for slot in here.workers:
        await slot.end()
    return verdict

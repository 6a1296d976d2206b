"""Whatever happens in whatever order, the gate says what the rules say.

HYPOTHESIS_PROFILE=deep turns over EXAMPLES (2,000) histories that no run had before (`make fuzz`);
--hypothesis-seed makes them those of an earlier run.
"""

import asyncio
import os
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from services.contracts.commands.activate_change import conclude_change
from services.contracts.store import gate
from services.contracts.store.gate import DueChange
from shared.database import system_transaction, tenant_transaction
from tests.contracts import gate_exceptions
from tests.contracts.gate_links import days_around, parties_on
from tests.contracts.gate_rules import ONE, Announced, Client, Party
from tests.contracts.gate_story import HELD, Story
from tests.contracts.house import TERMS, open_house

UNKEPT = """
SELECT FROM contracts.affected_agreement
WHERE tenant_id = $1 AND deadline IS NOT NULL AND calendar IS NULL
"""
# Nobody was reached, nobody is on the way, and yet somebody there was not told at its address.
FORGOTTEN = """
SELECT FROM contracts.affected_agreement a
JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id) AND k.stands
WHERE a.tenant_id = $1 AND a.reached_at IS NULL AND (a.ends_on IS NULL OR a.ends_on > clock.today())
    AND NOT EXISTS (SELECT FROM contracts.withdrawal w WHERE w.change_id = a.change_id)
    AND NOT EXISTS (
        SELECT FROM contracts.recipient r
        WHERE (r.change_id, r.agreement_id) = (a.change_id, a.agreement_id)
            AND (r.contact_id = k.id AND r.email = k.email
                OR NOT EXISTS (SELECT FROM contracts.outcome o WHERE o.recipient_id = r.id)))
"""


ALWAYS: dict[str, Any] = {
    "deadline": None,
    "database": None,
    # A failure is told as it was found: making it smaller takes minutes.
    "phases": [Phase.generate],
    "report_multiple_bugs": False,
    "suppress_health_check": list(HealthCheck),
}
settings.register_profile(
    "usual", derandomize=True, max_examples=45, stateful_step_count=40, **ALWAYS
)
EXAMPLES = int(os.environ.get("EXAMPLES", "2000"))
settings.register_profile("deep", max_examples=EXAMPLES, stateful_step_count=60, **ALWAYS)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


class GateMachine(gate_exceptions.GateMachine):
    examples: ClassVar[int] = 0
    steps: ClassVar[int] = 0

    @invariant()
    def the_gate_says_what_the_rules_say(self) -> None:
        if not getattr(self, "stories", None):
            return
        GateMachine.steps += 1
        today = self.today()
        due = self.run(self._due())
        for story in self.stories:
            expected = story.expected(today)
            assert self.run(self._standings(story)) == expected
            self._check_counts(story, list(expected.values()), today)
            self._check_due(story, list(expected.values()), today, due)
        assert self.run(self.house.fetch(UNKEPT, self.house.tenant)) == []
        assert self.run(self.house.fetch(FORGOTTEN, self.house.tenant)) == []
        self._check_parties(list(self.made)[self.tick % len(self.made)], today)

    def _check_counts(self, story: Story, said: list[str], today: date) -> None:
        change = self.run(self.house.owner.get(story.path))
        assert change["state"] == story.state(today)
        counts = change["counts"]
        assert counts["agreements"] == len(said)
        assert counts["effective"] == said.count("effective")
        assert counts["concerned"] == len(said) - said.count("ended")
        assert counts["held"] == sum(one in HELD for one in said)

    def _check_due(
        self, story: Story, said: list[str], today: date, due: dict[Any, DueChange]
    ) -> None:
        held, found = HELD & set(said), due.get(story.id)
        free = "clear" in said and not (story.at_once and held)
        free &= not story.withdrawn and today >= story.model.effective_on
        assert not free or (found is not None and not found.is_over)
        if found and found.is_over:
            assert story.state(today) == "effective"
            self.run(self._conclude(found))

    async def _conclude(self, due: DueChange) -> None:
        async with tenant_transaction(self.house.app.state.pool, due.tenant_id) as connection:
            await conclude_change(connection, due.change_id)

    def _check_parties(self, name: str, today: date) -> None:
        """Who really has the data, had them, and will have them: whom the gate let in alone."""
        for day in days_around(today, self.tick):
            expected = parties_on(self.links, name, self.clients[name], today, day)
            assert self.run(self._parties(name, day)) == expected, (name, today, day)

    async def _parties(self, name: str, day: date) -> set[str]:
        path = f"/clients/{self.made[name]['client_id']}/processors"
        page = await self.house.owner.get(path, params={"on": day.isoformat()})
        return {one["link_id"] for one in page["processors"]}

    def teardown(self) -> None:
        GateMachine.examples += 1
        if GateMachine.examples % 100 == 0:
            print(f"{GateMachine.examples} examples, {GateMachine.steps} steps", flush=True)

    async def _standings(self, story: Story) -> dict[str, str]:
        names = {made["client_id"]: name for name, made in self.made.items()}
        page = await self.house.owner.get(f"{story.path}/recipients", params={"limit": 1000})
        return {names[one["client_id"]]: one["standing"] for one in page["items"]}

    async def _due(self) -> dict[Any, DueChange]:
        async with system_transaction(self.house.app.state.pool) as connection:
            return {one.change_id: one for one in await gate.due(connection)}


def test_the_gate_agrees_with_the_rules_whatever_the_order_of_events(database: Any) -> None:
    with asyncio.Runner() as runner:
        opening = open_house(database)
        GateMachine.runner = runner
        GateMachine.opened = runner.run(opening.__aenter__())
        GateMachine.kept = runner.run(asyncpg.connect(database.url("postgres")))
        try:
            run_state_machine_as_test(GateMachine, settings=PROFILE)
        finally:
            print(f"{GateMachine.examples} examples, {GateMachine.steps} steps in all")
            runner.run(GateMachine.kept.close())
            runner.run(opening.__aexit__(None, None, None))


def test_the_model_itself_protects_who_was_told_nothing() -> None:
    own = {name: TERMS[name] for name in TERMS}
    party = Party(1, Client(own, takes={ONE: [(date(2026, 1, 1), None)]}), own)
    announced = Announced(date(2026, 12, 1), False, {"k": party})
    assert announced.standing("k", date(2027, 12, 1)) == "unreached"
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    party.told["r"] = [(at, "accepted", at.date())]
    assert announced.standing("k", date(2026, 12, 22)) == "notice_running"
    assert announced.standing("k", date(2026, 12, 23)) == "clear"

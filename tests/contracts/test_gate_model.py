"""Whatever happens in whatever order, the gate says what the rules say: a state machine does what
people, mail servers and the clock do, and compares every client with a model of the rules."""

import asyncio
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.contracts.domain.deadline import last_day
from services.contracts.store import gate
from shared.database import system_transaction
from tests.contracts.gate_rules import Announced, Objection, Party
from tests.contracts.house import TERMS, House, Json, found_provider, open_house, order, say, stock
from tests.contracts.running import CONTACTS, Running, draft

HELD = {
    "objection_open",
    "objection_upheld",
    "unreached",
    "approval_missing",
    "notice_running",
    "may_leave",
    "before_effective_date",
}
UNKEPT = "SELECT FROM contracts.affected_agreement WHERE deadline IS NOT NULL AND calendar IS NULL"
DECISIONS = [
    "alternative_offered",
    "measure_taken",
    "client_held_back",
    "objection_withdrawn",
    "agreement_ended",
]
terms = st.fixed_dictionaries(
    {
        "authorisation": st.sampled_from(["general", "general", "specific"]),
        "on_objection": st.sampled_from(["block", "mitigate", "terminate"]),
        "notice_days": st.integers(0, 5),
        "objection_days": st.integers(0, 5),
        "day_kind": st.sampled_from(["calendar", "business"]),
        "counted_from": st.sampled_from(["published", "sent", "delivered"]),
        "emergency_clause": st.booleans(),
    }
)
anyone = st.integers(0, 9)


class GateMachine(RuleBasedStateMachine):
    runner: ClassVar[asyncio.Runner]
    opened: ClassVar[House]

    def run(self, doing: Any) -> Any:
        return self.runner.run(doing)

    @initialize(
        clients=st.lists(terms, min_size=2, max_size=3),
        days=st.integers(0, 6),
        at_once=st.sampled_from([False, False, True]),
        urgent=st.booleans(),
    )
    def publish(self, clients: list[Json], days: int, at_once: bool, urgent: bool) -> None:
        self.run(self._publish(clients, days, at_once, urgent))

    async def _publish(self, clients: list[Json], days: int, at_once: bool, urgent: bool) -> None:
        self.house = House(self.opened.app, self.opened.client, self.opened.database)
        await found_provider(self.house, f"p-{self.house.tenant.hex[:12]}")
        goods = await stock(self.house)
        self.made: dict[str, Json] = {}
        self.ends: dict[str, str] = {}
        for own in clients:
            await self._take_on(own)
        emergency = {"emergency": say("spoed", "urgent")} if urgent else {}
        change = await draft(self.house, goods, days=days, at_once=at_once, **emergency)
        today = await self.house.today()
        self.running = Running(self.house, goods, change, self.made, today)
        await self.house.owner.post(f"{self.running.path}/publications")
        self.at_once, self.waved, self.withdrawn, self.tick = at_once, False, False, 1
        self.model = Announced(today + timedelta(days=days), urgent, {})
        for name, own in zip(self.made, clients, strict=True):
            self.model.parties[name] = Party(self.tick, own)

    async def _take_on(self, own: Json) -> str:
        name = f"k{len(self.made)}"
        self.made[name] = await self.house.owner.post(
            "/onboardings", order(name, contacts=CONTACTS, **(TERMS | own))
        )
        return name

    def _name(self, number: int) -> str:
        return list(self.made)[number % len(self.made)]

    def _now(self) -> date:
        day: date = self.run(self.house.today())
        return day

    def _try(self, path: str, body: Json, role: str = "owner") -> Json | None:
        """What was made; null when it was refused as in conflict with what stands."""

        async def ask() -> Json | None:
            person = self.house.staff(role)
            answer = await person.client.post(
                path, json=body, headers={"Authorization": f"Bearer {person.token}"}
            )
            assert answer.status_code in (201, 404, 409), answer.text
            return answer.json() if answer.status_code == 201 else None

        self.tick += 1
        return self.run(ask())

    @rule(number=anyone, which=anyone, outcome=st.sampled_from(["accepted", "accepted", "failed"]))
    def deliver_or_bounce(self, number: int, which: int, outcome: str) -> None:
        name = self._name(number)
        if name in self.model.parties:
            told = self.run(self.running.recipients(name))
            one = told[which % len(told)]
            self.run(self.running.settle(outcome, one))
            party = self.model.parties[name]
            party.told.setdefault(one["recipient_id"], []).append((outcome, self._now()))

    @rule()
    def reach_everybody(self) -> None:
        for name, party in self.model.parties.items():
            told = self.run(self.running.recipients(name))
            self.run(self.running.settle("accepted", *told))
            for one in told:
                party.told.setdefault(one["recipient_id"], []).append(("accepted", self._now()))

    @rule(number=anyone)
    def object_to_it(self, number: int) -> None:
        name = self._name(number)
        body = {"grounds": "nee", "agreement_id": self.made[name]["agreement_id"]}
        if self._try(f"{self.running.path}/objections", body):
            self.model.parties[name].objections.append(Objection(self.tick))

    @rule(number=anyone, decision=st.sampled_from(DECISIONS))
    def decide(self, number: int, decision: str) -> None:
        name = self._name(number)
        listed = self.run(
            self.house.owner.get("/objections", params={"client_id": self.made[name]["client_id"]})
        )
        if not listed["items"]:
            return
        path = f"/objections/{listed['items'][-1]['id']}/decisions"
        if made := self._try(path, {"decision": decision, "reason": "x"}):
            party, until = self.model.parties[name], None
            answers = decision in ("measure_taken", "alternative_offered")
            if answers and party.terms["on_objection"] == "terminate":
                own = party.terms
                until = last_day(self._now(), own["objection_days"], own["day_kind"])
            assert made["decisions"][-1]["leave_until"] == (until and str(until))
            party.objections[-1].answers.append((decision, until))
            if decision == "agreement_ended":
                party.ends_on = self._now()

    @rule(number=anyone)
    def approve(self, number: int) -> None:
        name = self._name(number)
        body = {"agreement_id": self.made[name]["agreement_id"], "note": "akkoord"}
        if self._try(f"{self.running.path}/approvals", body):
            self.model.parties[name].approved = True

    @rule(number=st.one_of(st.none(), anyone))
    def override(self, number: int | None) -> None:
        name = None if number is None else self._name(number)
        body = {"person": "Sanne", "reason": "failliet"}
        if name:
            body["agreement_id"] = self.made[name]["agreement_id"]
        if self._try(f"{self.running.path}/overrides", body):
            self.model.overrides.append((self.tick, name))

    @rule(number=anyone)
    def leave(self, number: int) -> None:
        name = self._name(number)
        contact = self.run(self.running.contact(name, "signatory"))
        path = f"{self.running.path}/leavings"

        async def ask() -> int:
            answer = await contact.client.post(
                path, json={"reason": "x"}, headers={"Authorization": f"Bearer {contact.token}"}
            )
            return answer.status_code

        status = self.run(ask())
        assert status in (201, 404, 409)
        if status == 201:
            assert self.model.parties[name].terms["on_objection"] == "terminate"
            self.model.parties[name].ends_on = self._now()
            self.model.parties[name].objections[-1].answers.append(("agreement_ended", None))

    @rule(number=anyone, days=st.integers(0, 3))
    def give_notice(self, number: int, days: int) -> None:
        name = self._name(number)
        path = f"/agreements/{self.made[name]['agreement_id']}/terminations"
        ends_on = self._now() + timedelta(days=days)
        made = self._try(path, {"by": "client", "reason": "x", "ends_on": str(ends_on)})
        if made and name in self.model.parties:
            self.model.parties[name].ends_on = ends_on
            self.ends[name] = f"{path}/{made['id']}/withdrawals"

    @rule(number=anyone)
    def take_notice_back(self, number: int) -> None:
        name = self._name(number)
        if name in self.ends and self._try(self.ends[name], {"reason": "toch niet"}):
            self.model.parties[name].ends_on = None

    @rule(own=terms)
    def take_on_another(self, own: Json) -> None:
        if len(self.made) < 5:
            name = self.run(self._take_on(own))
            self.tick += 1
            if not self.waved and not self.withdrawn:
                self.model.parties[name] = Party(self.tick, own)

    @rule(days=st.integers(1, 4))
    def let_days_pass(self, days: int) -> None:
        self.run(self.house.go_to(self._now() + timedelta(days=days)))

    @rule()
    def withdraw(self) -> None:
        if self.tick % 3 == 0:
            made = self._try(f"{self.running.path}/withdrawals", None)
            assert bool(made) == (not self.waved and not self.withdrawn)
            self.withdrawn |= bool(made)

    @rule()
    def activate(self) -> None:
        standings = self._expected()
        free = {name for name, standing in standings.items() if standing == "clear"}
        held = HELD & set(standings.values())
        if self.withdrawn or (self.at_once and held):
            free = set()
        made = self._try(f"{self.running.path}/activations", None, "officer")
        if not free:
            over = not held and not self.waved and self._now() >= self.model.effective_on
            assert bool(made) == (over and not self.withdrawn)
        else:
            assert made is not None
            assert made["agreements"] == len(free)
        self.waved |= bool(made)
        for name in free:
            self.model.parties[name].gone = True

    def _expected(self) -> dict[str, str]:
        today = self._now()
        return {name: self.model.standing(name, today) for name in self.model.parties}

    @invariant()
    def the_gate_says_what_the_rules_say(self) -> None:
        if not hasattr(self, "model"):
            return
        expected = self._expected()
        assert self.run(self._standings()) == expected
        counts = self.run(self.house.owner.get(self.running.path))["counts"]
        said = list(expected.values())
        assert counts["agreements"] == len(said)
        assert counts["effective"] == said.count("effective")
        assert counts["concerned"] == len(said) - said.count("ended")
        assert counts["held"] == sum(one in HELD for one in said)
        assert self.run(self.house.fetch(UNKEPT)) == []
        due = "clear" in said and not (self.at_once and HELD & set(said))
        due = due and not self.withdrawn and self._now() >= self.model.effective_on
        assert not due or self.run(self._is_due())

    async def _standings(self) -> dict[str, str]:
        names = {made["client_id"]: name for name, made in self.made.items()}
        path = f"{self.running.path}/recipients"
        page = await self.house.owner.get(path, params={"limit": 1000})
        return {names[one["client_id"]]: one["standing"] for one in page["items"]}

    async def _is_due(self) -> bool:
        async with system_transaction(self.house.app.state.pool) as connection:
            due = await gate.due(connection)
        return UUID(self.running.change["id"]) in {one.change_id for one in due}


def test_the_gate_agrees_with_the_rules_whatever_the_order_of_events(database: Any) -> None:
    with asyncio.Runner() as runner:
        opening = open_house(database)
        GateMachine.runner = runner
        GateMachine.opened = runner.run(opening.__aenter__())
        try:
            run_state_machine_as_test(
                GateMachine,
                settings=settings(
                    max_examples=12,
                    stateful_step_count=20,
                    deadline=None,
                    database=None,
                    derandomize=True,
                    # A failure is told as it was found: making it smaller takes minutes.
                    phases=[Phase.generate],
                    report_multiple_bugs=False,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opening.__aexit__(None, None, None))


def test_the_model_itself_protects_who_was_told_nothing() -> None:
    party = Party(1, TERMS)
    announced = Announced(date(2026, 12, 1), False, {"k": party})
    assert announced.standing("k", date(2027, 12, 1)) == "unreached"
    party.told["r"] = [("accepted", date(2026, 11, 22))]
    assert announced.standing("k", date(2026, 12, 22)) == "notice_running"
    assert announced.standing("k", date(2026, 12, 23)) == "clear"

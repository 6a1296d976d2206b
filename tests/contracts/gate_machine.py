"""What people, mail servers and the clock do to changes of which a notice runs, in any order; every
client is compared with the model of the rules, and with who really processes its data."""

import asyncio
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import asyncpg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from services.contracts.domain.deadline import last_day
from tests.contracts.agreed import FILE, add_product
from tests.contracts.gate_links import Link
from tests.contracts.gate_looking import start
from tests.contracts.gate_rules import ONE, OTHER, Announced, Client, Objection, Party
from tests.contracts.gate_story import HELD, Story
from tests.contracts.house import (
    TERMS,
    Catalogue,
    House,
    Json,
    link,
    order,
    person,
    say,
    stock,
)
from tests.contracts.running import CONTACTS, Running, draft

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
either = st.sampled_from([ONE, OTHER])
jumps = st.one_of(st.integers(1, 4), st.sampled_from([1, 2, 9, 40]))


class GateMachine(RuleBasedStateMachine):
    runner: ClassVar[asyncio.Runner]
    kept: "ClassVar[asyncpg.Connection[Any]]"
    opened: ClassVar[House]
    house: House
    goods: Catalogue
    stories: list[Story]

    def run(self, doing: Any) -> Any:
        return self.runner.run(doing)

    @initialize(
        clients=st.lists(terms, min_size=2, max_size=3),
        days=st.integers(0, 6),
        at_once=st.sampled_from([False, False, True]),
        urgent=st.booleans(),
        ahead=st.integers(1, 800),
    )
    def publish(self, clients: list[Json], days: int, ahead: int, **more: bool) -> None:
        self.house = self.run(start(self.opened, self.kept, ahead))
        self.run(self._publish(clients, days, **more))

    async def _publish(self, clients: list[Json], days: int, at_once: bool, urgent: bool) -> None:
        """The one party gives way to the other in two products, of which the clients take one; a
        third stays in both."""
        self.goods = await stock(self.house)
        self.made: dict[str, Json] = {}
        self.clients: dict[str, Client] = {}
        self.ends: dict[str, str] = {}
        self.stories = []
        self.links: list[Link] = []
        self.tick, self.people = 1, 0
        mail = await add_product(self.house, OTHER, self.goods.old_party)
        self.products = {ONE: self.goods.product, OTHER: mail}
        steady = await self.house.owner.post("/subprocessors", {"name": "Vaste Wolk"})
        for product, product_id in self.products.items():
            more = {"valid_from": "2025-01-01"}
            await self.house.owner.post("/links", link(product_id, steady["id"], **more))
            listed = await self.house.owner.get("/links", params={"product_id": product_id})
            self.links += [Link.recorded(product, one) for one in listed["items"]]
        for own in clients:
            await self._take_on(own)
        ends = [one for one in self.links if one.party == self.goods.old_party]
        begins = [link(product, self.goods.new_party) for product in self.products.values()]
        await self._announce(days, ends, begins, at_once=at_once, urgent=urgent)

    async def _announce(
        self, days: int, ends: list[Link], begins: list[Json], *, at_once: bool, urgent: bool
    ) -> None:
        emergency = {"emergency": say("spoed", "urgent")} if urgent else {}
        more = {"at_once": at_once, "ends": [one.id for one in ends], "begins": begins}
        change = await draft(self.house, self.goods, days=days, **more, **emergency)
        today = await self.house.today()
        running = Running(self.house, self.goods, change, self.made, today)
        await self.house.owner.post(f"{running.path}/publications")
        keys = {product_id: key for key, product_id in self.products.items()}
        begun = [
            Link.recorded(keys[one["new"]["product_id"]], one["new"])
            for one in change["lines"]
            if one["new"]
        ]
        products = {one.product for one in [*ends, *begun]}
        model = Announced(today + timedelta(days=days), urgent, {}, products)
        story = Story(running, model, at_once)
        for one in ends:
            one.ended_by.append(story)
        for one in begun:
            one.since, one.begun_by = None, story
        self.links += begun
        self.stories.append(story)
        for name, client in self.clients.items():
            story.welcome(name, client, self.tick, today)

    async def _take_on(self, own: Json) -> None:
        name = f"k{len(self.made)}"
        self.made[name] = await self.house.owner.post(
            "/onboardings", order(name, contacts=CONTACTS, **(TERMS | own))
        )
        today = await self.house.today()
        self.clients[name] = client = Client(dict(own), takes={ONE: [(today, None)]})
        for story in self.stories:
            story.welcome(name, client, self.tick, today)

    def _name(self, number: int) -> str:
        return list(self.made)[number % len(self.made)]

    def _story(self, number: int) -> Story:
        return self.stories[number % len(self.stories)]

    def _party(self, story: Story, number: int) -> tuple[str, Party | None]:
        name = self._name(number)
        return name, story.model.parties.get(name)

    def today(self) -> date:
        day: date = self.run(self.house.today())
        return day

    def attempt(self, path: str, body: Json, role: str = "owner") -> Json | None:
        """What was made; null when it was refused as in conflict with what stands."""

        async def ask() -> Json | None:
            staff = self.house.staff(role)
            answer = await staff.client.post(
                path, json=body, headers={"Authorization": f"Bearer {staff.token}"}
            )
            assert answer.status_code in (201, 404, 409), (path, body, answer.text)
            return answer.json() if answer.status_code == 201 else None

        self.tick += 1
        return self.run(ask())

    def _agreement(self, name: str) -> str:
        return f"/agreements/{self.made[name]['agreement_id']}"

    # What becomes of notices.

    @rule(
        which=anyone,
        number=anyone,
        one=anyone,
        outcome=st.sampled_from(["accepted", "accepted", "failed"]),
        ago=st.sampled_from([0, 0, 1, 3]),
    )
    def deliver_or_bounce(self, which: int, number: int, one: int, outcome: str, ago: int) -> None:
        story = self._story(which)
        name, party = self._party(story, number)
        if party:
            told = self.run(story.running.recipients(name))
            self._settle(story, party, [told[one % len(told)]], outcome, ago)

    @rule(which=anyone)
    def reach_everybody(self, which: int) -> None:
        story = self._story(which)
        for name, party in story.model.parties.items():
            told = self.run(story.running.recipients(name))
            self._settle(story, party, told, "accepted", 0)

    def _settle(self, story: Story, party: Party, told: list[Json], outcome: str, ago: int) -> None:
        (now,) = self.run(self.house.fetch("SELECT clock.now() AS at"))
        at = now["at"] - timedelta(days=ago)
        self.run(story.running.settle(outcome, *told, at=at))
        for one in told:
            log = party.told.setdefault(one["recipient_id"], [])
            log.append((at, outcome, at.date()))

    # What clients say.

    @rule(which=anyone, number=anyone)
    def object_to_it(self, which: int, number: int) -> None:
        story = self._story(which)
        name, party = self._party(story, number)
        today = self.today()
        body = {"grounds": "nee", "agreement_id": self.made[name]["agreement_id"]}
        made = self.attempt(f"{story.path}/objections", body)
        if party is None or story.withdrawn:
            assert made is None
            return
        if not party.gone:
            late = made and made["late_after"]
            said = ("late" if late else "in time") if made else None
            assert said == story.model.may_object(name, today)
        if made:
            party.objections.append(Objection(self.tick, today if made["late_after"] else None))
            story.objections.setdefault(name, []).append(made["id"])

    @rule(which=anyone, number=anyone, decision=st.sampled_from(DECISIONS))
    def decide(self, which: int, number: int, decision: str) -> None:
        story = self._story(which)
        name, party = self._party(story, number)
        if party is None or not party.objections:
            return
        path = f"/objections/{story.objections[name][-1]}/decisions"
        made = self.attempt(path, {"decision": decision, "reason": "x"})
        if made is None:
            return
        until, late = None, made["late_after"] is not None
        assert party.gone or late == party.is_late(party.objections[-1])
        answers = not late and decision in ("measure_taken", "alternative_offered")
        if answers and party.terms["on_objection"] == "terminate":
            own = party.terms
            until = last_day(self.today(), own["objection_days"], own["day_kind"])
        assert made["decisions"][-1]["leave_until"] == (until and str(until))
        party.objections[-1].answers.append((decision, until))
        if decision == "client_held_back" and party.gone:
            for one in self.links:
                if one.begun_by is story:
                    one.agree(name, self.today(), None)
        if decision == "agreement_ended":
            party.client.ends_on = self.today()

    @rule(which=anyone, number=anyone)
    def approve(self, which: int, number: int) -> None:
        story = self._story(which)
        name, party = self._party(story, number)
        body = {"agreement_id": self.made[name]["agreement_id"], "note": "akkoord"}
        if self.attempt(f"{story.path}/approvals", body):
            assert party is not None
            party.approvals.append(self.tick)

    @rule(which=anyone, number=anyone)
    def leave(self, which: int, number: int) -> None:
        story = self._story(which)
        name, party = self._party(story, number)
        contact = self.run(story.running.contact(name, "signatory"))

        async def ask() -> int:
            answer = await contact.client.post(
                f"{story.path}/leavings",
                json={"reason": "x"},
                headers={"Authorization": f"Bearer {contact.token}"},
            )
            return answer.status_code

        status = self.run(ask())
        assert status in (201, 404, 409)
        if status == 201:
            assert party is not None
            assert party.terms["on_objection"] == "terminate"
            party.client.ends_on = self.today()
            party.objections[-1].answers.append(("agreement_ended", None))

    # What becomes of agreements and of the people there.

    @rule(number=anyone, days=st.integers(0, 3))
    def give_notice(self, number: int, days: int) -> None:
        name = self._name(number)
        path = f"{self._agreement(name)}/terminations"
        ends_on = self.today() + timedelta(days=days)
        made = self.attempt(path, {"by": "client", "reason": "x", "ends_on": str(ends_on)})
        if made:
            self.clients[name].ends_on = ends_on
            self.ends[name] = f"{path}/{made['id']}/withdrawals"

    @rule(number=anyone)
    def take_notice_back(self, number: int) -> None:
        name = self._name(number)
        if name in self.ends and self.attempt(self.ends[name], {"reason": "toch niet"}):
            self.clients[name].ends_on = None

    @rule(number=anyone, product=either, days=st.integers(0, 3))
    def end_a_product(self, number: int, product: str, days: int) -> None:
        self.give_up(self._name(number), product, days)

    def give_up(self, name: str, product: str, days: int) -> None:
        client, day = self.clients[name], self.today() + timedelta(days=days)
        spans = client.takes.get(product, [])
        if client.ends_on is None and spans and spans[-1][1] is None:
            body = {"ends": [product], "from_day": str(day)}
            assert self.attempt(f"{self._agreement(name)}/amendments", body)
            spans[:] = [(since, max(since, min(until or day, day))) for since, until in spans]

    @rule(number=anyone, product=either, days=st.integers(0, 3))
    def take_a_product(self, number: int, product: str, days: int) -> None:
        """Another one, or once more what it took before."""
        name = self._name(number)
        client, today = self.clients[name], self.today()
        day = today + timedelta(days=days)
        if client.ends_on is None and client.may_take(product, day):
            body = {"begins": [product], "from_day": str(day)}
            if self.attempt(f"{self._agreement(name)}/amendments", body):
                client.takes.setdefault(product, []).append((day, None))
                for story in self.stories:
                    story.welcome(name, client, self.tick, today)

    @rule(number=anyone, own=terms)
    def agree_on_other_terms(self, number: int, own: Json) -> None:
        name = self._name(number)
        paper = {
            "file": FILE,
            "typed_name": "Tess",
            "signed_on": str(self.today()),
            "terms": TERMS | own,
        }
        if self.attempt(f"{self._agreement(name)}/own-papers", paper):
            self.clients[name].terms = dict(own)

    @rule(own=terms)
    def take_on_another(self, own: Json) -> None:
        if len(self.made) < 5:
            self.tick += 1
            self.run(self._take_on(own))

    @rule(number=anyone, which=anyone, how=st.sampled_from(["gone", "corrected"]))
    def a_person_leaves_or_moves(self, number: int, which: int, how: str) -> None:
        self.run(self._move(self._name(number), which, how))

    async def _move(self, name: str, which: int, how: str) -> None:
        client = await self.house.owner.get(f"/clients/{self.made[name]['client_id']}")
        there = [one for one in client["contacts"] if one["duties"]]
        path = f"/contacts/{there[which % len(there)]['id']}"
        headers = {"Authorization": f"Bearer {self.house.owner.token}"}
        read = await self.house.client.get(path, headers=headers)
        headers["If-Match"] = read.headers["ETag"]
        if how == "gone":
            answer = await self.house.client.post(f"{path}/departures", headers=headers)
        else:
            edit = {"email": f"{uuid4().hex}@klant.example"}
            answer = await self.house.client.patch(path, json=edit, headers=headers)
        assert answer.status_code in (200, 201, 409), answer.text

    @rule(number=anyone, duty=st.sampled_from(["notice", "privacy", "signatory"]))
    def a_person_comes(self, number: int, duty: str) -> None:
        self.people += 1
        path = f"/clients/{self.made[self._name(number)]['client_id']}/contacts"
        assert self.attempt(path, person(f"Nieuw {self.people}", duty))

    # What the provider and the clock do.

    @rule(days=jumps)
    def let_days_pass(self, days: int) -> None:
        self.run(self.house.go_to(self.today() + timedelta(days=days)))

    @rule(which=anyone, number=st.one_of(st.none(), anyone))
    def override(self, which: int, number: int | None) -> None:
        story = self._story(which)
        name = None if number is None else self._name(number)
        body = {"person": "Sanne", "reason": "failliet"}
        if name:
            body["agreement_id"] = self.made[name]["agreement_id"]
        if self.attempt(f"{story.path}/overrides", body):
            story.model.overrides.append((self.tick, name))

    @rule(which=anyone)
    def withdraw(self, which: int) -> None:
        story = self._story(which)
        if self.tick % 5 == 0:
            made = self.attempt(f"{story.path}/withdrawals", None)
            assert bool(made) == (not story.waved and not story.withdrawn)
            story.withdrawn |= bool(made)

    @rule(which=anyone)
    def activate(self, which: int) -> None:
        story, today = self._story(which), self.today()
        standings = story.expected(today)
        said = set(standings.values())
        held = HELD & said
        free = "clear" in said and not story.withdrawn and not (story.at_once and held)
        made = self.attempt(f"{story.path}/activations", None, "officer")
        if free:
            assert made is not None
            assert made["agreements"] == list(standings.values()).count("clear")
        else:
            over = not held and not story.waved and today >= story.model.effective_on
            assert bool(made) == (over and not story.withdrawn)
        if made:
            story.go(standings, today)

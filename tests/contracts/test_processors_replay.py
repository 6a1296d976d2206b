"""Whatever was done in whatever order: a list of any day equals the replay of the history."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.house import Catalogue, House, found_provider, link, order, stock
from tests.contracts.replay import NEVER, ChangeTold, ClientTold, LinkTold, Replay
from tests.contracts.running import Running, draft

PARTIES = 6
ONE = st.integers(0, 5)
KINDS = st.sampled_from(["general", "specific", "short"])
STEPS = st.one_of(
    st.tuples(st.just("client"), KINDS, ONE),
    st.tuples(st.just("link"), ONE, st.integers(-9, 9)),
    st.tuples(st.just("reach"), ONE, ONE),
    st.tuples(st.just("days"), st.sampled_from([1, 7, 31]), ONE),
    st.tuples(st.just("activate"), ONE, ONE),
    st.tuples(st.just("withdraw"), ONE, ONE),
    st.tuples(st.just("object"), ONE, ONE),
    st.tuples(
        st.just("decide"),
        ONE,
        st.sampled_from(["agreement_ended", "objection_withdrawn", "client_held_back"]),
    ),
    st.tuples(st.just("approve"), ONE, ONE),
    st.tuples(st.just("except_"), ONE, ONE),
)
# Between a change and the moments at which it may go live anything may happen.
ROUND = st.tuples(
    st.tuples(st.just("change"), ONE, ONE),
    st.lists(STEPS, max_size=3),
    st.tuples(st.just("live"), ONE, st.sampled_from([2, 31])),
    st.lists(STEPS, max_size=2),
    st.tuples(st.just("live"), ONE, st.sampled_from([31, 40])),
).map(lambda told: [told[0], *told[1], told[2], *told[3], told[4]])
TERMS: dict[str, Any] = {
    "general": {},
    "specific": {"authorisation": "specific"},
    "short": {"notice_days": 1, "objection_days": 1, "counted_from": "published"},
}


class Desk:
    """Does each step through the API and tells the replay what came of it. A step that the record
    refuses did not happen."""

    def __init__(self, house: House, goods: Catalogue, parties: list[str], today: date) -> None:
        self.house, self.goods, self.parties = house, goods, parties
        self.told, self.agreements = Replay(), dict[str, str]()
        self.objections: list[tuple[str, str, str]] = []
        self.told.links[goods.old_link] = LinkTold(goods.old_party, date(2025, 1, 1))
        self.began = today

    async def ask(self, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.house.owner.token}"}
        answer = await self.house.client.post(path, json=body or {}, headers=headers)
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.is_success else None

    def pick(self, things: Any, number: int) -> Any:
        listed = list(things)
        return listed[number % len(listed)] if listed else None

    async def client(self, kind: str, _: int) -> None:
        made = await self.ask("/onboardings", order(f"K{len(self.agreements)}", **TERMS[kind]))
        if made:
            self.told.clients[made["client_id"]] = ClientTold(await self.house.today())
            self.agreements[made["client_id"]] = made["agreement_id"]
            for change in self.told.changes:
                await self._concerned(change)

    async def link(self, party: int, days: int) -> None:
        begins = await self.house.today() + timedelta(days=days)
        ends = begins + timedelta(days=20) if party % 2 else None
        body = link(self.goods.product, self.parties[party % PARTIES])
        more = {"valid_from": str(begins), "valid_until": ends and str(ends)}
        if made := await self.ask("/links", body | more):
            told = LinkTold(body["subprocessor_id"], begins, ends or NEVER)
            self.told.links[made["id"]] = told

    async def change(self, ends: int, begins: int) -> None:
        today = await self.house.today()
        held = {one: self.told.links[one].party for one in self.told.of_product(today)}
        free = [party for party in self.parties if party not in held.values()]
        old, new = self.pick(held, ends), link(self.goods.product, self.pick(free, begins) or "")
        body = {
            "title": {"nl": "x", "en": "x"},
            "effective_on": str(today + timedelta(days=begins)),
            "ends": [old] if old and ends != 1 else [],
            "begins": [new] if free and begins != 1 else [],
        }
        made = await self.ask("/changes", body)
        if not made or not await self.ask(f"/changes/{made['id']}/publications"):
            return
        self.told.changes[made["id"]] = ChangeTold(body["ends"])
        for line in made["lines"]:
            if line["new"]:
                self.told.links[line["new"]["link_id"]] = LinkTold(
                    new["subprocessor_id"], NEVER, change=made["id"]
                )
        await self._concerned(made["id"])

    async def reach(self, number: int, _: int) -> None:
        if change := self.pick(self.told.changes, number):
            await self._running(change).reach_all()

    async def days(self, count: int, _: int) -> None:
        await self.house.go_to(await self.house.today() + timedelta(days=count))

    async def live(self, number: int, count: int) -> None:
        """Everybody is reached, time goes by, and who is free goes."""
        await self.reach(number, 0)
        await self.days(count, 0)
        await self.activate(number, 0)

    async def activate(self, number: int, _: int) -> None:
        change = self.pick(self.told.changes, number)
        if change and await self.ask(f"/changes/{change}/activations"):
            told = await self._recipients(change)
            live = {one["client_id"] for one in told if one["standing"] == "effective"}
            self.told.goes_live(change, live, await self.house.today())

    async def withdraw(self, number: int, _: int) -> None:
        if change := self.pick(self.told.changes, number):
            await self.ask(f"/changes/{change}/withdrawals")

    async def object(self, number: int, client: int) -> None:
        change, who = self.pick(self.told.changes, number), self.pick(self.agreements, client)
        if change and who:
            body = {"agreement_id": self.agreements[who], "grounds": "Nee."}
            if made := await self.ask(f"/changes/{change}/objections", body):
                self.objections.append((made["id"], who, change))

    async def decide(self, number: int, decision: str) -> None:
        if not (said := self.pick(self.objections, number)):
            return
        objection, who, change = said
        body = {"decision": decision, "reason": "Omdat."}
        if await self.ask(f"/objections/{objection}/decisions", body):
            today = await self.house.today()
            if decision == "agreement_ended":
                self.told.clients[who].leaves = today
            elif decision == "client_held_back":
                self.told.held_back(change, who, today)

    async def approve(self, number: int, client: int) -> None:
        change, who = self.pick(self.told.changes, number), self.pick(self.agreements, client)
        if change and who:
            body = {"agreement_id": self.agreements[who], "note": "x"}
            await self.ask(f"/changes/{change}/approvals", body)

    async def except_(self, number: int, days: int) -> None:
        """For one client a link ends today, or begins some days later."""
        one, who = self.pick(self.told.links, number), self.pick(self.agreements, days)
        today = await self.house.today()
        begins = today + timedelta(days=days) if days % 2 else None
        body = {"client_id": who, "valid_from": begins and str(begins), "reason": "x"}
        if one and who and await self.ask(f"/links/{one}/exceptions", body):
            if begins:
                self.told.later[one, who] = begins
            else:
                self.told.sooner[one, who] = today

    def _running(self, change: str) -> Running:
        return Running(self.house, self.goods, {"id": change}, {}, self.began)

    async def _recipients(self, change: str) -> Any:
        page = await self.house.owner.get(f"/changes/{change}/recipients", params={"limit": 200})
        return page["items"]

    async def _concerned(self, change: str) -> None:
        told = await self._recipients(change)
        self.told.changes[change].concerns = {one["client_id"] for one in told}


async def desk(house: House) -> Desk:
    own = House(house.app, house.client, house.database)
    await found_provider(own, f"p{own.tenant.hex}")
    goods = await stock(own)
    more = [
        (await own.owner.post("/subprocessors", {"name": f"Wolk {n}"}))["id"]
        for n in range(PARTIES - 2)
    ]
    return Desk(own, goods, [goods.old_party, goods.new_party, *more], await own.today())


async def compare(found: Desk) -> None:
    today = await found.house.today()
    length = (today - found.began).days
    days = {found.began + timedelta(days=n) for n in (-1, *range(min(length, 9)))} | {today}
    days |= {one.first for one in found.told.changes.values() if one.first <= today}
    days |= {day for one in found.told.changes.values() for day in one.came.values()}
    days |= {day - timedelta(days=1) for day in days}
    for day in sorted(days):
        for client in found.told.clients:
            page = await found.house.owner.get(
                f"/clients/{client}/processors", params={"on": str(day)}
            )
            listed = {one["link_id"] for one in page["processors"]}
            assert listed == found.told.of_client(client, day), (client, day)
        page = await found.house.owner.get(
            f"/products/{found.goods.product}/links", params={"on": str(day), "limit": 200}
        )
        assert {one["link_id"] for one in page["items"]} == found.told.of_product(day), day


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kinds=st.lists(KINDS, min_size=2, max_size=4),
    rounds=st.lists(ROUND, min_size=1, max_size=3),
)
async def test_a_list_of_any_day_equals_the_replay_of_the_history(
    house: House, kinds: list[str], rounds: list[list[tuple[Any, ...]]]
) -> None:
    found = await desk(house)
    for kind in kinds:
        await found.client(kind, 0)
    for name, *more in [step for steps in rounds for step in steps]:
        await getattr(found, name)(*more)
    await compare(found)


async def test_a_history_of_waves_and_of_a_client_that_left_is_replayed(house: House) -> None:
    found = await desk(house)
    for kind in ("general", "specific", "short"):
        await found.client(kind, 0)
    await found.change(4, 1)
    await found.reach(0, 0)
    await found.days(7, 0)
    await found.activate(0, 0)
    await found.client("general", 0)
    await found.days(31, 0)
    await found.activate(0, 0)
    await found.change(1, 2)
    await found.object(1, 0)
    await found.decide(0, "agreement_ended")
    await found.approve(0, 1)
    await found.activate(0, 0)
    await found.days(31, 0)
    waves = {day for one in found.told.changes.values() for day in one.came.values()}
    assert len(waves) >= 2
    assert any(one.leaves < NEVER for one in found.told.clients.values())
    await compare(found)
    assert UUID(found.goods.product)
    assert await draft(found.house, found.goods, ends=[], days=99)

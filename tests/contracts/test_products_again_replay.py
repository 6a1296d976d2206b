"""Whatever is taken, ended, and taken again, in whatever order: the ranges of days of one product
never overlap, and what was taken on a day equals the replay of what was done."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.agreed import Agreed, add_product
from tests.contracts.house import TERMS, House, found_provider, order, stock
from tests.contracts.test_signature_routes import signature

KEYS = ("hosting", "mail")
OVERLAPS = """
    SELECT FROM contracts.agreement_product a JOIN contracts.agreement_product b
        ON (a.tenant_id, a.agreement_id, a.product_id) = (b.tenant_id, b.agreement_id, b.product_id)
        AND a.id < b.id AND a.valid && b.valid
"""
STEP = st.one_of(
    st.tuples(st.just("begin"), st.sampled_from(KEYS), st.integers(0, 6)),
    st.tuples(st.just("end"), st.sampled_from(KEYS), st.integers(0, 6)),
    st.tuples(st.just("propose"), st.sampled_from(KEYS), st.integers(0, 6)),
    st.tuples(st.just("accept"), st.just(""), st.just(0)),
    st.tuples(st.just("give_notice"), st.just(""), st.integers(0, 9)),
    st.tuples(st.just("stay"), st.just(""), st.just(0)),
    st.tuples(st.just("days"), st.just(""), st.integers(1, 5)),
)


@dataclass
class Told:
    """For each product every order to begin or to end, in the order in which it was given; what a
    later order says of a day takes the place of what was said before."""

    orders: dict[str, list[tuple[bool, date]]] = field(
        default_factory=lambda: {k: [] for k in KEYS}
    )
    over: date = date.max

    def taken(self, key: str, day: date) -> bool:
        if day >= self.over:
            return False
        said = False
        for begins, since in self.orders[key]:
            if day >= since:
                said = begins
        return said


class Desk:
    """Does each step through the API; what is refused did not happen."""

    def __init__(self, standing: Agreed, today: date) -> None:
        self.standing, self.began, self.told = standing, today, Told()
        self.told.orders["hosting"].append((True, today))
        self.waiting: tuple[str, date] | None = None
        self.end: str | None = None
        self.days_of_notice = 30

    async def ask(self, path: str, body: Any) -> Any:
        house = self.standing.house
        headers = {"Authorization": f"Bearer {house.owner.token}"}
        answer = await house.client.post(path, json=body, headers=headers)
        assert answer.status_code in (201, 409), answer.text
        return answer.json() if answer.status_code == 201 else None

    async def _day(self, ahead: int) -> date:
        return await self.standing.house.today() + timedelta(days=ahead)

    async def begin(self, key: str, ahead: int) -> None:
        day = await self._day(ahead)
        if await self.ask(
            f"{self.standing.path}/amendments", {"begins": [key], "from_day": str(day)}
        ):
            self.told.orders[key].append((True, day))

    async def end_(self, key: str, ahead: int) -> None:
        day = await self._day(ahead)
        if await self.ask(
            f"{self.standing.path}/amendments", {"ends": [key], "from_day": str(day)}
        ):
            self.told.orders[key].append((False, day))

    async def propose(self, key: str, ahead: int) -> None:
        day = await self._day(ahead)
        self.days_of_notice += 1
        body = {
            "begins": [key],
            "from_day": str(day),
            "terms": TERMS | {"notice_days": self.days_of_notice},
        }
        if await self.ask(f"{self.standing.path}/amendments", body):
            self.waiting = (key, day)

    async def accept(self, *_: Any) -> None:
        read = await self.standing.read()
        if not read["to_accept"] or not self.waiting:
            return
        version = await self.standing.house.owner.get(f"/versions/{read['to_accept']}")
        contacts = (await self.standing.house.owner.get(self.standing.client))["contacts"]
        person = self.standing.house.contact(contacts[0]["id"], self.standing.made["client_id"])
        body = signature({"version_id": read["to_accept"], "digest": version["digest"]})
        answer = await person.client.post(
            f"{self.standing.path}/signatures",
            json=body,
            headers={"Authorization": f"Bearer {person.token}"},
        )
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 201:
            (key, day), self.waiting = self.waiting, None
            self.told.orders[key].append((True, max(day, await self._day(0))))

    async def give_notice(self, _: str, ahead: int) -> None:
        day = await self._day(ahead)
        body = {"by": "client", "reason": "x", "ends_on": str(day)}
        if made := await self.ask(f"{self.standing.path}/terminations", body):
            self.told.over = day
            self.end = f"{self.standing.path}/terminations/{made['id']}/withdrawals"

    async def stay(self, *_: Any) -> None:
        if self.end and await self.ask(self.end, {"reason": "x"}):
            self.told.over, self.end = date.max, None

    async def days(self, _: str, count: int) -> None:
        await self.standing.house.go_to(await self._day(count))


async def desk(house: House) -> Desk:
    own = House(house.app, house.client, house.database)
    await found_provider(own, f"p{own.tenant.hex}")
    goods = await stock(own)
    await add_product(own, "mail", goods.new_party)
    standing = Agreed(own, await own.owner.post("/onboardings", order("K")), goods)
    await standing.sign()
    return Desk(standing, await own.today())


async def compare(found: Desk) -> None:
    standing, house = found.standing, found.standing.house
    assert await house.fetch(OVERLAPS) == []
    for ahead in range(-1, 50):
        day = found.began + timedelta(days=ahead)
        expected = [key for key in KEYS if found.told.taken(key, day)]
        if day >= found.began:
            assert [one["key"] for one in (await standing.on(day))["products"]] == expected, day
        page = await house.owner.get(f"{standing.client}/processors", params={"on": str(day)})
        listed = {one["product"]["nl"] for one in page["processors"]}
        assert listed == set(expected), day


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=14))
async def test_what_is_taken_on_a_day_equals_the_replay_of_what_was_done(
    house: House, steps: list[tuple[str, str, int]]
) -> None:
    found = await desk(house)
    for name, key, ahead in steps:
        await getattr(found, "end_" if name == "end" else name)(key, ahead)
    await compare(found)


async def test_a_history_of_two_ranges_and_an_end_that_was_taken_back_is_replayed(
    house: House,
) -> None:
    found = await desk(house)
    await found.end_("hosting", 3)
    await found.begin("hosting", 6)
    await found.propose("mail", 2)
    await found.accept()
    await found.give_notice("", 4)
    await found.stay()
    await found.days("", 5)
    await found.end_("mail", 1)
    await found.give_notice("", 9)
    again = [one["valid_until"] for one in (await found.standing.read())["products"]]
    assert len(again) == 3
    await compare(found)

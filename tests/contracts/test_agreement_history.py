"""What an agreement says on any day is what a replay of its history gives."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contracts.agreed import Agreed, later, terms
from tests.contracts.house import House, order, stock

STEPS = ("propose", "propose_later", "sign", "withdraw", "renew", "end", "take_back", "days")
LOOK: dict[str, Any] = {
    "deadline": None,
    "max_examples": 10,
    "derandomize": True,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@dataclass
class History:
    """The rules by themselves: what was agreed, in order, and nothing of the database."""

    made_on: date
    agreed: list[tuple[date, int]]
    accepted_on: date | None = None
    proposal: tuple[date, int] | None = None
    periods: list[tuple[date, date]] = field(default_factory=list)
    ends_on: date | None = None

    def days_on(self, day: date) -> int:
        """The last agreed of the terms that have begun."""
        return [days for holds_from, days in self.agreed if holds_from <= day][-1]

    def state_on(self, day: date) -> str:
        if self.ends_on and self.ends_on <= day:
            return "ended"
        if self.accepted_on is None or self.accepted_on > day:
            return "offered"
        told = [until for recorded, until in self.periods if recorded <= day]
        return "expired" if told and told[-1] < day else "in_force"


async def step(house: House, one: Agreed, history: History, name: str, number: int) -> None:
    today = await house.today()
    over = history.ends_on is not None and history.ends_on <= today
    if name.startswith("propose") and history.proposal is None and not over:
        day = today + timedelta(days=number % 3 if name == "propose_later" else 0)
        days = 40 + number
        if days != history.days_on(today):
            await one.propose(terms=terms(notice_days=days), from_day=day.isoformat())
            history.proposal = (day, days)
    elif name == "sign" and not over and (history.proposal or history.accepted_on is None):
        await one.sign()
        history.accepted_on = history.accepted_on or today
        if history.proposal:
            day, days = history.proposal
            history.agreed.append((max(day, today), days))
            history.proposal = None
    elif name == "withdraw" and history.proposal:
        proposal = (await one.read())["proposal"]
        await house.owner.post(f"{one.path}/amendments/{proposal['id']}/withdrawals")
        history.proposal = None
    elif name == "renew" and not over:
        until = today + timedelta(days=number % 4)
        await house.owner.post(f"{one.path}/periods", {"runs_until": until.isoformat()})
        history.periods.append((today, until))
    elif name == "end" and history.ends_on is None:
        day = today + timedelta(days=1 + number % 3)
        body = {"by": "provider", "reason": "x", "ends_on": day.isoformat()}
        await house.owner.post(f"{one.path}/terminations", body)
        history.ends_on = day
    elif name == "take_back" and history.ends_on and not over:
        standing = (await one.read())["termination"]
        path = f"{one.path}/terminations/{standing['id']}/withdrawals"
        await house.owner.post(path, {"reason": "x"})
        history.ends_on = None
    elif name == "days":
        await house.go_to(today + timedelta(days=1 + number % 2))


@settings(**LOOK)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30)), max_size=12))
async def test_any_day_answers_what_a_replay_of_the_history_gives(
    house: House, steps: list[tuple[str, int]]
) -> None:
    if not (await house.owner.get("/clients"))["items"]:
        goods = await stock(house)
    else:
        goods = None
    count = len((await house.owner.get("/clients", params={"limit": 200}))["items"])
    made = await house.owner.post("/onboardings", order(f"Klant {count}"))
    one = Agreed(house, made, goods)
    first = await house.today()
    history = History(made_on=first, agreed=[(first, 30)])
    for name, number in steps:
        await step(house, one, history, name, number)
    last = await house.today()
    for ahead in range(-2, 6):
        day = last + timedelta(days=ahead)
        if day < first:
            continue
        told = await one.on(day)
        assert told["terms"]["notice_days"] == history.days_on(day), day
        assert told["state"] == history.state_on(day), day
        assert bool(told["products"]) == (history.ends_on is None or day < history.ends_on)


async def test_no_day_before_the_first_has_an_agreement(house: House) -> None:
    goods = await stock(house)
    one = Agreed(house, await house.owner.post("/onboardings", order("Bakkerij")), goods)
    before = later(await house.today(), -1)
    await house.owner.get(f"{one.client}/agreement", params={"on": before}, expect=404)

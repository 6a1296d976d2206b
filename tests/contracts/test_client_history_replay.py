"""Whatever becomes of clients and their people: an answer for any day equals the replay of it."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.house import Catalogue, House, found_provider, order, person, stock

ONE = st.integers(0, 5)
DUTIES: tuple[tuple[str, ...], ...] = (
    ("signatory", "notice"), ("notice",), ("privacy",), ("signatory",), ("privacy", "breach"),
    ("signatory", "notice", "privacy", "breach"),
)  # fmt: skip
FACTS: tuple[dict[str, Any], ...] = (
    {"name": "Bakkerij de Jong"}, {"address": "Markt 1, Assen", "registration": "12345678"},
    {"representative": "Vera Voogd"}, {"dpo": "fg@klant.example"}, {"dpo": None, "language": "en"},
    {"name": "Jong Brood", "country": "BE"},
)  # fmt: skip
STEPS = st.one_of(
    st.tuples(st.just("facts"), ONE, ONE),
    st.tuples(st.just("duties"), ONE, ONE),
    st.tuples(st.just("rename"), ONE, ONE),
    st.tuples(st.just("join"), ONE, ONE),
    st.tuples(st.just("leave"), ONE, ONE),
    st.tuples(st.just("place"), ONE, ONE),
    st.tuples(st.just("client"), ONE, ONE),
    st.tuples(st.just("days"), st.sampled_from([1, 2, 30]), ONE),
)


@dataclass
class Story:
    """Does each step through the API, and tells it again in a dictionary. At the end of each day
    the whole of it is put away. A step that the record refuses did not happen."""

    house: House
    goods: Catalogue
    resellers: list[str | None]
    clients: dict[str, dict[str, Any]] = field(default_factory=dict)
    days_told: dict[date, dict[str, dict[str, Any]]] = field(default_factory=dict)

    async def ask(self, method: str, path: str, body: Any, seen: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.house.owner.token}"}
        if seen:
            read = await self.house.client.get(seen, headers=headers)
            headers["If-Match"] = read.headers["etag"]
        answer = await self.house.client.request(method, path, json=body, headers=headers)
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.is_success else None

    def at(self, number: int) -> tuple[str, dict[str, Any]]:
        return list(self.clients.items())[number % len(self.clients)]

    def contact(self, client: int, number: int) -> tuple[str, dict[str, Any]]:
        people = self.at(client)[1]["people"]
        return list(people.items())[number % len(people)]

    async def client(self, _: int, number: int) -> None:
        people = [
            person(f"Tess {len(self.clients)}", *DUTIES[0]),
            person(f"Bo {number}", *DUTIES[number]),
        ]
        made = await self.ask(
            "POST", "/onboardings", order(f"K{len(self.clients)}", contacts=people)
        )
        there = await self.house.owner.get(f"/clients/{made['client_id']}")
        facts = {
            name: there[name]
            for name in (
                "name", "registration", "address", "country", "language", "representative", "dpo",
            )
        }  # fmt: skip
        self.clients[made["client_id"]] = {
            "facts": facts,
            "reseller": None,
            "people": {one["id"]: _told(one) for one in there["contacts"]},
        }

    async def facts(self, client: int, number: int) -> None:
        identity, told = self.at(client)
        path = f"/clients/{identity}"
        if await self.ask("PATCH", path, FACTS[number], seen=path):
            told["facts"].update(FACTS[number])

    async def duties(self, client: int, number: int) -> None:
        await self._edit(client, number, {"duties": list(DUTIES[number])})

    async def rename(self, client: int, number: int) -> None:
        new = {"name": f"Anders {number}", "email": f"a{uuid4().hex}@klant.example"}
        await self._edit(client, number, new | {"language": "en"})

    async def _edit(self, client: int, number: int, body: dict[str, Any]) -> None:
        identity, told = self.contact(client, number)
        path = f"/contacts/{identity}"
        if await self.ask("PATCH", path, body, seen=path):
            told.update(_told(told | body))

    async def join(self, client: int, number: int) -> None:
        identity, told = self.at(client)
        new = person(f"Nieuw {number} {uuid4().hex[:6]}", *DUTIES[number])
        made = await self.ask("POST", f"/clients/{identity}/contacts", new)
        told["people"][made["id"]] = _told(made)

    async def leave(self, client: int, number: int) -> None:
        identity, told = self.contact(client, number)
        path = f"/contacts/{identity}"
        if await self.ask("POST", f"{path}/departures", None, seen=path):
            told["duties"] = []

    async def place(self, client: int, number: int) -> None:
        identity, told = self.at(client)
        chosen = self.resellers[number % len(self.resellers)]
        if await self.ask("POST", f"/clients/{identity}/placements", {"reseller_id": chosen}):
            told["reseller"] = chosen

    async def days(self, count: int, _: int) -> None:
        today = await self.house.today()
        for n in range(count):
            self.days_told[today + timedelta(days=n)] = deepcopy(self.clients)
        await self.house.go_to(today + timedelta(days=count))


def _told(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "email": one["email"],
        "language": one["language"],
        "duties": sorted(one["duties"]),
    }


def _with(duty: str, told: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (identity, one["name"], one["email"])
        for identity, one in told["people"].items()
        if duty in one["duties"]
    }


async def begin(house: House) -> Story:
    own = House(house.app, house.client, house.database)
    await found_provider(own, f"p{own.tenant.hex}")
    goods = await stock(own)
    made = [
        await own.owner.post("/resellers", {"name": name, "brand": name})
        for name in ("Haven", "Kade")
    ]
    story = Story(own, goods, [None, *(one["id"] for one in made)])
    await story.client(0, 2)
    return story


async def compare(story: Story) -> None:
    today = await story.house.today()
    told = story.days_told | {today: story.clients, today + timedelta(days=9): story.clients}
    for day in _turns(told):
        asked = {"on": str(day), "limit": 200}
        for identity, one in told[day].items():
            await _compare_client(story, identity, one, day)
        page = await story.house.owner.get(
            f"/products/{story.goods.product}/recipients", params=asked
        )
        assert {
            (one["client_id"], one["client"], one["contact_id"], one["name"], one["email"])
            for one in page["items"]
        } == {
            (identity, one["facts"]["name"], *person)
            for identity, one in told[day].items()
            for person in _with("notice", one)
        }, day
        if day <= today:
            record = await story.house.owner.get("/record-of-processing", params=asked)
            assert {_controller(one) for one in record["items"]} == {
                _controller({"client_id": identity} | one["facts"])
                for identity, one in told[day].items()
            }, day


async def _compare_client(story: Story, identity: str, one: dict[str, Any], day: date) -> None:
    path = f"/clients/{identity}"
    found = await story.house.owner.get(path, params={"on": str(day)})
    assert {name: found[name] for name in one["facts"]} == one["facts"], day
    assert (found["reseller"] or {"id": None})["id"] == one["reseller"], day
    standing = {key: told for key, told in one["people"].items() if told["duties"]}
    assert {told["id"]: _told(told) for told in found["contacts"]} == standing, day
    held = await story.house.owner.get(f"{path}/processors/by-category", params={"on": str(day)})
    assert held["client"] == one["facts"]["name"]


def _turns(told: dict[date, Any]) -> list[date]:
    """The first and the last day of each stretch in which nothing changed."""
    days = sorted(told)
    turning = {day for pair in pairwise(days) if told[pair[0]] != told[pair[1]] for day in pair}
    return sorted(turning | {days[0], *days[-2:]})


def _controller(one: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        one[name]
        for name in (
            "client_id", "name", "registration", "address", "country", "representative", "dpo",
        )
    )  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=4, max_size=12))
async def test_clients_and_recipients_of_any_day_equal_the_replay_of_the_history(
    house: House, steps: list[tuple[str, int, int]]
) -> None:
    story = await begin(house)
    for name, *more in steps:
        await getattr(story, name)(*more)
    await story.days(1, 0)
    await compare(story)


async def test_a_history_of_every_kind_of_step_is_replayed(house: House) -> None:
    story = await begin(house)
    for name, *more in (
        ("facts", 0, 0), ("days", 1, 0), ("place", 0, 1), ("rename", 0, 0), ("days", 2, 0),
        ("duties", 0, 0), ("duties", 0, 5), ("facts", 0, 5), ("client", 0, 1), ("days", 30, 0),
        ("duties", 0, 1), ("duties", 0, 5), ("leave", 0, 0), ("join", 1, 1), ("place", 0, 2),
        ("days", 1, 0), ("facts", 0, 4), ("place", 0, 0), ("rename", 1, 1), ("days", 1, 0),
    ):  # fmt: skip
        await getattr(story, name)(*more)
    assert len(_turns(story.days_told)) >= 7
    left = [one for told in story.clients.values() for one in told["people"].values()]
    assert any(not one["duties"] for one in left)
    await compare(story)

"""Whatever is recorded in whatever order: a link holds once, and a chain has an end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.house import House, Json, found_provider, link, say

CONDITIONS = [None, say("alleen met back-up"), say(" ALLEEN met back-up")]
few = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("link"), few, few, st.integers(-9, 2), st.none() | st.integers(1, 9)),
        st.tuples(st.just("change"), few, few, few, st.booleans()),
        st.tuples(st.just("parent"), few, few),
    ),
    max_size=12,
)


class Held(NamedTuple):
    """A link of the model: ``upper`` is exclusive, null for ever."""

    key: tuple[str, str, str]
    lower: date
    upper: date | None

    def meets(self, other: "Held") -> bool:
        return (
            self.key == other.key
            and (other.upper is None or self.lower < other.upper)
            and (self.upper is None or other.lower < self.upper)
        )


class World(NamedTuple):
    house: House
    products: list[str]
    parties: list[str]
    today: date


async def world_of(house: House) -> World:
    """A provider of its own for each example."""
    own = House(house.app, house.client, house.database)
    await found_provider(own, f"p{uuid4().hex}")
    products = [
        (await own.owner.post("/products", {"key": f"k{n}", "name": say("x")}))["id"]
        for n in range(3)
    ]
    parties = [
        (await own.owner.post("/subprocessors", {"name": f"Partij {n}"}))["id"] for n in range(3)
    ]
    return World(own, products, parties, await own.today())


def proposed(world: World, product: int, party: int, condition: int) -> tuple[Json, Any]:
    body = link(world.products[product], world.parties[party], condition=CONDITIONS[condition])
    said = CONDITIONS[condition]
    return body, (
        body["product_id"],
        body["subprocessor_id"],
        said["nl"].strip().lower() if said else "",
    )


async def send(world: World, method: str, path: str, body: Json | None = None) -> Any:
    headers = {"Authorization": f"Bearer {world.house.owner.token}", "If-Match": "*"}
    answer = await world.house.client.request(method, path, json=body, headers=headers)
    assert answer.status_code < 500, answer.text
    return answer


async def record_link(world: World, model: list[Held], step: Sequence[Any]) -> None:
    _, product, party, offset, length = step
    body, key = proposed(world, product, party, (product + party) % 3)
    lower = world.today + timedelta(days=offset)
    wanted = Held(key, lower, lower + timedelta(days=length) if length else None)
    body |= {"valid_from": str(lower), "valid_until": wanted.upper and str(wanted.upper)}
    answer = await send(world, "POST", "/links", body)
    fits = offset <= 0 and not any(wanted.meets(one) for one in model)
    assert (answer.status_code == 201) == fits, answer.text
    if fits:
        model.append(wanted)


async def go_through_a_change(world: World, model: list[Held], step: Sequence[Any]) -> None:
    """Ends the first open link, if wanted, and begins another, all on the same day."""
    _, product, party, condition, ending = step
    listed = (await world.house.owner.get("/links"))["items"]
    ends = [one["link_id"] for one in listed if one["valid_until"] is None][: int(ending)]
    body, key = proposed(world, product, party, condition)
    draft = {"title": say("x"), "effective_on": str(world.today), "ends": ends, "begins": [body]}
    path = f"/changes/{(await send(world, 'POST', '/changes', draft)).json()['id']}"
    for way in ("publications", "activations"):
        answer = await send(world, "POST", f"{path}/{way}")
    ended = [one for one in listed if one["link_id"] in ends]
    left = [one for one in model if not any(_same(one, gone) for gone in ended)]
    begins = Held(key, world.today, None)
    fits = not any(begins.meets(one) for one in left)
    assert (answer.status_code == 201) == fits, answer.text
    if fits:
        closed = [one._replace(upper=world.today) for one in model if one not in left]
        model[:] = [*left, *(one for one in closed if one.lower < world.today), begins]


def _same(held: Held, listed: Json) -> bool:
    said = listed["condition"]["nl"].strip().lower() if listed["condition"] else ""
    key = (listed["product_id"], listed["subprocessor"]["id"], said)
    return held.upper is None and held.key == key


async def choose_parent(world: World, parents: dict[int, int], step: Sequence[Any]) -> None:
    _, lower, upper = step
    above, circle = upper, upper == lower
    while not circle and above in parents:
        above = parents[above]
        circle = above == lower
    path = f"/subprocessors/{world.parties[lower]}"
    answer = await send(world, "PATCH", path, {"parent_id": world.parties[upper]})
    assert (answer.status_code == 400) == circle, answer.text
    if not circle:
        parents[lower] = upper


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
async def test_ranges_never_overlap_and_chains_never_close(
    house: House, told: list[tuple[Any, ...]]
) -> None:
    """Against a model in Python that says of every step whether it may be."""
    world = await world_of(house)
    model: list[Held] = []
    parents: dict[int, int] = {}
    for step in told:
        match step[0]:
            case "link":
                await record_link(world, model, step)
            case "change":
                await go_through_a_change(world, model, step)
            case _:
                await choose_parent(world, parents, step)
    rows = await house.fetch(
        "SELECT count(*) FROM contracts.link a JOIN contracts.link b"
        " ON (a.tenant_id, a.product_id, a.subprocessor_id, a.capacity, a.condition_key)"
        " = (b.tenant_id, b.product_id, b.subprocessor_id, b.capacity, b.condition_key)"
        " AND a.id <> b.id AND a.valid && b.valid WHERE a.tenant_id = $1",
        world.house.tenant,
    )
    assert rows[0]["count"] == 0
    held = (await world.house.owner.get("/links"))["items"]
    standing = [one for one in model if one.upper is None or one.upper > world.today]
    assert len(held) == len([one for one in standing if one.lower <= world.today])
    for number, party in enumerate(world.parties):
        chain = (await world.house.owner.get(f"/subprocessors/{party}"))["chain"]
        assert [one["id"] for one in chain] == [world.parties[n] for n in above_of(parents, number)]


def above_of(parents: dict[int, int], number: int) -> list[int]:
    found = []
    while number in parents:
        number = parents[number]
        found.append(number)
    return found

"""Two providers with rows of everything, and how each operation is asked so that it succeeds."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.contracts.house import House, Json, Person, found_provider, order, stock
from tests.contracts.running import Running

A_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PART = re.compile(r"\{(\w+)\}")

# Parts of a path that name no row of a provider.
PUBLIC = {"GB", "1"}


@dataclass(frozen=True)
class Ask:
    """One call, by one kind of person; ``params`` is the query."""

    path: str
    body: Json = None
    who: str = "owner"
    params: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None

    @property
    def ids(self) -> set[str]:
        return set(A_UUID.findall(repr((self.path, self.body, self.params))))

    def elsewhere(self) -> "Ask":
        """The same call for ids that never were."""
        never = {known: str(uuid4()) for known in self.ids}

        def swap(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: swap(one) for key, one in value.items()}
            if isinstance(value, list | tuple):
                return [swap(one) for one in value]
            if isinstance(value, str):
                return A_UUID.sub(lambda found: never.get(found[0], found[0]), value)
            return value

        return Ask(
            swap(self.path),
            swap(self.body),
            self.who,
            swap(self.params),
            self.headers,
            self.content,
        )


@dataclass
class World:
    """``running`` is the provider whose operation is asked; ``other`` the one next door."""

    running: Running
    other: House
    made: dict[str, str] = field(default_factory=dict)

    @property
    def house(self) -> House:
        return self.running.house

    async def person(self, who: str) -> Person:
        """Of the provider whose rows are asked for."""
        if who in ("portal", "notifications", "documents"):
            return self.house.service(who)
        if who.startswith("contact"):
            _, _, rest = who.partition(":")
            client, _, duty = (rest or "general:notice").partition(":")
            return await self.running.contact(client, duty or "notice")
        return self.house.staff(who)

    async def stranger(self, who: str) -> Person:
        """The same kind of person at the provider next door."""
        if who in ("portal", "notifications", "documents"):
            return self.other.service(who)
        if who.startswith("contact"):
            client = (await self.other.owner.get("/clients"))["items"][0]["id"]
            contact = (await self.other.owner.get(f"/clients/{client}"))["contacts"][0]["id"]
            return self.other.contact(contact, client)
        return self.other.staff(who)

    async def put(self, person: Person, method: str, ask: Ask) -> httpx.Response:
        headers = {"Authorization": f"Bearer {person.token}"} | ask.headers
        return await self.house.client.request(
            method,
            ask.path,
            json=None if ask.content is not None else ask.body,
            content=ask.content,
            params=ask.params,
            headers=headers,
        )

    async def marks(self) -> set[str]:
        """What stands in this provider's rows alone: nobody else may ever read one of these."""
        shared = {
            "voorbeeldhost", str(self.house.tenant), self.running.change["id"],
            *vars(self.running.goods).values(), *self.made.values(),
        }  # fmt: skip
        return (shared - PUBLIC) | await self.marks_of_client()

    async def marks_of_client(self) -> set[str]:
        """What no other client of the same provider may ever read."""
        own = self.running.clients["general"]
        client = await self.house.owner.get(f"/clients/{own['client_id']}")
        texts = (value for value in own.values() if isinstance(value, str) and len(value) > 30)
        return {"Klant general", *texts, *(contact["id"] for contact in client["contacts"])}

    async def id_for(self, name: str) -> str:
        """A row of this provider for a part of a path, made when it is first asked for."""
        if name not in self.made:
            self.made[name] = await IDS[name](self)
        return self.made[name]

    async def fill(self, path: str) -> str:
        for name in PART.findall(path):
            path = path.replace(f"{{{name}}}", await self.id_for(name), 1)
        return path


Recipe = Callable[[World, str], Awaitable[Ask]]
IDS: dict[str, Callable[[World], Awaitable[str]]] = {}
RECIPES: dict[str, Recipe] = {}


def makes(name: str) -> Callable[[Callable[[World], Awaitable[str]]], Any]:
    """How a row for this part of a path comes to be; the function answers its id."""

    def keep(maker: Callable[[World], Awaitable[str]]) -> Any:
        IDS[name] = maker
        return maker

    return keep


def asks(*operations: str) -> Callable[[Recipe], Recipe]:
    """How these operations (``POST /clients/{client_id}/contacts``) are asked so that they succeed.

    A GET that needs nothing but the ids in its path needs no recipe.
    """

    def keep(recipe: Recipe) -> Recipe:
        RECIPES.update(dict.fromkeys(operations, recipe))
        return recipe

    return keep


async def ask_for(world: World, operation: str) -> Ask:
    method, _, path = operation.partition(" ")
    if recipe := RECIPES.get(operation):
        return await recipe(world, await world.fill(path))
    if method != "GET":
        raise LookupError(
            f"Nothing says yet how {operation} succeeds: add it to tests/contracts/walk"
        )
    return Ask(await world.fill(path))


async def edit(world: World, path: str, body: Json, who: str = "owner") -> Ask:
    """An edit of what was read just now."""
    read = await world.put(await world.person(who), "GET", Ask(path))
    assert read.status_code == 200, read.text
    return Ask(path, body, who, headers={"If-Match": read.headers["ETag"]})


async def next_door(house: House) -> House:
    """Another provider in the same installation, with rows of its own."""
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    await stock(other)
    await other.owner.post("/onboardings", order("Klant van de buren"))
    return other

"""Every operation of the service's own document: it serves its owner, and tells a stranger nothing,
not even whether there is such a row.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from deploy.local.postgres import DATABASE, Postgres
from services.contracts.app import create_app
from services.contracts.settings import ContractsSettings
from tests.conftest import Database, copied, dropped
from tests.contracts.house import House, Person, house_over, open_house
from tests.contracts.running import Running, announce
from tests.contracts.walk import (  # noqa: F401
    agreements,
    catalogue,
    changes,
    clients,
    imports,
    incidents,
    registers,
    scans,
    upstream,
)
from tests.contracts.walk.world import A_UUID, Ask, World, ask_for, next_door

# Nobody's rows, or everybody's to read.
WITHOUT_TENANT = {
    "GET /health", "GET /public", "GET /public/{slug}", "GET /clock", "POST /clock",
    "POST /tenants",
}  # fmt: skip
# Answers a service of the house across tenants, by design.
ACROSS = {"GET /sign-in-contacts"}


def operations() -> list[str]:
    settings = ContractsSettings(
        database_url=SecretStr("postgresql://nowhere"),
        signing_key=SecretStr("none"),
        public_keys=json.dumps({}),
    )
    paths = create_app(settings).openapi_schema.to_schema()["paths"]
    return sorted(
        name
        for path, found in paths.items()
        for method in found
        if (name := f"{method.upper()} {path}") not in WITHOUT_TENANT | ACROSS
    )


def plain(text: str) -> str:
    """Without the ids that were asked for."""
    return A_UUID.sub("…", text)


@pytest.fixture(scope="session")
async def filled(postgres: Postgres) -> AsyncIterator[tuple[str, Running, House]]:
    """A database with both providers in it, from which each operation gets a copy."""
    name = f"filled_{uuid4().hex}"
    await copied(postgres, DATABASE, name)
    async with open_house(Database(postgres, name)) as house:
        running, other = await announce(house), await next_door(house)
    yield name, running, other
    await dropped(postgres, name)


@pytest.fixture
async def world(postgres: Postgres, filled: tuple[str, Running, House]) -> AsyncIterator[World]:
    template, running, other = filled
    name = f"test_{uuid4().hex}"
    await copied(postgres, template, name)
    async with house_over(Database(postgres, name)) as opened:
        house = replace(opened, tenant=running.house.tenant)
        yield World(replace(running, house=house), replace(opened, tenant=other.tenant))
    await dropped(postgres, name)


@pytest.mark.parametrize("operation", operations())
async def test_an_operation_serves_its_owner_once_for_a_key_and_tells_a_stranger_nothing(
    operation: str, world: World
) -> None:
    method = operation.split(" ")[0]
    ask = await ask_for(world, operation)
    marks = await world.marks()
    stranger = await world.stranger(ask.who)
    answer = await world.put(stranger, method, ask)
    nowhere = await world.put(stranger, method, ask.elsewhere())
    if ask.ids:
        assert answer.status_code in (400, 404), (answer.status_code, answer.text)
        assert plain(answer.text) == plain(nowhere.text)
        assert answer.status_code == nowhere.status_code
    assert told(answer, ask, marks) == []
    another_client = await world.running.contact("specific", "breach")
    overheard = await world.put(another_client, method, ask)
    assert told(overheard, ask, await world.marks_of_client()) == []
    owner = await world.person(ask.who)
    once = replace(ask, headers=ask.headers | {"Idempotency-Key": f"key of {operation}"})
    served = await world.put(owner, method, once)
    assert served.is_success, (served.status_code, served.text)
    if method == "POST":
        await it_says_again(world, owner, once, served)


async def it_says_again(world: World, owner: Person, ask: Ask, served: httpx.Response) -> None:
    """And does nothing: the trail ends where it ended."""
    before = await world.house.fetch("SELECT number FROM trail.act_head")
    again = await world.put(owner, "POST", ask)
    assert again.headers.get("Idempotent-Replayed") == "true", again.text
    assert (again.status_code, again.json()) == (served.status_code, served.json())
    assert again.headers.get("ETag") == served.headers.get("ETag")
    assert await world.house.fetch("SELECT number FROM trail.act_head") == before
    other = replace(ask, params=ask.params | {"another": "call"})
    refused = await world.put(owner, "POST", other)
    assert refused.json()["type"].endswith("idempotency-key-reused"), refused.text


def told(answer: httpx.Response, ask: Ask, marks: set[str]) -> list[str]:
    """What of somebody else's rows an answer gives away, beyond what was asked for by its id."""
    text = answer.text
    if not answer.is_success:
        for known in ask.ids:
            text = text.replace(known, "…")
    return [mark for mark in marks if mark in text]

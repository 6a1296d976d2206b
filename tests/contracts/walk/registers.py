"""Registers, and the provider's own privacy statement."""

from datetime import date, timedelta

from tests.contracts.house import Json
from tests.contracts.test_register_entry_routes import request_of
from tests.contracts.test_statement_routes import FIRST, statement
from tests.contracts.walk.world import Ask, World, asks, edit, makes


def a_request(world: World) -> Json:
    return request_of(world.running.clients["general"])


@makes("entry_id")
async def _(world: World) -> str:
    return str((await world.house.owner.post("/register-entries", a_request(world)))["id"])


@makes("statement_id")
async def _(world: World) -> str:
    return str((await world.house.owner.post("/statements", statement(FIRST)))["id"])


@asks("POST /register-entries")
async def _(world: World, path: str) -> Ask:
    return Ask(path, a_request(world))


@asks("POST /register-entries/{entry_id}/revisions")
async def _(world: World, path: str) -> Ask:
    read = await edit(world, path.removesuffix("/revisions"), None)
    return Ask(path, a_request(world) | {"reason": "Aangevuld"}, headers=read.headers)


@asks("POST /register-entries/{entry_id}/erasures")
async def _(world: World, path: str) -> Ask:
    read = await edit(world, path.removesuffix("/erasures"), None)
    today = str(await world.house.today())
    answered = {"outcome": "answered", "answered_on": today, "answer": "Verstuurd"}
    facts = a_request(world)["facts"] | answered
    body = {"facts": facts, "reason": "Beantwoord"}
    await world.house.owner.post(f"{read.path}/revisions", body, headers=read.headers)
    return Ask(path)


@asks("POST /statements")
async def _(world: World, path: str) -> Ask:
    return Ask(path, statement(date(2026, 1, 1)))


@asks("GET /statements/in-force")
async def _(world: World, path: str) -> Ask:
    day = FIRST + timedelta(days=1)
    await world.house.owner.post("/statements", statement(FIRST))
    return Ask(path, params={"on": str(day)})


@asks("POST /statements/{statement_id}/withdrawals")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "Nog niet"})


@asks("GET /register-entries.csv")
async def _(world: World, path: str) -> Ask:
    await world.id_for("entry_id")
    return Ask(path, params={"kind": "subject_request"})

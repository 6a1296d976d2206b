"""Personal data breaches."""

from tests.contracts.incidents import breach
from tests.contracts.walk.world import Ask, World, asks, edit, makes


@makes("incident_id")
async def _(world: World) -> str:
    body = breach(world.running.goods)
    return str((await world.house.owner.post("/incidents", body))["id"])


@makes("stage_id")
async def _(world: World) -> str:
    path = f"/incidents/{await world.id_for('incident_id')}/stages"
    return str((await world.house.owner.post(path, {}))["stages"][0]["id"])


@asks("POST /incidents")
async def _(world: World, path: str) -> Ask:
    return Ask(path, breach(world.running.goods))


@asks("PATCH /incidents/{incident_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"subjects_number": 12})


@asks("POST /incidents/{incident_id}/stages")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"closing": False})


@asks("POST /incidents/{incident_id}/waivers")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "Versleuteld."})


@asks("POST /incidents/{incident_id}/choices")
async def _(world: World, path: str) -> Ask:
    client = await world.id_for("client_id")
    return Ask(path, {"client_id": client, "choice": "out", "reason": "Andere server."})


@asks("POST /incidents/{incident_id}/reviews")
async def _(world: World, path: str) -> Ask:
    """By another person than who released it."""
    await world.id_for("stage_id")
    return Ask(path, {"note": "Gelezen."}, who="officer")


@asks("GET /incident-stages/{stage_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications")


@asks("GET /incident-stages/{stage_id}/clients")
async def _(world: World, path: str) -> Ask:
    return Ask(path)


@asks("GET /clients/{client_id}/incidents")
async def _(world: World, path: str) -> Ask:
    await world.id_for("stage_id")
    return Ask(path)

"""Agreements with suppliers, and transfers."""

from tests.contracts.house import link
from tests.contracts.test_upstream_agreement_routes import upstream
from tests.contracts.walk.world import Ask, World, asks, edit, makes


@makes("upstream_id")
async def _(world: World) -> str:
    body = upstream(world.running.goods.old_party)
    return str((await world.house.owner.post("/upstream-agreements", body))["id"])


@makes("finding_id")
async def _(world: World) -> str:
    mail = link(None, world.running.goods.new_party, capacity="own_administration", zone=None)
    bare = await world.house.owner.post("/links", mail | {"mechanism": None})
    return f"{bare['id']}.to-be-confirmed"


@makes("territory")
async def _(world: World) -> str:
    return "GB"


@asks("POST /upstream-agreements")
async def _(world: World, path: str) -> Ask:
    return Ask(path, upstream(world.running.goods.old_party))


@asks("PATCH /upstream-agreements/{upstream_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"notice_days": 10})


@asks("POST /upstream-agreements/{upstream_id}/states")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"state": "accepted"})


@asks("POST /adequacy-endings")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"territory": "US", "ends_on": "2026-12-01", "reason": "Vernietigd."})

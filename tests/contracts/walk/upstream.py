"""Agreements with suppliers, and transfers."""

from datetime import timedelta

from services.contracts.worker import activate_due
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


@makes("reminder_id")
async def _(world: World) -> str:
    today = await world.house.today()
    ends = str(today + timedelta(days=30))
    body = upstream(world.running.goods.new_party, valid_until=ends)
    await world.house.owner.post("/upstream-agreements", body)
    await activate_due(world.house.app.state.pool)
    (event, *_) = await world.house.events("UpstreamAgreementExpiring")
    return str(event["reminder_id"])


@asks("GET /upstream-reminders/{reminder_id}")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications")


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

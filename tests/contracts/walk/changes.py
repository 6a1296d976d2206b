"""Changes, and what clients answer."""

from datetime import timedelta

from tests.contracts.house import Json, link, order, say
from tests.contracts.running import CONTACTS, draft
from tests.contracts.test_objection_routes import NO, objected
from tests.contracts.walk.world import Ask, World, asks, edit, makes


@makes("change_id")
async def _(world: World) -> str:
    return str(world.running.change["id"])


@makes("wave_id")
async def _(world: World) -> str:
    await world.running.reach_all()
    await world.house.go_to(world.running.published_on + timedelta(days=40))
    await world.house.owner.post(f"{world.running.path}/activations")
    (live,) = await world.house.events("ChangeWentLive")
    return str(live["wave_id"])


@makes("objection_id")
async def _(world: World) -> str:
    return str((await objected(world.running))["id"])


async def drafted(world: World) -> Json:
    """A change of another kind than the one that runs."""
    goods = world.running.goods
    own = link(None, goods.new_party, capacity="own_administration")
    return await draft(world.house, goods, ends=[], begins=[own])


@asks("POST /changes")
async def _(world: World, path: str) -> Ask:
    goods = world.running.goods
    body = {
        "title": say("Een partij erbij"),
        "effective_on": str(world.running.published_on + timedelta(days=40)),
        "begins": [link(None, goods.new_party, capacity="own_administration")],
    }
    return Ask(path, body)


@asks("POST /changes/{change_id}/publications")
async def _(world: World, path: str) -> Ask:
    return Ask(f"/changes/{(await drafted(world))['id']}/publications")


@asks("POST /changes/{change_id}/withdrawals")
async def _(world: World, path: str) -> Ask:
    return Ask(path)


@asks("POST /changes/{change_id}/activations")
async def _(world: World, path: str) -> Ask:
    await world.running.reach_all()
    await world.house.go_to(world.running.published_on + timedelta(days=40))
    return Ask(path)


@asks("POST /changes/{change_id}/objections")
async def _(world: World, path: str) -> Ask:
    return Ask(path, NO, who="contact:general:notice")


@asks("POST /changes/{change_id}/approvals")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {}, who="contact:specific:notice")


@asks("POST /objections/{objection_id}/decisions")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"decision": "alternative_offered", "reason": "Wij zochten een ander."})


@asks("GET /objections/{objection_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications", params={"kind": "objection_received"})


@asks("GET /waves/{wave_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications")


@asks("PATCH /changes/{change_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(
        world, f"/changes/{(await drafted(world))['id']}", {"reason": say("goedkoper")}
    )


@asks("POST /changes/{change_id}/discards")
async def _(world: World, path: str) -> Ask:
    return Ask(f"/changes/{(await drafted(world))['id']}/discards")


@asks("POST /changes/{change_id}/reviews")
async def _(world: World, path: str) -> Ask:
    return Ask(f"/changes/{(await drafted(world))['id']}/reviews", {"note": "Gezien."})


@asks("POST /changes/{change_id}/overrides")
async def _(world: World, path: str) -> Ask:
    await world.house.go_to(world.running.published_on + timedelta(days=31))
    return Ask(path, {"person": "Sanne de Boer", "reason": "De oude partij stopt vandaag."})


@asks("POST /changes/{change_id}/leavings")
async def _(world: World, path: str) -> Ask:
    """By a client that may end its agreement over an objection, taken on while the notice runs."""
    terms = {"on_objection": "terminate"}
    made = await world.house.owner.post(
        "/onboardings", order("Klant leaver", contacts=CONTACTS, **terms)
    )
    world.running.clients["leaver"] = made
    await world.running.reach_all()
    await (await world.running.contact("leaver", "notice")).post(
        f"{world.running.path}/objections", NO
    )
    return Ask(path, {"reason": "Wij stappen over."}, who="contact:leaver:signatory")


async def proposed(world: World, days: int) -> str:
    day = world.running.published_on + timedelta(days=days)
    body = {"effective_on": str(day), "reason": say("De leverancier is later klaar.")}
    made = await world.house.owner.post(f"{world.running.path}/postponements", body)
    return str(made["id"])


@makes("postponement_id")
async def _(world: World) -> str:
    one = await proposed(world, 60)
    await world.house.owner.post(f"/postponements/{one}/confirmations")
    return one


@asks("POST /changes/{change_id}/postponements")
async def _(world: World, path: str) -> Ask:
    day = world.running.published_on + timedelta(days=90)
    body = {"effective_on": str(day), "reason": say("De leverancier is later klaar.")}
    return Ask(path, body)


@asks("POST /postponements/{postponement_id}/confirmations")
async def _(world: World, path: str) -> Ask:
    return Ask(f"/postponements/{await proposed(world, 90)}/confirmations")


@asks("GET /postponements/{postponement_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications")

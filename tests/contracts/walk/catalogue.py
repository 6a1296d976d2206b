"""Parties, products, processings and links."""

from tests.contracts.house import PROCESSING, link, say
from tests.contracts.walk.world import Ask, World, asks, edit, makes


@makes("subprocessor_id")
async def _(world: World) -> str:
    return world.running.goods.old_party


@makes("product_id")
async def _(world: World) -> str:
    return world.running.goods.product


@makes("link_id")
async def _(world: World) -> str:
    return world.running.goods.old_link


@makes("processing_id")
async def _(world: World) -> str:
    product = await world.house.owner.get(f"/products/{world.running.goods.product}")
    return str(product["processings"][0]["id"])


@asks("PATCH /tenant")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"phone": "050 123 45 67"})


@asks("POST /subprocessors")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"name": "Derde Wolk", "parent_id": world.running.goods.old_party})


@asks("PATCH /subprocessors/{subprocessor_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"address": "Kade 1, Groningen"})


@asks("POST /products")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"key": "mail", "name": say("mail")})


@asks("PATCH /products/{product_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"name": say("webhosting")})


@asks("POST /products/{product_id}/processings")
async def _(world: World, path: str) -> Ask:
    return Ask(path, PROCESSING)


@asks("PATCH /processings/{processing_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"nature": say("bewaren")})


@asks("POST /links")
async def _(world: World, path: str) -> Ask:
    own = link(None, world.running.goods.new_party, capacity="own_administration")
    return Ask(path, own)


@asks("PATCH /links/{link_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"verified_on": "2026-01-15"})

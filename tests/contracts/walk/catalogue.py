"""Parties, products, processings and links."""

from uuid import UUID

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


@asks("GET /public-history")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications")


@asks("PATCH /tenant")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"phone": "050 123 45 67"})


@asks("POST /subprocessors")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"name": "Derde Wolk", "parent_id": world.running.goods.old_party})


@asks("PATCH /subprocessors/{subprocessor_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"address": "Kade 1, Groningen"})


@asks("POST /subprocessors/{subprocessor_id}/former-contacts/erasures")
async def _(world: World, path: str) -> Ask:
    return Ask(path)


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


@makes("number")
async def _(world: World) -> str:
    return "1"


@asks("POST /links/{link_id}/exceptions")
async def _(world: World, path: str) -> Ask:
    """A link that no change has in hand."""
    goods = world.running.goods
    (free,) = await world.house.fetch(
        "INSERT INTO contracts.link (tenant_id, product_id, subprocessor_id, capacity,"
        " data_categories, data_subjects, zone, valid)"
        " SELECT tenant_id, product_id, $2, 'subprocessor',"
        " data_categories, data_subjects, 'EU', daterange('2025-06-01', NULL)"
        " FROM contracts.link WHERE id = $1 RETURNING id",
        UUID(goods.old_link),
        UUID(goods.new_party),
    )
    body = {"client_id": await world.id_for("client_id"), "reason": "Afgesproken."}
    return Ask(f"/links/{free['id']}/exceptions", body)

"""Agreements, their versions and the signatures under them."""

from tests.contracts.test_signature_routes import signature
from tests.contracts.walk.world import Ask, World, asks, makes


@makes("agreement_id")
async def _(world: World) -> str:
    return str(world.running.clients["general"]["agreement_id"])


@makes("version_id")
async def _(world: World) -> str:
    return str(world.running.clients["general"]["version_id"])


@asks("POST /agreements/{agreement_id}/signatures")
async def _(world: World, path: str) -> Ask:
    made = world.running.clients["general"]
    return Ask(path, signature(made), who="contact:general:signatory")


@asks("POST /agreements/{agreement_id}/annexes")
async def _(world: World, path: str) -> Ask:
    await world.house.fetch(
        "UPDATE contracts.link SET valid = daterange('2025-01-01', clock.today()) WHERE id = $1",
        world.running.goods.old_link,
    )
    return Ask(path)


@asks("GET /versions/{version_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications", params={"kind": "agreement_ready"})

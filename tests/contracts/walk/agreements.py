"""Agreements, their versions and the signatures under them."""

from tests.contracts.agreed import FILE, later
from tests.contracts.house import TERMS, Json
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


@asks("GET /versions")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="documents", params={"id": [await world.id_for("version_id")]})


@asks("GET /versions/{version_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications", params={"kind": "agreement_ready"})


@asks("GET /terminations/{termination_id}/recipients")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="notifications", params={"kind": "agreement_ending"})


@makes("amendment_id")
async def _(world: World) -> str:
    path = f"/agreements/{await world.id_for('agreement_id')}/amendments"
    made = await world.house.owner.post(path, {"terms": TERMS | {"notice_days": 9}})
    return str(made["id"])


@makes("termination_id")
async def _(world: World) -> str:
    path = f"/agreements/{await world.id_for('agreement_id')}/terminations"
    return str((await world.house.owner.post(path, ending(world)))["id"])


def ending(world: World) -> Json:
    return {"by": "client", "reason": "x", "ends_on": later(world.running.published_on, 400)}


def yes(world: World) -> Json:
    made = world.running.clients["general"]
    return {"version_id": made["version_id"], "digest": made["digest"], "typed_name": "Tess"}


@asks(
    "POST /agreements/{agreement_id}/amendments",
    "POST /agreements/{agreement_id}/amendment-previews",
)
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"terms": TERMS | {"notice_days": 9}})


@asks("POST /agreements/{agreement_id}/amendments/{amendment_id}/withdrawals")
async def _(world: World, path: str) -> Ask:
    return Ask(path)


@asks("POST /agreements/{agreement_id}/terminations/{termination_id}/withdrawals")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "toch niet"})


@asks("POST /agreements/{agreement_id}/periods")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"runs_until": later(world.running.published_on, 400), "notice_days": 30})


@asks("POST /agreements/{agreement_id}/terminations")
async def _(world: World, path: str) -> Ask:
    return Ask(path, ending(world))


@asks("POST /agreements/{agreement_id}/checkout-clicks")
async def _(world: World, path: str) -> Ask:
    (now,) = await world.house.fetch("SELECT clock.now() AS at")
    seen = {
        "email": "tess@klant.example",
        "accepted_at": now["at"].isoformat(),
        "address": "192.0.2.1",
        "user_agent": "Winkel/1",
        "terms_shown": "Ik ga akkoord.",
    }
    return Ask(path, yes(world) | seen)


@asks("POST /agreements/{agreement_id}/signed-copies")
async def _(world: World, path: str) -> Ask:
    paper = {"signed_on": str(world.running.published_on), "file": FILE}
    return Ask(path, yes(world) | paper)


@asks("POST /agreements/{agreement_id}/own-papers")
async def _(world: World, path: str) -> Ask:
    paper = {"typed_name": "Tess", "signed_on": str(world.running.published_on), "file": FILE}
    return Ask(path, paper | {"terms": TERMS})


@makes("mending_id")
async def _(world: World) -> str:
    return str((await world.house.owner.post("/drift/mendings", {}, expect=202))["id"])


@asks("POST /drift/mendings")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"product_id": world.running.goods.product})

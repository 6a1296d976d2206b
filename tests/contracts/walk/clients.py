"""Clients, their contacts and who serves them."""

from uuid import UUID

from tests.contracts.house import order, person
from tests.contracts.walk.world import Ask, World, asks, edit, makes


@makes("client_id")
async def _(world: World) -> str:
    return str(world.running.clients["general"]["client_id"])


@makes("contact_id")
async def _(world: World) -> str:
    client = await world.house.owner.get(f"/clients/{await world.id_for('client_id')}")
    return str(client["contacts"][0]["id"])


@makes("reseller_id")
async def _(world: World) -> str:
    made = await world.house.owner.post("/resellers", {"name": "De Haven", "brand": "Haven"})
    return str(made["id"])


@makes("person_id")
async def _(world: World) -> str:
    there = {"name": "Mila Haven", "email": "mila@dehaven.example", "language": "nl"}
    path = f"/resellers/{await world.id_for('reseller_id')}/people"
    return str((await world.house.owner.post(path, there))["id"])


@asks("POST /onboardings")
async def _(world: World, path: str) -> Ask:
    return Ask(path, order("Bakkerij"), headers={"Idempotency-Key": "order-1"})


@asks("PATCH /clients/{client_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"address": "Markt 2, Assen"})


@asks("POST /clients/{client_id}/contacts")
async def _(world: World, path: str) -> Ask:
    return Ask(path, person("Wim Nieuw", "privacy"))


@asks("PATCH /contacts/{contact_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"job_title": "inkoper"})


@asks("POST /contacts/{contact_id}/departures")
async def _(world: World, path: str) -> Ask:
    client = await world.house.owner.get(f"/clients/{await world.id_for('client_id')}")
    breach = next(one for one in client["contacts"] if one["duties"] == ["breach"])
    read = await edit(world, f"/contacts/{breach['id']}", None)
    return Ask(f"{read.path}/departures", headers=read.headers)


@asks("GET /sign-in-contacts")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="portal", params={"email": "nora.notice@klant.example"})


@asks("POST /resellers")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"name": "De Kade", "brand": "Kade"})


@asks("PATCH /resellers/{reseller_id}")
async def _(world: World, path: str) -> Ask:
    return await edit(world, path, {"brand": "Havenhost"})


@asks("POST /resellers/{reseller_id}/people")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"name": "Siem", "email": "siem@dehaven.example", "language": "nl"})


@asks("POST /reseller-people/{person_id}/departures")
async def _(world: World, path: str) -> Ask:
    return Ask(path)


@asks("POST /clients/{client_id}/placements")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reseller_id": await world.id_for("reseller_id")})


@makes("hold_id")
async def _(world: World) -> str:
    path = f"/clients/{await world.id_for('client_id')}/holds"
    made = await world.house.owner.post(path, {"reason": "Een geschil.", "until": "2099-01-01"})
    return str(made["id"])


@asks("POST /clients/{client_id}/holds")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "Een geschil.", "until": "2099-01-01"})


@asks("POST /clients/{client_id}/holds/{hold_id}/ends")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "Geschikt."})


@asks("POST /clients/{client_id}/erasures")
async def _(world: World, path: str) -> Ask:
    """Of a client whose agreement ended yesterday."""
    agreement = await world.id_for("agreement_id")
    await world.house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 1)",
        world.house.tenant,
        UUID(agreement),
    )
    return Ask(path)


@asks("GET /clients/{client_id}/dossier")
async def _(world: World, path: str) -> Ask:
    return Ask(path, who="documents")

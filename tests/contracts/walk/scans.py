"""Scans of the provider's own statement."""

from tests.contracts.walk.world import Ask, World, asks, makes

STATEMENT = (
    "Deze versie geldt sinds 1 mei 2026. Onze servers staan bij Kluislaag B.V. in Nederland."
)


@makes("scan_id")
async def _(world: World) -> str:
    return str((await world.house.owner.post("/scans", {"text": STATEMENT}))["id"])


@asks("POST /scans")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"text": STATEMENT})


@asks("POST /scans/{scan_id}/lines/{number}/acceptances")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"link": {"capacity": "own_administration"}})


@asks("POST /scans/{scan_id}/lines/{number}/dismissals")
async def _(world: World, path: str) -> Ask:
    return Ask(path, {"reason": "Alleen een voorbeeld"})

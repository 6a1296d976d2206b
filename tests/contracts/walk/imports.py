"""Files of clients, and what became of them."""

from services.contracts.worker import imports_of
from tests.contracts.tables import as_csv, row
from tests.contracts.walk.world import Ask, World, asks, makes

SHEET = {"Content-Type": "text/csv"}


async def checked(world: World, number: str) -> str:
    """A dry run that found nothing, and so can be confirmed."""
    ask = Ask("/imports", params={"dry_run": True}, headers=SHEET, content=as_csv(row(number)))
    made = await world.put(world.house.owner, "POST", ask)
    await imports_of(world.house.app.state.pool)
    return str(made.json()["id"])


@makes("import_id")
async def _(world: World) -> str:
    return await checked(world, "checked")


@asks("POST /imports")
async def _(world: World, path: str) -> Ask:
    return Ask(path, params={"dry_run": True}, headers=SHEET, content=as_csv(row("new")))


@asks("POST /imports/{import_id}/confirmations")
async def _(world: World, path: str) -> Ask:
    return Ask(f"/imports/{await checked(world, 'confirmed')}/confirmations")

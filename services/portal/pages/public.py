"""What anybody may read: the providers here, and who processes for each."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from services.portal.pages.access import ThePeers, ThePool, TheSettings
from services.portal.pages.reply import page
from services.portal.pages.subprocessors import by_product, in_capacity
from services.portal.peers import contracts
from services.portal.store import people
from shared.database import system_transaction


@get("/")
async def front(pool: ThePool, settings: TheSettings) -> Template:
    async with system_transaction(pool) as connection:
        providers = await people.directory(connection)
    return page("public/front.html", providers=providers, setup=settings.setup_token is not None)


@get("/p/{slug:str}", per_minute=600)
async def provider(slug: FromPath[str], peers: ThePeers) -> Template:
    found = await contracts.public_page(peers.part("contracts", None), slug)
    return page(
        "public/provider.html",
        slug=slug,
        found=found,
        products=by_product(found.subprocessors),
        administration=in_capacity(found.subprocessors, "own_administration"),
        controllers=in_capacity(found.subprocessors, "controller"),
    )


HANDLERS = [front, provider]

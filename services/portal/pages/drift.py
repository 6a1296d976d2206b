"""Agreements that drift, their mending in bulk, and agreements to look at again."""

from datetime import timedelta
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import agreements, contracts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

# What comes up within this time is shown when no day is chosen.
AHEAD = timedelta(days=90)


@get("/drift")
async def list_drift(
    staff: Staff, peers: ThePeers, product: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    return await _page(peers, staff, product, after)


async def _page(
    peers: Peers, staff: Reader, product: str, after: str = "", trouble: Trouble | None = None
) -> Template:
    part = peers.as_reader("contracts", staff)
    return page(
        "staff/drift.html",
        trouble.status if trouble else 200,
        found=await agreements.drift(part, product, after),
        mendings=await agreements.mendings(part),
        products=await contracts.products(part),
        product=product,
        trouble=trouble,
    )


@post("/drift/mendings")
async def mend(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    product = dict(await posted(request)).get("product", "")
    part = peers.as_reader("contracts", editor)
    try:
        await agreements.mend(part, {"product_id": product or None})
    except Refused as error:
        return await _page(peers, editor, product, trouble=trouble_of(error))
    return redirect("/drift")


@get("/drift/mendings/{mending_id:uuid}")
async def progress(mending_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    """How far it is, asked again by the page while it runs."""
    part = peers.as_reader("contracts", staff)
    return page("parts/mending.html", mending=await agreements.mending(part, mending_id))


@get("/reviews")
async def list_reviews(
    staff: Staff, peers: ThePeers, before: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    day = chosen_day(before) or await contracts.today(part) + AHEAD
    found = await agreements.to_review(part, day.isoformat(), after)
    return page("staff/reviews.html", found=found, day=day, today=await contracts.today(part))


HANDLERS = [list_drift, mend, progress, list_reviews]

"""Who processes what for which product, and what the transfer check says of it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from litestar import get
from litestar.params import FromQuery
from litestar.response import Template

from services.portal.domain.changes import Finding
from services.portal.domain.clients import Link
from services.portal.language import say
from services.portal.pages.access import Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.reply import page
from services.portal.peers import contracts


@get("/subprocessors")
async def overview(staff: Staff, peers: ThePeers, on: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    links = await contracts.links(part, day)
    findings: dict[UUID | None, list[Finding]] = defaultdict(list)
    for found in await contracts.findings(part, day):
        findings[found.link_id].append(found.finding)
    return page(
        "staff/subprocessors.html",
        day=day,
        today=today,
        products=by_product(links),
        administration=in_capacity(links, "own_administration"),
        controllers=in_capacity(links, "controller"),
        findings=findings,
    )


def by_product(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Sub-processors of clients' data under the name of each product."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.capacity == "subprocessor":
            found[say(link.product)].append(link)
    return dict(sorted(found.items()))


def in_capacity(links: Iterable[Link], capacity: str) -> list[Link]:
    return [link for link in links if link.capacity == capacity]


HANDLERS = [overview]

"""The provider's clients: the list, and everything about one of them."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.clients import Agreement
from services.portal.domain.papers import Delivery, Document, Rendering
from services.portal.domain.reader import Reader
from services.portal.pages.access import AnyReader, Editor, Server, ThePeers
from services.portal.pages.reply import if_up, page, redirect
from services.portal.peers import (
    contracts,
    documents,
    incidents,
    notifications,
    resellers,
    unreached,
)
from services.portal.peers.call import Peers
from services.portal.rendering import Typed
from services.portal.session import PageRequest

# By the name in the address: there ``language`` is that of the page.
FILTERS = {
    "q": "q",
    "state": "state",
    "product_id": "product_id",
    "reseller_id": "reseller_id",
    "drift": "drift",
    "spoken": "language",
}


@get("/clients")
async def list_clients(request: PageRequest, server: Server, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", server)
    query = request.query_params
    asked = {name: text for name in FILTERS if (text := query.get(name, "").strip())}
    after = query.get("after", "")
    found = await contracts.clients(
        part, {FILTERS[name]: text for name, text in asked.items()} | {"after": after}
    )
    if request.headers.get("hx-request") and after:
        return page("staff/client_rows.html", found=found, asked=Typed(asked))
    return page(
        "staff/clients.html",
        found=found,
        asked=Typed(asked),
        after=after,
        products=await contracts.products(part) if server.is_staff else [],
        resellers=(await resellers.resellers(part, limit=200)).items if server.is_staff else (),
    )


@get("/clients/{client_id:uuid}")
async def one_client(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, on: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", server)
    client = await contracts.client(part, client_id)
    agreement = await contracts.agreement(part, client.agreement.id) if client.agreement else None
    today = await contracts.today(part)
    day = chosen_day(on) or today
    return page(
        "staff/client.html",
        client=client,
        agreement=agreement,
        day=day,
        today=today,
        processors=await contracts.processors(part, client_id, day),
        changes=await contracts.changes_of(part, client_id),
        breaches=await incidents.of_client(part, client_id, "", limit=5),
        papers=await papers_of(peers, server, agreement),
        lost=await if_up(
            unreached.of_client(peers.about_client("notifications", server, client_id), client_id)
        ),
        deliveries=await deliveries_about(peers, server, agreement, client_id)
        if server.is_staff
        else None,
    )


def chosen_day(text: str) -> date | None:
    """The day in an address or a date field; nothing when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def papers_of(
    peers: Peers, reader: Reader, agreement: Agreement | None
) -> tuple[list[Document], list[Rendering]] | None:
    """Documents of all versions, and what is still being made; nothing while that part is down."""
    if agreement is None or agreement.latest is None:
        return [], []
    part = peers.about_client("documents", reader, agreement.client_id)
    found: list[Document] = []
    for version in agreement.newest_first:
        of_version = await if_up(documents.documents(part, version.id))
        if of_version is None:
            return None
        found += of_version
    making = await if_up(documents.renderings(part, agreement.latest.id)) or []
    return found, [one for one in making if not one.done]


async def deliveries_about(
    peers: Peers, staff: Reader, agreement: Agreement | None, client_id: UUID
) -> list[tuple[str, Delivery]] | None:
    """What was sent about the versions of this agreement, with the kind of notice."""
    part = peers.as_reader("notifications", staff)
    found: list[tuple[str, Delivery]] = []
    for version in agreement.newest_first if agreement else []:
        notices = await if_up(notifications.notices(part, version.id))
        if notices is None:
            return None
        for notice in notices:
            sent = await if_up(notifications.deliveries(part, notice.id)) or []
            found += [(notice.kind, one) for one in sent if one.client_id in (None, client_id)]
    return found


@get("/agreements/{agreement_id:uuid}/papers")
async def papers(agreement_id: FromPath[UUID], reader: AnyReader, peers: ThePeers) -> Template:
    """The documents of an agreement alone, asked again by the page while they are being made."""
    agreement = await contracts.agreement(peers.as_reader("contracts", reader), agreement_id)
    return page(
        "parts/papers.html",
        agreement=agreement,
        papers=await papers_of(peers, reader, agreement),
    )


@post("/agreements/{agreement_id:uuid}/annexes")
async def renew_annex(agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Redirect:
    part = peers.as_reader("contracts", editor)
    agreement = await contracts.agreement(part, agreement_id)
    await contracts.renew_annex(part, agreement_id)
    return redirect(f"/clients/{agreement.client_id}")


HANDLERS = [list_clients, one_client, papers, renew_annex]

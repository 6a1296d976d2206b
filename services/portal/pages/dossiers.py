"""The whole file of a client, for staff, for who serves it and for the client itself."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import current
from services.portal.pages.access import AnyReader, NotForYou, ThePeers
from services.portal.pages.reply import Trouble, page, redirect, trouble_of
from services.portal.peers import contracts, dossiers
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest


@get("/clients/{client_id:uuid}/dossiers")
async def show_dossiers(
    client_id: FromPath[UUID], reader: AnyReader, peers: ThePeers, after: FromQuery[str] = ""
) -> Template:
    return await _page(peers, reader, client_id, after=after)


@get("/clients/{client_id:uuid}/dossiers/progress")
async def show_dossiers_progress(
    client_id: FromPath[UUID], reader: AnyReader, peers: ThePeers
) -> Template:
    """Asked again by the page while one is being made."""
    part = await _documents(peers, reader, client_id)
    found = await dossiers.dossiers(part, client_id)
    return page("parts/dossiers.html", found=found, client_id=client_id)


@post("/clients/{client_id:uuid}/dossiers")
async def ask_for_dossier(
    request: PageRequest, client_id: FromPath[UUID], reader: AnyReader, peers: ThePeers
) -> Template | Redirect:
    part = await _documents(peers, reader, client_id)
    try:
        await dossiers.ask(part, client_id, current())
    except Refused as error:
        return await _page(peers, reader, client_id, trouble=trouble_of(error))
    return redirect(f"/clients/{client_id}/dossiers")


@get("/clients/{client_id:uuid}/dossiers/{dossier_id:uuid}/file")
async def download_dossier(
    client_id: FromPath[UUID], dossier_id: FromPath[UUID], reader: AnyReader, peers: ThePeers
) -> Redirect:
    """The browser is sent on to where it lies."""
    part = await _documents(peers, reader, client_id)
    return redirect(await dossiers.link(part, dossier_id))


async def _page(
    peers: Peers,
    reader: Reader,
    client_id: UUID,
    trouble: Trouble | None = None,
    after: str = "",
) -> Template:
    part = await _documents(peers, reader, client_id)
    return page(
        "dossiers.html",
        trouble.status if trouble else 200,
        client=await contracts.client(peers.as_reader("contracts", reader), client_id),
        client_id=client_id,
        found=await dossiers.dossiers(part, client_id, after),
        trouble=trouble,
    )


async def _documents(peers: Peers, reader: Reader, client_id: UUID) -> Part:
    """Who serves several clients is shown by contracts to serve this one."""
    if reader.role == "viewer":
        raise NotForYou
    if reader.kind == "reseller":
        await contracts.client(peers.as_reader("contracts", reader), client_id)
    return peers.about_client("documents", reader, client_id)


HANDLERS = [show_dossiers, show_dossiers_progress, ask_for_dossier, download_dossier]

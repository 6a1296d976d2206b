"""Download a document: the browser is sent on to where the file lies."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from services.portal.pages.access import AnyReader, Staff, ThePeers
from services.portal.pages.reply import redirect
from services.portal.peers import contracts, documents


@get("/documents/{document_id:uuid}")
async def download(
    document_id: FromPath[UUID],
    reader: AnyReader,
    peers: ThePeers,
    agreement: FromQuery[UUID | None] = None,
) -> Redirect:
    """``agreement``: whose document it is, for a reader who serves several clients."""
    part = peers.as_reader("documents", reader)
    if reader.kind == "reseller" and agreement:
        whose = await contracts.agreement(peers.as_reader("contracts", reader), agreement)
        part = peers.about_client("documents", reader, whose.client_id)
    return redirect(await documents.link(part, document_id))


@get("/files/{file_id:uuid}")
async def download_file(file_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Redirect:
    part = peers.as_reader("documents", staff)
    return redirect(await documents.file_link(part, file_id))


HANDLERS = [download, download_file]

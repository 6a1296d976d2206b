"""Download a document: the browser is sent on to where the file lies."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect

from services.portal.pages.access import AnyReader, Staff, ThePeers
from services.portal.pages.reply import redirect
from services.portal.peers import documents


@get("/documents/{document_id:uuid}")
async def download(document_id: FromPath[UUID], reader: AnyReader, peers: ThePeers) -> Redirect:
    part = peers.as_reader("documents", reader)
    return redirect(await documents.link(part, document_id))


@get("/files/{file_id:uuid}")
async def download_file(file_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Redirect:
    part = peers.as_reader("documents", staff)
    return redirect(await documents.file_link(part, file_id))


HANDLERS = [download, download_file]

"""What is in storage, under which safeguards, and whether it was last found to be whole."""

from litestar import get
from litestar.response import Template

from services.portal.pages.access import Auditor, ThePeers
from services.portal.pages.reply import page
from services.portal.peers import dossiers


@get("/settings/storage")
async def show_storage(auditor: Auditor, peers: ThePeers) -> Template:
    part = peers.as_reader("documents", auditor)
    return page("staff/storage.html", storage=await dossiers.storage(part))


HANDLERS = [show_storage]

"""What the provider says of itself, promises, and asks of its own people."""

from litestar import get, post
from litestar.response import Redirect, Template

from services.portal.domain.catalogue import TENANT
from services.portal.domain.reader import Reader
from services.portal.pages.access import NotForYou, Staff, ThePeers
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import page, posted, redirect
from services.portal.session import PageRequest


def _form(staff: Reader, form: Open, *, kept: bool = False) -> Template:
    status = form.trouble.status if form.trouble else 200
    owner = staff.role == "owner"
    return page("staff/provider.html", status, owner=owner, kept=kept, **form.context())


@get("/settings/provider")
async def read_provider(request: PageRequest, staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", staff)
    kept = "kept" in request.query_params
    return _form(staff, await opened(part, "/tenant", TENANT), kept=kept)


@post("/settings/provider")
async def save_provider(request: PageRequest, staff: Staff, peers: ThePeers) -> Template | Redirect:
    if staff.role != "owner":
        raise NotForYou
    part = peers.as_reader("contracts", staff)
    again = await saved(part, "/tenant", TENANT, await posted(request))
    return _form(staff, again) if again else redirect("/settings/provider?kept=yes")


HANDLERS = [read_provider, save_provider]

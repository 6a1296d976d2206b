"""Who once answered at a party: where they are named, and how they are erased."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import gettext
from services.portal.pages.access import Owner, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import catalogue, erasures
from services.portal.peers.call import Peers
from services.portal.session import PageRequest


@get("/subprocessors/{party_id:uuid}/former-contacts")
async def show_former_contacts(party_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _page(peers, staff, party_id)


@post("/subprocessors/{party_id:uuid}/former-contacts")
async def erase_former_contacts(
    request: PageRequest, party_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    if dict(await posted(request)).get("sure") != "yes":
        text = gettext("Tick this first: what goes does not come back.")
        return await _page(peers, owner, party_id, Trouble(400, text, {"sure": text}))
    try:
        await erasures.erase_former_contacts(peers.as_reader("contracts", owner), party_id)
    except Refused as error:
        return await _page(peers, owner, party_id, trouble_of(error))
    return redirect(f"/subprocessors/{party_id}/former-contacts")


async def _page(
    peers: Peers, staff: Reader, party_id: UUID, trouble: Trouble | None = None
) -> Template:
    part = peers.as_reader("contracts", staff)
    return page(
        "staff/former_contacts.html",
        trouble.status if trouble else 200,
        party=await catalogue.party(part, party_id),
        plan=await erasures.former_contacts(part, party_id),
        trouble=trouble,
    )


HANDLERS = [show_former_contacts, erase_former_contacts]

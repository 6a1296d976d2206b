"""A client's own page: what there is to sign, who processes its data, what is going to change."""

from litestar import get
from litestar.params import FromQuery
from litestar.response import Template

from services.portal.pages.access import Contact, ThePeers
from services.portal.pages.clients import chosen_day, papers_of
from services.portal.pages.reply import if_up, page
from services.portal.peers import contracts, messages, unreached

# Of the messages, on this page; the others are behind a link.
NEWEST = 3


@get("/home")
async def home(contact: Contact, peers: ThePeers, on: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", contact)
    client_id = contact.client_id
    assert client_id is not None, "a contact always belongs to a client"
    client = await contracts.client(part, client_id)
    agreement = await contracts.agreement(part, client.agreement.id) if client.agreement else None
    today = await contracts.today(part)
    day = chosen_day(on) or today
    me = next((one for one in client.contacts if one.id == contact.id), None)
    return page(
        "client/home.html",
        client=client,
        me=me,
        agreement=agreement,
        day=day,
        today=today,
        processors=await contracts.processors(part, client_id, day),
        concerns=await contracts.concerns(part),
        papers=await papers_of(peers, contact, agreement),
        lost=await if_up(unreached.of_client(peers.as_reader("notifications", contact), client_id)),
        found=await if_up(
            messages.listed(peers.as_reader("notifications", contact), client_id, limit=NEWEST)
        ),
    )


HANDLERS = [home]

"""What a client's people were told: theirs to read and take note of, others' to see the proof."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.reader import Reader
from services.portal.pages.access import Contact, Server, ThePeers
from services.portal.pages.reply import page, redirect
from services.portal.peers import contracts, evidence, messages
from services.portal.peers.call import Part, Peers

OWN = "/messages"
OF_CLIENT = "/clients/{client_id:uuid}/messages"


@get(OWN)
async def list_own(contact: Contact, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    part, client_id = _own(peers, contact)
    found = await messages.listed(part, client_id, after=after)
    return page("client/messages.html", found=found, client=None, path=OWN)


@get(f"{OWN}/{{message_id:uuid}}")
async def read_own(message_id: FromPath[UUID], contact: Contact, peers: ThePeers) -> Template:
    """Opening it is proof that it was seen."""
    part, client_id = _own(peers, contact)
    message = await messages.open_as_recipient(part, client_id, message_id)
    return page("client/message.html", message=message, client=None, path=OWN)


@post(f"{OWN}/{{message_id:uuid}}/acknowledgements")
async def acknowledge(message_id: FromPath[UUID], contact: Contact, peers: ThePeers) -> Redirect:
    part, client_id = _own(peers, contact)
    await messages.acknowledge(part, client_id, message_id)
    return redirect(f"{OWN}/{message_id}")


@get(OF_CLIENT)
async def list_of_client(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, after: FromQuery[str] = ""
) -> Template:
    """For staff, and for the reseller that serves it."""
    client = await contracts.client(peers.as_reader("contracts", server), client_id)
    part = peers.about_client("notifications", server, client_id)
    found = await messages.listed(part, client_id, after=after)
    return page("client/messages.html", found=found, client=client, path=_path(client_id))


@get(f"{OF_CLIENT}/{{message_id:uuid}}")
async def read_of_client(
    client_id: FromPath[UUID],
    message_id: FromPath[UUID],
    server: Server,
    peers: ThePeers,
    check: FromQuery[bool] = False,
) -> Template:
    """Who serves a client reads along; that proves nothing of the recipient. ``check``: the chain
    of its notice, which tells of other clients too, so that staff alone can."""
    client = await contracts.client(peers.as_reader("contracts", server), client_id)
    part = peers.about_client("notifications", server, client_id)
    message = await messages.read(part, client_id, message_id)
    result = None
    if check and server.is_staff and message.notice_id:
        result = await evidence.check(peers.as_reader("notifications", server), message.notice_id)
    path = _path(client_id)
    return page("client/message.html", message=message, client=client, path=path, result=result)


def _own(peers: Peers, contact: Reader) -> tuple[Part, UUID]:
    assert contact.client_id is not None, "a contact always belongs to a client"
    return peers.as_reader("notifications", contact), contact.client_id


def _path(client_id: UUID) -> str:
    return f"/clients/{client_id}/messages"


HANDLERS = [list_own, read_own, acknowledge, list_of_client, read_of_client]

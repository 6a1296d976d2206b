"""Who has whose data on a day: by category for a client, and of a product, with who is told."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from services.portal.domain.reader import Reader
from services.portal.language import current
from services.portal.pages.access import Contact, Server, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.reply import page, passed_on
from services.portal.peers import any_day, contracts
from services.portal.peers.call import Part, Peers


@get("/clients/{client_id:uuid}/processors")
async def of_client(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, on: FromQuery[str] = ""
) -> Template:
    return await _overview(peers, server, client_id, on, f"/clients/{client_id}")


@get("/clients/{client_id:uuid}/processors.csv")
async def file_of_client(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, on: FromQuery[str] = ""
) -> Stream:
    return await _file(peers.as_reader("contracts", server), client_id, chosen_day(on))


@get("/home/processors")
async def own(contact: Contact, peers: ThePeers, on: FromQuery[str] = "") -> Template:
    return await _overview(peers, contact, _client_of(contact), on, "/home")


@get("/home/processors.csv")
async def own_file(contact: Contact, peers: ThePeers, on: FromQuery[str] = "") -> Stream:
    part = peers.as_reader("contracts", contact)
    return await _file(part, _client_of(contact), chosen_day(on))


def _client_of(contact: Reader) -> UUID:
    assert contact.client_id is not None, "a contact always belongs to a client"
    return contact.client_id


async def _overview(peers: Peers, reader: Reader, client_id: UUID, on: str, back: str) -> Template:
    part = peers.as_reader("contracts", reader)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    return page(
        "client/processors.html",
        told=await any_day.by_category(part, client_id, day),
        day=day,
        today=today,
        back=back,
    )


async def _file(part: Part, client_id: UUID, day: date | None) -> Stream:
    day = day or await contracts.today(part)
    path = f"/clients/{client_id}/processors/by-category.csv"
    name = f"processors-{day.isoformat()}.csv"
    return await passed_on(part, path, name, on=day, language=current())


@get("/clients/{client_id:uuid}/as-it-was")
async def client_as_it_was(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, on: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", server)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    return page(
        "staff/client_day.html",
        client=await contracts.client(part, client_id),
        was=await any_day.client(part, client_id, day),
        agreed=await any_day.agreement(part, client_id, day),
        day=day,
        today=today,
    )


@get("/products/{product_id:uuid}/any-day")
async def of_product(
    product_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    on: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    return page(
        "staff/product_day.html",
        found=await any_day.product_links(part, product_id, day, ""),
        told=await any_day.recipients(part, product_id, day, after),
        day=day,
        today=today,
        after=after,
    )


HANDLERS = [of_client, file_of_client, own, own_file, client_as_it_was, of_product]

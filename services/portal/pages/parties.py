"""Parties: who they are, the chain above them, what nobody has confirmed or looked at lately."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.catalogue import PARTY
from services.portal.domain.problem import Refused
from services.portal.domain.record_form import made, shown, typed
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import catalogue, contracts
from services.portal.peers.call import Part
from services.portal.session import PageRequest

STALE_DAYS = 365


@get("/subprocessors/parties")
async def list_parties(
    staff: Staff,
    peers: ThePeers,
    q: FromQuery[str] = "",
    stale: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("contracts", staff)
    asked = STALE_DAYS if stale else ""
    found = await catalogue.parties(part, q=q, stale=asked, after=after)
    return page("staff/parties.html", found=found, q=q, stale=stale, after=after, days=STALE_DAYS)


@get("/subprocessors/new")
async def ask(editor: Editor, peers: ThePeers) -> Template:
    values = shown({}, PARTY)
    return await _form(peers.as_reader("contracts", editor), Open(values, values, "", None))


async def _form(part: Part, form: Open, party_id: UUID | None = None) -> Template:
    others = [one for one in await contracts.parties(part) if one.id != party_id]
    status = form.trouble.status if form.trouble else 200
    return page("staff/party_form.html", status, party_id=party_id, others=others, **form.context())


@post("/subprocessors/new")
async def create(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    values = typed(await posted(request), PARTY)
    part = peers.as_reader("contracts", editor)
    try:
        party = await catalogue.add_party(part, made(values, PARTY))
    except Refused as error:
        return await _form(part, Open(values, values, "", None, trouble_of(error)))
    return redirect(f"/subprocessors/{party.id}")


@get("/subprocessors/{party_id:uuid}")
async def one_party(
    party_id: FromPath[UUID], staff: Staff, peers: ThePeers, on: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    context: dict[str, Any] = {
        "party": await catalogue.party(part, party_id, day),
        "links": await catalogue.links(part, subprocessor_id=party_id, on=day),
        "below": (await catalogue.parties(part, parent_id=party_id, on=day, limit=200)).items,
    }
    return page("staff/party.html", day=day, today=today, days=STALE_DAYS, **context)


@get("/subprocessors/{party_id:uuid}/edit")
async def edit(party_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return await _form(part, await opened(part, f"/subprocessors/{party_id}", PARTY), party_id)


@post("/subprocessors/{party_id:uuid}/edit")
async def save(
    request: PageRequest, party_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    again = await saved(part, f"/subprocessors/{party_id}", PARTY, await posted(request))
    return await _form(part, again, party_id) if again else redirect(f"/subprocessors/{party_id}")


HANDLERS = [list_parties, ask, create, one_party, edit, save]

"""Resellers, the people there, and which clients they serve."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Field, Shown, made, shown, typed
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import contracts, resellers
from services.portal.peers.call import Part
from services.portal.session import PageRequest

RESELLER = (Field("name"), Field("brand"), Field("contact"))
PERSON = (Field("name"), Field("email"), Field("language"))


@get("/resellers")
async def list_resellers(staff: Staff, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", staff)
    return await _list(part, shown({}, RESELLER), None, after)


async def _list(part: Part, form: Shown, trouble: Trouble | None, after: str = "") -> Template:
    found = await resellers.resellers(part, after=after)
    status = trouble.status if trouble else 200
    return page("staff/resellers.html", status, found=found, form=form, trouble=trouble)


@post("/resellers")
async def add_reseller(
    request: PageRequest, editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = typed(await posted(request), RESELLER)
    part = peers.as_reader("contracts", editor)
    try:
        added = await resellers.add_reseller(part, made(values, RESELLER))
    except Refused as error:
        return await _list(part, values, trouble_of(error))
    return redirect(f"/resellers/{added.id}")


@get("/resellers/{reseller_id:uuid}")
async def one_reseller(reseller_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _one(peers.as_reader("contracts", staff), reseller_id)


async def _one(
    part: Part, reseller_id: UUID, values: Shown | None = None, trouble: Trouble | None = None
) -> Template:
    return page(
        "staff/reseller.html",
        trouble.status if trouble else 200,
        reseller=await resellers.reseller(part, reseller_id),
        clients=await contracts.clients(part, {"reseller_id": str(reseller_id)}, limit=20),
        form=values or shown({"language": "nl"}, PERSON),
        trouble=trouble,
    )


@post("/resellers/{reseller_id:uuid}/people")
async def add_person(
    request: PageRequest, reseller_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = typed(await posted(request), PERSON)
    part = peers.as_reader("contracts", editor)
    try:
        await resellers.add_person(part, reseller_id, made(values, PERSON))
    except Refused as error:
        return await _one(part, reseller_id, values, trouble_of(error))
    return redirect(f"/resellers/{reseller_id}")


@post("/resellers/{reseller_id:uuid}/people/{person_id:uuid}/departures")
async def remove_person(
    reseller_id: FromPath[UUID], person_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Redirect:
    await resellers.remove_person(peers.as_reader("contracts", editor), person_id)
    return redirect(f"/resellers/{reseller_id}")


@get("/resellers/{reseller_id:uuid}/edit")
async def edit_reseller(reseller_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return _form(reseller_id, await opened(part, f"/resellers/{reseller_id}", RESELLER))


@post("/resellers/{reseller_id:uuid}/edit")
async def save_reseller(
    request: PageRequest, reseller_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    again = await saved(part, f"/resellers/{reseller_id}", RESELLER, await posted(request))
    return _form(reseller_id, again) if again else redirect(f"/resellers/{reseller_id}")


def _form(reseller_id: UUID, form: Open) -> Template:
    status = form.trouble.status if form.trouble else 200
    return page("staff/reseller_form.html", status, reseller_id=reseller_id, **form.context())


@get("/clients/{client_id:uuid}/placements")
async def show_placements(client_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _placements(peers.as_reader("contracts", staff), client_id)


async def _placements(part: Part, client_id: UUID, trouble: Trouble | None = None) -> Template:
    return page(
        "staff/placements.html",
        trouble.status if trouble else 200,
        client=await contracts.client(part, client_id),
        placements=await resellers.placements(part, client_id),
        resellers=(await resellers.resellers(part, limit=200)).items,
        trouble=trouble,
    )


@post("/clients/{client_id:uuid}/placements")
async def place(
    request: PageRequest, client_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    chosen = dict(await posted(request)).get("reseller_id") or None
    try:
        await resellers.place(part, client_id, chosen)
    except Refused as error:
        return await _placements(part, client_id, trouble_of(error))
    return redirect(f"/clients/{client_id}")


HANDLERS = [
    list_resellers,
    add_reseller,
    one_reseller,
    add_person,
    remove_person,
    edit_reseller,
    save_reseller,
    show_placements,
    place,
]

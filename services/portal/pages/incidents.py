"""Personal data breaches: reported, released, followed; and what a client was told of them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.changes import Preview
from services.portal.domain.evidence import Checked
from services.portal.domain.incident_form import FIELDS, gathered
from services.portal.domain.incidents import FACTS, Incident
from services.portal.domain.papers import Notice
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.record_form import Shown, made, typed, typed_moment
from services.portal.language import current
from services.portal.pages.access import Contact, Editor, Server, Staff, ThePeers, ThePool
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.register_entries import MATCHES, as_table, number_of
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import changes, contracts, evidence, notifications
from services.portal.peers import incidents as asked
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction

PATH = "/registers/incidents"
ONE = f"{PATH}/{{incident_id:uuid}}"


@get(PATH)
async def list_incidents(
    staff: Staff, peers: ThePeers, show: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", staff)
    return page(
        "staff/incidents.html",
        found=await asked.listed(part, state=show, after=after),
        now=await asked.now(part),
        show=show,
        after=after,
    )


@get(f"{PATH}/table.csv")
async def download(staff: Staff, peers: ThePeers) -> Response[bytes]:
    part = peers.as_reader("contracts", staff)
    return as_table("incidents", await asked.table(part, current()))


@get(f"{PATH}/new")
async def ask(editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    tenant = await contracts.tenant(part)
    values = {
        "found_at": typed_moment(await asked.now(part)),
        "contact_point": tenant.privacy_contact or "",
    }
    return await _form(part, values)


@post(f"{PATH}/new")
async def report(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    values = typed(gathered(await posted(request)), FIELDS)
    try:
        reported = await asked.report(part, made(values, FIELDS))
    except Refused as error:
        return await _form(part, values, trouble_of(error))
    return redirect(f"{PATH}/{reported.id}")


@get(ONE)
async def show(
    incident_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    pool: ThePool,
    check: FromQuery[UUID | None] = None,
) -> Template:
    """``check``: a notice of it, of which the chain is checked; that may take minutes."""
    return await _page(peers, pool, staff, incident_id, check=check)


@get(f"{ONE}/edit")
async def ask_edit(incident_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    form = await opened(part, f"/incidents/{incident_id}", FIELDS)
    return await _form(part, form.form, None, form, incident_id)


@post(f"{ONE}/edit")
async def edit(
    request: PageRequest, incident_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    sent = gathered(await posted(request))
    again = await saved(part, f"/incidents/{incident_id}", FIELDS, sent)
    if again:
        return await _form(part, again.form, again.trouble, again, incident_id)
    return redirect(f"{PATH}/{incident_id}")


@post(f"{ONE}/stages")
async def release(
    request: PageRequest,
    incident_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    sent, part = dict(await posted(request)), peers.as_reader("contracts", editor)
    because = sent.get("unreached_because", "").strip()
    body = {"closing": sent.get("closing") == "yes"}
    try:
        reason = {"unreached_because": because} if because else {}
        await asked.release(part, incident_id, sent.get("seen", ""), body | reason)
    except Refused as error:
        return await _page(peers, pool, editor, incident_id, trouble_of(error), sent=sent)
    return redirect(f"{PATH}/{incident_id}")


@post([f"{ONE}/waivers", f"{ONE}/reviews"])
async def record(
    request: PageRequest,
    incident_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    """Why clients are not told, or that somebody else has read what they were."""
    sent, part = dict(await posted(request)), peers.as_reader("contracts", editor)
    body: dict[str, Any] = {"reason": sent.get("reason", "")}
    noun = request.url.path.rpartition("/")[2]
    if noun == "reviews":
        body = {"stage_id": sent.get("stage_id"), "note": sent.get("note") or None}
    try:
        await asked.add(part, incident_id, noun, body)
    except Refused as error:
        return await _page(peers, pool, editor, incident_id, trouble_of(error))
    return redirect(f"{PATH}/{incident_id}")


@get(f"{ONE}/clients")
async def list_affected(
    incident_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
    q: FromQuery[str] = "",
    client: FromQuery[str] = "",
) -> Template:
    """``q`` looks for a client by name; ``client`` is the one that is taken in or left out."""
    values = {"client_id": client, "q": q, "after": after}
    return await _affected(peers.as_reader("contracts", staff), incident_id, values)


@post(f"{ONE}/clients")
async def choose(
    request: PageRequest, incident_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    sent, part = dict(await posted(request)), peers.as_reader("contracts", editor)
    body = {name: sent.get(name, "") for name in ("client_id", "choice", "reason")}
    try:
        await asked.add(part, incident_id, "choices", body)
    except Refused as error:
        return await _affected(part, incident_id, sent, trouble_of(error))
    return redirect(f"{PATH}/{incident_id}/clients")


@get("/incidents")
async def own_incidents(contact: Contact, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    assert contact.client_id is not None, "a contact always belongs to a client"
    return await _of_client(peers.as_reader("contracts", contact), contact.client_id, after)


@get("/clients/{client_id:uuid}/incidents")
async def incidents_of_client(
    client_id: FromPath[UUID], server: Server, peers: ThePeers, after: FromQuery[str] = ""
) -> Template:
    """For staff, and for the reseller that serves it."""
    return await _of_client(peers.as_reader("contracts", server), client_id, after)


async def _of_client(part: Part, client_id: UUID, after: str) -> Template:
    return page(
        "client/incidents.html",
        client=await contracts.client(part, client_id),
        found=await asked.of_client(part, client_id, after),
        facts=FACTS,
    )


async def _form(
    part: Part,
    values: Shown,
    trouble: Trouble | None = None,
    form: Open | None = None,
    incident_id: UUID | None = None,
) -> Template:
    return page(
        "staff/incident_form.html",
        trouble.status if trouble else 200,
        values=values,
        was=form.was if form else {},
        seen=form.seen if form else "",
        incident_id=incident_id,
        ticked=values.get("product_ids", "").splitlines(),
        products=await contracts.products(part),
        parties=[("", "–"), *((str(one.id), one.name) for one in await contracts.parties(part))],
        trouble=trouble,
    )


async def _page(
    peers: Peers,
    pool: Pool,
    staff: Reader,
    incident_id: UUID,
    trouble: Trouble | None = None,
    check: UUID | None = None,
    sent: dict[str, str] | None = None,
) -> Template:
    """``sent``: what was filled in and refused."""
    part = peers.as_reader("contracts", staff)
    incident, seen = await asked.read(part, incident_id)
    previews, nothing_to_send = await _previews(peers, staff, incident_id)
    notices = await _notices(peers, staff, incident)
    return page(
        "staff/incident.html",
        trouble.status if trouble else 200,
        incident=incident,
        seen=seen,
        facts=FACTS,
        now=await asked.now(part),
        reach=await asked.reach(part, incident_id),
        outcomes=await asked.outcomes(part, incident_id),
        sent=sent or {},
        previews=previews,
        nothing_to_send=nothing_to_send,
        notices=notices,
        checked=await _checked(peers, staff, notices, check),
        names=await _names(pool, staff),
        trouble=trouble,
    )


async def _previews(
    peers: Peers, staff: Reader, incident_id: UUID
) -> tuple[list[Preview] | None, Trouble | None]:
    """The text of the next stage; nothing while that part is down; or why there is none."""
    try:
        notice = await asked.notice(peers.as_reader("contracts", staff), incident_id)
        if not notice["items"]:
            return [], None
        sent = peers.as_reader("notifications", staff)
        return await if_up(changes.previews(sent, notice)), None
    except Refused as error:
        return [], trouble_of(error)


async def _notices(
    peers: Peers, staff: Reader, incident: Incident
) -> dict[UUID, list[Notice]] | None:
    """By stage, how far they are; nothing while that part is down."""
    part, found = peers.as_reader("notifications", staff), {}
    for stage in incident.stages:
        notices = await if_up(notifications.notices(part, stage.id))
        if notices is None:
            return None
        found[stage.id] = notices
    return found


async def _checked(
    peers: Peers, staff: Reader, notices: dict[UUID, list[Notice]] | None, check: UUID | None
) -> dict[UUID, Checked]:
    """Of this one of the notices."""
    known = {one.id for of_stage in (notices or {}).values() for one in of_stage}
    if check not in known:
        return {}
    return {check: await evidence.check(peers.as_reader("notifications", staff), check)}


async def _names(pool: Pool, staff: Reader) -> dict[UUID, str]:
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        return {one.id: one.name for one in await people.members(connection)}


async def _affected(
    part: Part, incident_id: UUID, values: dict[str, str], trouble: Trouble | None = None
) -> Template:
    incident, _seen = await asked.read(part, incident_id)
    chosen, q = number_of(values.get("client_id")), values.get("q", "")
    return page(
        "staff/incident_clients.html",
        trouble.status if trouble else 200,
        incident=incident,
        found=await asked.affected(part, incident_id, values.get("after", "")),
        chosen=await contracts.client(part, chosen) if chosen else None,
        matches=(await contracts.clients(part, {"q": q}, MATCHES)).items if q else [],
        q=q,
        values=values,
        trouble=trouble,
    )


HANDLERS = [
    list_incidents,
    download,
    ask,
    report,
    show,
    ask_edit,
    edit,
    release,
    record,
    list_affected,
    choose,
    own_incidents,
    incidents_of_client,
]

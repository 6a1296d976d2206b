"""How the messages of a breach fared: counts that follow the sending, and the clients of each."""

from uuid import UUID

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from services.portal.language import current
from services.portal.pages.access import Staff, ThePeers
from services.portal.pages.incidents import ONE
from services.portal.pages.register_entries import as_table
from services.portal.pages.reply import page
from services.portal.peers import incidents as asked

SHOWN = ("told", "by_letter", "unreached", "in_doubt", "pending")


@get(f"{ONE}/outcomes")
async def show_outcomes(incident_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    """Asked again by the page while something is under way."""
    part = peers.as_reader("contracts", staff)
    return page(
        "parts/incident_outcomes.html",
        incident_id=incident_id,
        outcomes=await asked.outcomes(part, incident_id),
        now=await asked.now(part),
    )


@get(f"{ONE}/outcomes.csv")
async def download_told(
    incident_id: FromPath[UUID], staff: Staff, peers: ThePeers
) -> Response[bytes]:
    part = peers.as_reader("contracts", staff)
    return as_table("incident-clients", await asked.told_table(part, incident_id, current()))


@get(f"{ONE}/stages/{{stage_id:uuid}}/clients")
async def list_told(
    incident_id: FromPath[UUID],
    stage_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    show: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("contracts", staff)
    incident, _seen = await asked.read(part, incident_id)
    outcomes = await asked.outcomes(part, incident_id)
    counts = next((one for one in outcomes.stages if one.stage_id == stage_id), None)
    if counts is None or show not in ("", *SHOWN):
        raise NotFoundException
    return page(
        "staff/incident_told.html",
        incident=incident,
        counts=counts,
        found=await asked.told(part, stage_id, show, after),
        shown=SHOWN,
        show=show,
    )


HANDLERS = [show_outcomes, download_told, list_told]

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.release_incident import (
    choose_client,
    release_incident,
    review_incident,
)
from services.contracts.commands.report_incident import (
    NOUN,
    edit_incident,
    report_incident,
    waive_incident,
)
from services.contracts.commands.show_register import every_incident
from services.contracts.commands.tell_notices import draw_up_incident, tell_incident
from services.contracts.domain.found import found
from services.contracts.domain.incident import (
    AffectedPage,
    ChoiceDraft,
    Incident,
    IncidentChoice,
    IncidentDraft,
    IncidentEdit,
    IncidentFilter,
    IncidentReview,
    IncidentReviewDraft,
    Reach,
    StageDraft,
    State,
    WaiverDraft,
)
from services.contracts.domain.incident_outcome import (
    ClientIncidentPage,
    Fared,
    IncidentOutcomes,
    IncidentPage,
    ToldClientPage,
)
from services.contracts.domain.incident_table import incident_lines, told_lines
from services.contracts.domain.notice import NoticePage
from services.contracts.routes.access import (
    READERS,
    PageSize,
    own,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import clients, incident_outcomes, incidents
from shared.etag import IfMatch, tagged
from shared.tables import BOM, csv_lines
from shared.text import Language
from shared.trail import made
from shared.web import ActorRequest, only

From = Annotated[date | None, QueryParameter(name="from", description="The first day.")]
Standing = Annotated[
    Fared | None, QueryParameter(description="Only clients with which the message fared so.")
]
FewAtOnce = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/incidents", guards=[staff_reads])
async def list_incidents(
    request: ActorRequest,
    standing: Annotated[State | None, QueryParameter(name="state")] = None,
    from_day: From = None,
    until: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: FewAtOnce = 50,
) -> IncidentPage:
    """The register of personal data breaches (Art. 33(5) AVG), the last reported first; also those
    of which clients were not told, and why."""
    wanted = IncidentFilter(state=standing, from_day=from_day, until=until)
    async with within(request) as connection:
        return await incidents.list_page(connection, wanted, after, limit)


@get("/incidents.csv", guards=[staff_reads], media_type="text/csv")
async def download_incidents(
    request: ActorRequest,
    from_day: From = None,
    until: FromQuery[date | None] = None,
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """The register as a table: a line for each incident, as it is known now."""
    wanted = IncidentFilter(from_day=from_day, until=until)
    async with within(request) as connection:
        kept = await every_incident(connection, wanted)
    return _attached("incidents.csv", incident_lines(kept, language))


def _attached(name: str, lines: Iterable[Sequence[object]]) -> Response[bytes]:
    return Response(
        BOM + csv_lines(lines),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post("/incidents", guards=[staff_writes])
async def add_incident(request: ActorRequest, data: JSONBody[IncidentDraft]) -> Response[Incident]:
    """Report a personal data breach; clients are told once a stage is released."""
    async with within(request) as connection:
        return tagged(await report_incident(connection, data, request.user.id))


@get("/incidents/{incident_id:uuid}", guards=[staff_reads])
async def read_incident(request: ActorRequest, incident_id: FromPath[UUID]) -> Response[Incident]:
    """What is known of it, and every stage that clients were told."""
    async with within(request) as connection:
        return tagged(found(await incidents.read(connection, incident_id), NOUN))


@patch("/incidents/{incident_id:uuid}", guards=[staff_writes], operation_id="edit_incident")
async def edit(
    request: ActorRequest,
    incident_id: FromPath[UUID],
    data: JSONBody[IncidentEdit],
    if_match: IfMatch = None,
) -> Response[Incident]:
    """Add what is known since; what clients were told stays as they were told it."""
    async with within(request) as connection:
        return tagged(await edit_incident(connection, incident_id, if_match, data))


@get("/incidents/{incident_id:uuid}/reach", guards=[staff_reads])
async def read_incident_reach(request: ActorRequest, incident_id: FromPath[UUID]) -> Reach:
    """Whom the next stage would be told if it were released now: clients whose products or
    engagements held at the time of the incident."""
    async with within(request) as connection:
        found(await incidents.read(connection, incident_id), NOUN)
        return await incidents.reach(connection, incident_id)


@get("/incidents/{incident_id:uuid}/clients", guards=[staff_reads])
async def list_incident_clients(
    request: ActorRequest,
    incident_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> AffectedPage:
    """The clients that it touches, with who was taken in or left out by hand."""
    async with within(request) as connection:
        found(await incidents.read(connection, incident_id), NOUN)
        return await incidents.affected(connection, incident_id, after, limit)


@post("/incidents/{incident_id:uuid}/choices", guards=[staff_writes])
async def add_incident_choice(
    request: ActorRequest, incident_id: FromPath[UUID], data: JSONBody[ChoiceDraft]
) -> IncidentChoice:
    """Take a client in, or leave one out, for a reason; who is taken in after a stage went out is
    told of that stage at once."""
    async with within(request) as connection:
        return made(await choose_client(connection, request.user, incident_id, data))


@get("/incidents/{incident_id:uuid}/notice", guards=[staff_reads])
async def read_incident_notice(
    request: ActorRequest, incident_id: FromPath[UUID], closing: FromQuery[bool] = False
) -> NoticePage:
    """What the next stage would tell, and somebody of each language; the service of notices makes
    the text of it."""
    async with within(request) as connection:
        return await draw_up_incident(connection, incident_id, closing)


@post("/incidents/{incident_id:uuid}/stages", guards=[staff_writes])
async def add_incident_stage(
    request: ActorRequest,
    incident_id: FromPath[UUID],
    data: JSONBody[StageDraft],
    if_match: IfMatch = None,
) -> Response[Incident]:
    """Tell clients what is known by now, at once (Art. 33(2) AVG); with If-Match only what was
    read. What is not known yet is said to be so (Art. 33(4))."""
    async with within(request) as connection:
        return tagged(await release_incident(connection, request.user, incident_id, data, if_match))


@post("/incidents/{incident_id:uuid}/reviews", guards=[staff_writes])
async def add_incident_review(
    request: ActorRequest, incident_id: FromPath[UUID], data: JSONBody[IncidentReviewDraft]
) -> IncidentReview:
    """Somebody who did not release it has read what was sent; afterwards: a breach can't wait."""
    async with within(request) as connection:
        return made(await review_incident(connection, request.user, incident_id, data))


@post("/incidents/{incident_id:uuid}/waivers", guards=[staff_writes])
async def add_incident_waiver(
    request: ActorRequest, incident_id: FromPath[UUID], data: JSONBody[WaiverDraft]
) -> Response[Incident]:
    """Record why clients are not told; it stays in the register, and may be released after all."""
    async with within(request) as connection:
        return tagged(await waive_incident(connection, incident_id, data, request.user.id))


@get("/incidents/{incident_id:uuid}/outcomes", guards=[staff_reads])
async def read_incident_outcomes(
    request: ActorRequest, incident_id: FromPath[UUID]
) -> IncidentOutcomes:
    """How many clients were told, at each stage and of the incident as a whole; how many a letter
    went to, how many were not reached, and of how many nothing final is heard yet."""
    async with within(request) as connection:
        found(await incidents.read(connection, incident_id), NOUN)
        return await incident_outcomes.of_incident(connection, incident_id)


@get("/incidents/{incident_id:uuid}/outcomes.csv", guards=[staff_reads], media_type="text/csv")
async def download_incident_outcomes(
    request: ActorRequest, incident_id: FromPath[UUID], language: FromQuery[Language] = "nl"
) -> Response[bytes]:
    """Which client was told since when (Art. 33(5) AVG): a line for each, of every stage."""
    async with within(request) as connection:
        found(await incidents.read(connection, incident_id), NOUN)
        clients_told = await incident_outcomes.every_client(connection, incident_id)
    return _attached("incident-clients.csv", told_lines(clients_told, language))


@get("/incident-stages/{stage_id:uuid}/recipients", guards=[only("notifications")])
async def list_incident_recipients(
    request: ActorRequest,
    stage_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    recipient_id: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> NoticePage:
    """Who is told of a stage, and what."""
    async with within(request) as connection:
        return await tell_incident(connection, stage_id, after, limit, recipient_id)


@get("/incident-stages/{stage_id:uuid}/clients", guards=[staff_reads])
async def list_incident_stage_clients(
    request: ActorRequest,
    stage_id: FromPath[UUID],
    standing: Standing = None,
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> ToldClientPage:
    """Which client was told of a stage and when, which was not reached, and to which a letter went
    (Art. 33(5) AVG)."""
    async with within(request) as connection:
        stage = found(await incidents.stage(connection, stage_id), "stage")
        return await incident_outcomes.list_page(connection, stage, standing, after, limit)


@get("/clients/{client_id:uuid}/incidents", guards=[only(*READERS, "reseller", "contact")])
async def list_client_incidents(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: FewAtOnce = 20,
) -> ClientIncidentPage:
    """Incidents that touched one client, the last first, as far as clients were told of them."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await incidents.of_client(connection, client_id, after, limit)


HANDLERS = [
    list_incidents,
    download_incidents,
    add_incident,
    read_incident,
    edit,
    read_incident_reach,
    list_incident_clients,
    add_incident_choice,
    read_incident_notice,
    add_incident_stage,
    add_incident_review,
    add_incident_waiver,
    read_incident_outcomes,
    download_incident_outcomes,
    list_incident_recipients,
    list_incident_stage_clients,
    list_client_incidents,
]

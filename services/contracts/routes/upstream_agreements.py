from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.keep_upstream_agreement import (
    NOUN,
    add_upstream_agreement,
    advance_upstream_agreement,
    edit_upstream_agreement,
)
from services.contracts.commands.show_slack import show_slack, show_slack_of_all
from services.contracts.domain.found import found
from services.contracts.domain.slack import Slack, SlackPage
from services.contracts.domain.upstream_agreement import (
    UpstreamAgreement,
    UpstreamAgreementDraft,
    UpstreamAgreementPage,
    UpstreamFilter,
    UpstreamPatch,
    UpstreamReminder,
    UpstreamState,
    UpstreamStateDraft,
)
from services.contracts.routes.access import PageSize, staff_reads, staff_writes, within
from services.contracts.store import clock, upstream_agreements
from shared.etag import IfMatch, tagged
from shared.web import ActorRequest, only


@get("/upstream-agreements", guards=[staff_reads])
async def list_upstream_agreements(
    request: ActorRequest,
    subprocessor_id: FromQuery[UUID | None] = None,
    standing: Annotated[UpstreamState | None, QueryParameter(name="state")] = None,
    on: FromQuery[date | None] = None,
    expiring_before: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 100,
) -> UpstreamAgreementPage:
    """Agreements with suppliers, what ends first at the top; each as it stood on a day."""
    wanted = UpstreamFilter(
        subprocessor_id=subprocessor_id,
        state=standing,
        on=on,
        expiring_before=expiring_before,
    )
    async with within(request) as connection:
        return await upstream_agreements.list_page(connection, wanted, after, limit)


@post("/upstream-agreements", guards=[staff_writes], operation_id="add_upstream_agreement")
async def add_upstream(
    request: ActorRequest, data: JSONBody[UpstreamAgreementDraft]
) -> Response[UpstreamAgreement]:
    """Record the agreement under which a supplier processes clients' data (Art. 28(4) AVG)."""
    async with within(request) as connection:
        return tagged(await add_upstream_agreement(connection, data, request.user.id))


@get("/upstream-agreements/{upstream_id:uuid}", guards=[staff_reads])
async def read_upstream_agreement(
    request: ActorRequest, upstream_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[UpstreamAgreement]:
    """One agreement with a supplier, with every state it has had."""
    async with within(request) as connection:
        return tagged(found(await upstream_agreements.read(connection, upstream_id, on), NOUN))


@patch(
    "/upstream-agreements/{upstream_id:uuid}",
    guards=[staff_writes],
    operation_id="edit_upstream_agreement",
)
async def edit_upstream(
    request: ActorRequest,
    upstream_id: FromPath[UUID],
    data: JSONBody[UpstreamPatch],
    if_match: IfMatch = None,
) -> Response[UpstreamAgreement]:
    """Correct or renew what was recorded; the files and states that stand are never altered."""
    async with within(request) as connection:
        return tagged(await edit_upstream_agreement(connection, upstream_id, if_match, data))


@post(
    "/upstream-agreements/{upstream_id:uuid}/states",
    guards=[staff_writes],
    operation_id="advance_upstream_agreement",
)
async def advance_upstream(
    request: ActorRequest, upstream_id: FromPath[UUID], data: JSONBody[UpstreamStateDraft]
) -> Response[UpstreamAgreement]:
    """It was published, accepted or countersigned, from a day on, with the paper that shows it."""
    async with within(request) as connection:
        by = request.user.id
        return tagged(await advance_upstream_agreement(connection, upstream_id, data, by))


@get("/upstream-reminders/{reminder_id:uuid}", guards=[only("notifications")])
async def read_upstream_reminder(
    request: ActorRequest, reminder_id: FromPath[UUID]
) -> UpstreamReminder:
    """What staff is told of the end of an agreement with a supplier, while it still is one."""
    async with within(request) as connection:
        told = await upstream_agreements.reminder(connection, reminder_id)
        return found(told, "upstream-reminder")


@get("/subprocessors/{subprocessor_id:uuid}/slack", guards=[staff_reads])
async def read_slack(
    request: ActorRequest, subprocessor_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Slack:
    """Whether this supplier tells us of changes early enough for what we promised our clients."""
    async with within(request) as connection:
        return await show_slack(connection, subprocessor_id, on or await clock.today(connection))


@get("/slack", guards=[staff_reads])
async def list_slack(
    request: ActorRequest,
    on: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: PageSize = 100,
) -> SlackPage:
    """Every sub-processor in use on a day, with what its agreement lacks."""
    async with within(request) as connection:
        day = on or await clock.today(connection)
        return await show_slack_of_all(connection, day, after, limit)


HANDLERS = [
    list_upstream_agreements,
    add_upstream,
    read_upstream_agreement,
    edit_upstream,
    advance_upstream,
    read_upstream_reminder,
    read_slack,
    list_slack,
]

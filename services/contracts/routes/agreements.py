import json
from datetime import date
from typing import Annotated, cast
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.renew_agreement import renew_agreement
from services.contracts.domain.agreement import (
    Agreement,
    AgreementOn,
    AgreementPage,
    AgreementState,
    Version,
    VersionContent,
    Versions,
)
from services.contracts.domain.found import found
from services.contracts.domain.period import Period, PeriodDraft, PeriodPage
from services.contracts.routes.access import (
    anybody_concerned,
    own,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import agreements, clients, clock, periods, versions
from shared.errors import Conflict
from shared.etag import IfMatch
from shared.trail import made
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@get("/agreements", guards=[staff_reads])
async def list_agreements(
    request: ActorRequest,
    standing: Annotated[AgreementState | None, QueryParameter(name="state")] = None,
    product_id: FromQuery[UUID | None] = None,
    on: FromQuery[date | None] = None,
    review_before: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> AgreementPage:
    """Agreements as they stood on a day (today if none is given); with `review_before` those whose
    period or review asks for attention before that day, the most urgent first."""
    async with within(request) as connection:
        if review_before:
            return await agreements.list_to_review(
                connection, after, limit, review_before, standing
            )
        day = on or await clock.today(connection)
        return await agreements.list_page(
            connection, after, limit, day, state=standing, product_id=product_id
        )


@get("/agreements/{agreement_id:uuid}", guards=[anybody_concerned])
async def read_agreement(
    request: ActorRequest, agreement_id: FromPath[UUID]
) -> Response[Agreement]:
    """Terms, products, versions (the newest first), what awaits a yes, how long it runs, and
    whether the annex still holds."""
    async with within(request) as connection:
        told = found(await agreements.tell(connection, agreement_id), "agreement")
    own(request.user, told.client_id, "agreement")
    # The database wrote the answer; a test holds it against the model that is documented.
    body = cast("Agreement", told.body)
    return Response(body, media_type="application/json", headers={"ETag": told.tag})


@get("/clients/{client_id:uuid}/agreement", guards=[anybody_concerned])
async def read_agreement_in_force(
    request: ActorRequest, client_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> AgreementOn:
    """What one client had agreed on a day that was, is, or will be as things stand now."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        day = on or await clock.today(connection)
        return found(await agreements.on_day(connection, client_id, day), "agreement")


@get("/agreements/{agreement_id:uuid}/versions/{version_id:uuid}", guards=[anybody_concerned])
async def read_version_content(
    request: ActorRequest, agreement_id: FromPath[UUID], version_id: FromPath[UUID]
) -> VersionContent:
    """What was frozen, and its digest."""
    version = await _version(request, version_id)
    if version.agreement_id != agreement_id:
        found(None, "version")
    if version.canonical is None:
        raise Conflict(
            "text-erased",
            "It was issued, as its digest says; its text was erased when claims had lapsed.",
            digest=version.digest,
            erased_at=version.erased_at and version.erased_at.isoformat(),
        )
    return VersionContent(digest=version.digest, snapshot=json.loads(version.canonical))


@get("/versions/{version_id:uuid}", guards=[anybody_concerned])
async def read_version(request: ActorRequest, version_id: FromPath[UUID]) -> Version:
    """A version with the exact text under its digest (canonical JSON, RFC 8785)."""
    return await _version(request, version_id)


@get("/versions", guards=[only("documents")])
async def read_versions(
    request: ActorRequest,
    version_ids: Annotated[list[UUID], QueryParameter(name="id", min_items=1, max_items=100)],
) -> Versions:
    """At most a hundred versions at once; those that are not there are left out, and 404 when none
    of them is."""
    async with within(request) as connection:
        items = await versions.read_many(connection, version_ids)
    return Versions(items=found(items or None, "version"))


@get("/agreements/{agreement_id:uuid}/periods", guards=[staff_reads])
async def list_periods(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> PeriodPage:
    """How long it was to run, each time that this was agreed; the last one counts."""
    async with within(request) as connection:
        found(await agreements.exists(connection, agreement_id), "agreement")
        return await periods.list_page(connection, agreement_id, after, limit)


@post(
    "/agreements/{agreement_id:uuid}/periods", guards=[staff_writes], operation_id="renew_agreement"
)
async def renew(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    data: JSONBody[PeriodDraft],
    if_match: IfMatch = None,
) -> Period:
    """Renew it: until when it runs from now on, how long before that it comes up for renewal, and
    when it is reviewed."""
    async with within(request) as connection:
        return made(await renew_agreement(connection, request.user, agreement_id, data, if_match))


async def _version(request: ActorRequest, version_id: UUID) -> Version:
    async with within(request) as connection:
        version = found(await versions.read(connection, version_id), "version")
        own(request.user, version.client_id, "version")
        return version


HANDLERS = [
    list_agreements,
    read_agreement,
    read_agreement_in_force,
    read_version_content,
    read_version,
    read_versions,
    list_periods,
    renew,
]

import json
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.mend_drift import mend_drift
from services.contracts.commands.sign_agreement import sign_agreement
from services.contracts.domain.agreement import Agreement, DriftPage, Version, VersionContent
from services.contracts.domain.form import Made
from services.contracts.domain.found import found
from services.contracts.domain.signature import Signature, SignatureDraft
from services.contracts.routes.access import (
    anybody_concerned,
    contact_signs,
    own,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.routes.trail import made
from services.contracts.store import agreements, versions
from shared.web import ActorRequest


@get("/agreements/{agreement_id:uuid}", guards=[anybody_concerned])
async def read_agreement(request: ActorRequest, agreement_id: FromPath[UUID]) -> Agreement:
    """Terms, versions (the newest first), signature, and whether the annex still holds."""
    async with within(request) as connection:
        agreement = found(await agreements.read(connection, agreement_id), "agreement")
        own(request.user, agreement.client_id, "agreement")
        return agreement


@get("/agreements/{agreement_id:uuid}/versions/{version_id:uuid}", guards=[anybody_concerned])
async def read_version_content(
    request: ActorRequest, agreement_id: FromPath[UUID], version_id: FromPath[UUID]
) -> VersionContent:
    """What was frozen, and its digest."""
    version = await _version(request, version_id)
    if version.agreement_id != agreement_id:
        found(None, "version")
    return VersionContent(digest=version.digest, snapshot=json.loads(version.canonical))


@get("/versions/{version_id:uuid}", guards=[anybody_concerned])
async def read_version(request: ActorRequest, version_id: FromPath[UUID]) -> Version:
    """A version with the exact text under its digest (canonical JSON, RFC 8785)."""
    return await _version(request, version_id)


@post("/agreements/{agreement_id:uuid}/signatures", guards=[contact_signs])
async def sign(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[SignatureDraft]
) -> Signature:
    """The signatory's yes to one version, bound to its digest."""
    async with within(request) as connection:
        return made(await sign_agreement(connection, request.user, agreement_id, data))


@get("/drift", guards=[staff_reads])
async def list_drift(
    request: ActorRequest,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> DriftPage:
    """Agreements whose last annex differs from the links that hold today."""
    async with within(request) as connection:
        return await agreements.list_drift(connection, after, limit)


@post("/agreements/{agreement_id:uuid}/annexes", guards=[staff_writes])
async def add_annex(request: ActorRequest, agreement_id: FromPath[UUID]) -> Made:
    """A new version with today's links, where they differ from the last annex."""
    async with within(request) as connection:
        return made(Made(id=await mend_drift(connection, request.user.tenant, agreement_id)))


async def _version(request: ActorRequest, version_id: UUID) -> Version:
    async with within(request) as connection:
        version = found(await versions.read(connection, version_id), "version")
        own(request.user, version.client_id, "version")
        return version


HANDLERS = [read_agreement, read_version_content, read_version, sign, list_drift, add_annex]

"""A provider's own templates: upload, publish, retire."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, ConfigDict, Field

from services.documents.commands.inspect_template import (
    admit_upload,
    inspected,
    refuse_faulty,
)
from services.documents.commands.keep_template import record_template, store_template
from services.documents.commands.publish_template import publish_template, retire_template
from services.documents.domain.finding import Finding
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.domain.template import (
    LARGEST,
    Origin,
    TemplateVersion,
    found,
    uploaded,
)
from services.documents.domain.template import State as Standing
from services.documents.routes.files import FileName, TakesBytes
from services.documents.store import shelf, templates
from shared.database import tenant_transaction
from shared.identity import STAFF, WRITERS
from shared.text import Language
from shared.trail import made, within
from shared.web import ActorRequest, only

Limit = Annotated[int, QueryParameter(ge=1, le=500)]
OnlyState = Annotated[Standing | None, QueryParameter(name="state")]


class TemplateVersionOut(BaseModel):
    """``digest`` is the SHA-256 of the file in hex, ``size`` its bytes. ``state``: a draft prints
    nothing yet, of what was published one is ``in_force``. ``origin``: ``builtin`` came with the
    product and printed something. ``published_at`` is the last time that it was published."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    kind: TemplateKind = Field(examples=["agreement"])
    language: Language = Field(examples=["nl"])
    state: Standing = Field(examples=["in_force"])
    origin: Origin = Field(examples=["uploaded"])
    name: str = Field(examples=["verwerkersovereenkomst.docx"])
    digest: str = Field(examples=["9f86d081" * 8])
    size: int = Field(examples=[84213])
    uploaded_at: datetime
    uploaded_by: UUID | None = None
    published_at: datetime | None = None
    published_by: UUID | None = None
    retired_at: datetime | None = None
    retired_by: UUID | None = None
    reason: str | None = Field(default=None, examples=[None])


class TemplateOut(BaseModel):
    """``in_force`` is null when the built-in prints what is made; ``versions``: how many there are
    of your own and of the built-in that printed something."""

    kind: TemplateKind = Field(examples=["agreement"])
    language: Language = Field(examples=["nl"])
    in_force: TemplateVersionOut | None
    builtin_digest: str = Field(examples=["9f86d081" * 8])
    versions: int = Field(examples=[2])


class TemplatesOut(BaseModel):
    """All of them: there is one of each kind in each language."""

    items: list[TemplateOut]
    next: None = None


class TemplateVersionsOut(BaseModel):
    """``next`` goes back as ``after``; null ends the list."""

    items: list[TemplateVersionOut]
    next: UUID | None = Field(examples=[None])


class InspectedTemplateOut(TemplateVersionOut):
    """``findings``: what the lint tells of it now; an error keeps it from being published."""

    findings: list[Finding] = Field(examples=[[]])


class UploadedTemplateOut(InspectedTemplateOut):
    """``known``: these very bytes were there before, and this is that version."""

    known: bool = Field(examples=[False])


class RetirementDraft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str = Field(
        min_length=1, max_length=2000, examples=["De adviseur schrijft een nieuwe."]
    )


@get("/templates", guards=[only(*STAFF)])
async def list_templates(
    request: ActorRequest,
    state: State,
    kind: FromQuery[TemplateKind | None] = None,
    language: FromQuery[Language | None] = None,
) -> TemplatesOut:
    """Each kind of document in each language, with the version that prints it now."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        holding = await templates.all_in_force(connection)
        counts = await templates.counts(connection)
    items = [
        TemplateOut(
            kind=one,
            language=spoken,
            in_force=out(version) if (version := holding.get((one, spoken))) else None,
            builtin_digest=templates.builtin_digest(one, spoken).hex(),
            versions=counts.get((one, spoken), 0),
        )
        for one in KINDS
        for spoken in LANGUAGES
        if kind in (None, one) and language in (None, spoken)
    ]
    return TemplatesOut(items=items)


@post(
    "/templates/{kind:str}/{language:str}/versions",
    guards=[only(*WRITERS)],
    operation_class=TakesBytes,
    request_max_body_size=LARGEST,
)
async def add_template_version(
    request: ActorRequest,
    state: State,
    kind: FromPath[TemplateKind],
    language: FromPath[Language],
    name: FileName,
) -> UploadedTemplateOut:
    """Upload a DOCX of at most 10 MB as a draft; the same bytes again are the same version."""
    actor, content = request.user, await request.body()
    draft = uploaded(kind, language, name, content, actor.id)
    await asyncio.to_thread(admit_upload, content, language)
    findings = await asyncio.to_thread(inspected, content, kind, language)
    begun = await store_template(state.pool, state.objects, actor.tenant, draft, content)
    async with within(request) as connection:
        version, new = await record_template(connection, draft, begun)
        told = out(version).model_dump()
        return made(UploadedTemplateOut(**told, findings=list(findings), known=not new))


@get("/templates/{kind:str}/{language:str}/versions", guards=[only(*STAFF)])
async def list_template_versions(
    request: ActorRequest,
    state: State,
    kind: FromPath[TemplateKind],
    language: FromPath[Language],
    only_state: OnlyState = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> TemplateVersionsOut:
    """The versions of one template, the newest first."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        page = await templates.page(connection, (kind, language), only_state, after, limit)
    items = [out(version) for version in page]
    return TemplateVersionsOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/template-versions/{version_id:uuid}", guards=[only(*STAFF)])
async def read_template_version(
    request: ActorRequest, state: State, version_id: FromPath[UUID]
) -> InspectedTemplateOut:
    """One version of a template, with what the lint finds in it."""
    version, content = await taken(request, state, version_id)
    findings = await asyncio.to_thread(inspected, content, version.kind, version.language)
    return InspectedTemplateOut(**out(version).model_dump(), findings=list(findings))


@post("/template-versions/{version_id:uuid}/publications", guards=[only(*WRITERS)])
async def publish_template_version(
    request: ActorRequest, state: State, version_id: FromPath[UUID]
) -> TemplateVersionOut:
    """From now on this version prints what is made; what was issued stays as it is."""
    version, content = await taken(request, state, version_id)
    await asyncio.to_thread(refuse_faulty, content, version.kind, version.language)
    async with within(request) as connection:
        return made(out(await publish_template(connection, version_id, request.user.id)))


@post("/template-versions/{version_id:uuid}/retirements", guards=[only(*WRITERS)])
async def retire_template_version(
    request: ActorRequest, version_id: FromPath[UUID], data: JSONBody[RetirementDraft]
) -> TemplateVersionOut:
    """The version in force prints nothing more: from now on the built-in does."""
    async with within(request) as connection:
        actor = request.user
        return made(out(await retire_template(connection, version_id, data.reason, actor.id)))


async def taken(
    request: ActorRequest, state: State, version_id: UUID
) -> tuple[TemplateVersion, bytes]:
    """A version with its bytes."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        version = found(await templates.read(connection, version_id))
    return version, await shelf.take(state.objects, tenant_id, version.digest)


def out(version: TemplateVersion) -> TemplateVersionOut:
    return TemplateVersionOut(**version.model_dump(exclude={"digest"}), digest=version.digest.hex())


HANDLERS = [
    list_templates,
    add_template_version,
    list_template_versions,
    read_template_version,
    publish_template_version,
    retire_template_version,
]

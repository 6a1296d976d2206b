"""The whole file of a client: asked for, followed while it is made, fetched for some days."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel, ConfigDict, Field

from services.documents.commands.make_dossier import MEDIA_TYPE
from services.documents.domain.dossier import Audience, Dossier
from services.documents.domain.dossier import State as Progress
from services.documents.peers.dossiers import require_client
from services.documents.routes.access import client_of
from services.documents.routes.documents import LIFETIME, LinkOut
from services.documents.store import dossiers, erasures
from shared.database import tenant_transaction
from shared.errors import Conflict, Missing
from shared.identity import Actor
from shared.text import Language
from shared.trail import made, within
from shared.web import ActorRequest, only

READERS = ("owner", "officer", "auditor", "contact", "reseller")
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class DossierDraft(BaseModel):
    """``language``: of the names in it and of what it says of itself."""

    model_config = ConfigDict(extra="forbid")

    language: Language = Field(default="nl", examples=["nl"])


class DossierOut(BaseModel):
    """``audience``: for whom it was made; the client's own leaves out what it must not be told.
    ``state``: waiting, making, failing (tried again by itself), ready, or gone. ``digest`` is the
    SHA-256 of the zip and ``manifest_digest`` that of the manifest in it, in hex."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    client_id: UUID
    audience: Audience
    language: Language
    state: Progress
    requested_at: datetime
    files_total: int | None = Field(examples=[214])
    files_done: int = Field(examples=[120])
    bytes_total: int | None = Field(examples=[83886080])
    bytes_done: int = Field(examples=[41943040])
    problem: str | None
    detail: str | None
    completed_at: datetime | None
    file_name: str | None = Field(examples=["dossier-VO-2026-0001-2026-11-22.zip"])
    size: int | None
    digest: str | None
    manifest_digest: str | None
    expires_at: datetime | None


class DossiersOut(BaseModel):
    items: list[DossierOut]
    next: UUID | None


@post("/clients/{client_id:uuid}/dossiers", guards=[only(*READERS)], status_code=202)
async def add_dossier(
    request: ActorRequest, state: State, client_id: FromPath[UUID], data: JSONBody[DossierDraft]
) -> DossierOut:
    """Have the whole file of a client made; while one is being made, that is the answer."""
    actor = request.user
    _own(actor, client_id)
    await require_client(state.contracts, actor.tenant, client_id)
    audience: Audience = "provider" if client_of(actor) is None else "client"
    async with within(request) as connection:
        if await erasures.is_ordered(connection, client_id):
            raise Conflict("client-erased", "This client was erased: there is nothing to hand out.")
        dossier, new = await dossiers.request(connection, client_id, audience, data.language)
        if new:
            await dossiers.enqueue(connection, actor.tenant, dossier.id)
        return made(_out(dossier))


@get("/clients/{client_id:uuid}/dossiers", guards=[only(*READERS)])
async def list_dossiers(
    request: ActorRequest,
    state: State,
    client_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> DossiersOut:
    """The newest first; a contact, or a reseller, sees those made for its own client."""
    actor = request.user
    _own(actor, client_id)
    own = client_of(actor) is not None
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await dossiers.of_client(connection, client_id, after, limit, own=own)
    items = [_out(one) for one in found]
    return DossiersOut(items=items, next=items[-1].id if len(items) == limit else None)


@get("/dossiers/{dossier_id:uuid}", guards=[only(*READERS)])
async def read_dossier(
    request: ActorRequest, state: State, dossier_id: FromPath[UUID]
) -> DossierOut:
    """How far it is."""
    return _out(await _one(request.user, state, dossier_id))


@get("/dossiers/{dossier_id:uuid}/link", guards=[only(*READERS)])
async def link_dossier(request: ActorRequest, state: State, dossier_id: FromPath[UUID]) -> LinkOut:
    """A signed link of five minutes with which a browser downloads the zip from storage."""
    dossier = await _one(request.user, state, dossier_id)
    if dossier.state == "gone":
        raise Conflict(
            "dossier-gone", "It was there long enough and was removed; ask for a new one."
        )
    if dossier.object_key is None or dossier.file_name is None:
        raise Conflict("dossier-unfinished", "It is still being made; ask again when it is ready.")
    url = state.objects.link(dossier.object_key, dossier.file_name, MEDIA_TYPE, LIFETIME)
    return LinkOut(url=url, expires_at=datetime.now(UTC) + LIFETIME)


async def _one(actor: Actor, state: State, dossier_id: UUID) -> Dossier:
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        return await dossiers.read(connection, dossier_id, client_of(actor))


def _own(actor: Actor, client_id: UUID) -> None:
    """``Missing`` when somebody asks for another's client: it may not learn that there is one."""
    if client_of(actor) not in (None, client_id):
        raise Missing("client-unknown", "There is no such client, or it is not yours to see.")


def _out(dossier: Dossier) -> DossierOut:
    told = dossier.model_dump(include=set(DossierOut.model_fields) - {"digest", "manifest_digest"})
    return DossierOut(
        **told,
        state=dossier.state,
        digest=dossier.digest and dossier.digest.hex(),
        manifest_digest=dossier.manifest_digest and dossier.manifest_digest.hex(),
    )


HANDLERS = [add_dossier, list_dossiers, read_dossier, link_dossier]

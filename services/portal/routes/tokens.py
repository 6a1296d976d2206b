"""The portal's own API: access tokens for staff, sign-in links for notices, new providers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from litestar import post
from litestar.datastructures import State
from litestar.params import JSONBody
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from services.portal.commands.enter_act import enter_act
from services.portal.commands.links import address_of, make_notice_links
from services.portal.commands.set_up_provider import may_set_up, owner_link, set_up_provider
from services.portal.domain.problem import PartDown, Refusal, Refused
from services.portal.domain.provider import ProviderDraft
from services.portal.domain.reader import Language
from services.portal.session import SESSION_COOKIE, PageRequest, came_from, find_reader
from shared.database import tenant_transaction
from shared.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    Missing,
    Unauthenticated,
    Unavailable,
)
from shared.web import ActorRequest, only

ACCESS = timedelta(hours=1)
MOST = 1000


class AccessToken(BaseModel):
    token: str
    expires_at: datetime


class LinkWanted(BaseModel):
    """``id`` is the caller's: asked again with the same one, the same link comes back. Who it is
    for is asked of contracts once more when it is used."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    contact_id: UUID
    client_id: UUID
    language: Language
    path: str = Field(max_length=500, pattern=r"^/", examples=["/home"])


class LinksWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tenant_id: UUID
    links: list[LinkWanted] = Field(min_length=1, max_length=MOST)


class LinkMade(BaseModel):
    id: UUID
    url: str


class LinksMade(BaseModel):
    items: list[LinkMade]


class ProviderWanted(ProviderDraft):
    setup_token: SecretStr


class ProviderMade(BaseModel):
    """``sign_in_url`` opens the portal for the owner once; a link goes to the owner by mail too."""

    tenant_id: UUID
    slug: str
    owner_id: UUID
    public_page: str
    sign_in_url: str


@post(
    "/access-tokens", per_minute=60, exclude_from_auth=True, exclude_from_csrf=True, status_code=201
)
async def issue_access_token(request: PageRequest, state: State) -> AccessToken:
    """Staff exchange their session for a token of one hour for the public APIs."""
    session = request.cookies.get(SESSION_COOKIE, "")
    reader = await find_reader(state.pool, session) if session else None
    if reader is None:
        raise Unauthenticated("session-missing", "Sign in to the portal first.")
    if not reader.is_staff:
        raise Forbidden("role-forbids", "Access tokens are for the provider's staff.")
    came = reader.model_copy(update={"address": came_from(request)})
    async with tenant_transaction(state.pool, reader.tenant_id) as connection:
        await enter_act(connection, came, "issue_access_token", "access-tokens")
    return AccessToken(
        token=state.peers.access_token(reader, ACCESS), expires_at=datetime.now(UTC) + ACCESS
    )


@post(
    "/sign-in-links/batches",
    guards=[only("notifications")],
    exclude_from_csrf=True,
    status_code=201,
)
async def add_sign_in_links(
    request: ActorRequest, data: JSONBody[LinksWanted], state: State
) -> LinksMade:
    """Single-use ways in for contacts, each to stand in a notice to one of them."""
    if request.user.tenant != data.tenant_id:
        raise Forbidden("tenant-foreign", "The token is for another tenant.")
    wanted = [link.model_dump(mode="json") for link in data.links]
    await make_notice_links(state.pool, state.settings, data.tenant_id, wanted)
    return LinksMade(
        items=[LinkMade(id=link.id, url=address_of(link.id, state.settings)) for link in data.links]
    )


@post("/providers", per_minute=10, exclude_from_auth=True, exclude_from_csrf=True, status_code=201)
async def add_provider(
    request: PageRequest, data: JSONBody[ProviderWanted], state: State
) -> ProviderMade:
    """A provider and its first owner; the set-up token of this installation opens it."""
    if not may_set_up(state.settings, data.setup_token.get_secret_value()):
        raise Forbidden("setup-token-wrong", "Send the set-up token of this installation.")
    try:
        made = await set_up_provider(
            state.pool, state.settings, state.peers, data, came_from(request)
        )
    except PartDown as error:
        raise Unavailable(
            "peer-unavailable", f"The {error.part} service can't be reached."
        ) from error
    except Refused as error:
        raise passed_on(error.refusal) from error
    tenant_id, owner = made
    return ProviderMade(
        tenant_id=tenant_id,
        slug=data.slug,
        owner_id=owner.id,
        public_page=f"{state.settings.public_url}/p/{data.slug}",
        sign_in_url=await owner_link(state.pool, state.settings, tenant_id, owner),
    )


def passed_on(refusal: Refusal) -> DomainError:
    """What another service refused, as it said it."""
    kind = {404: Missing, 409: Conflict, 403: Forbidden}.get(refusal.status, Invalid)
    errors = [problem.model_dump() for problem in refusal.errors]
    return kind(refusal.code, refusal.detail, errors=errors)


HANDLERS = [issue_access_token, add_sign_in_links, add_provider]

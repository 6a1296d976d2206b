from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.create_tenant import create_tenant
from services.contracts.commands.keep_catalogue import edit_tenant
from services.contracts.commands.show_public import show_history, show_public
from services.contracts.domain.form import Made
from services.contracts.domain.found import found
from services.contracts.domain.public import PublicHistory, PublicPage
from services.contracts.domain.tenant import PublicName, Tenant, TenantDraft, TenantEdit
from services.contracts.routes.access import anybody_concerned, owner_decides, within
from services.contracts.store import tenants
from shared.database import enter_tenant, system_transaction
from shared.etag import IfMatch, tagged
from shared.trail import enter, made
from shared.web import ActorRequest, only


@post("/tenants", repeatable=False, guards=[only("portal")])
async def add_tenant(request: ActorRequest, data: JSONBody[TenantDraft]) -> Made:
    """A new provider; the same id and slug again give the same one."""
    async with system_transaction(request.app.state.pool) as connection:
        tenant_id = await create_tenant(connection, data)
        answer = made(Made(id=tenant_id))
        await enter(request, connection, tenant_id)
        return answer


@get("/tenant", guards=[anybody_concerned])
async def read_tenant(request: ActorRequest) -> Response[Tenant]:
    """The provider of the token."""
    async with within(request) as connection:
        return tagged(found(await tenants.read(connection), "tenant"))


@patch("/tenant", guards=[owner_decides], operation_id="edit_tenant")
async def change_tenant(
    request: ActorRequest, data: JSONBody[TenantEdit], if_match: IfMatch = None
) -> Response[Tenant]:
    """Change what the provider says of itself, promises and asks of its own people."""
    async with within(request) as connection:
        return tagged(await edit_tenant(connection, data, if_match))


@get("/public", exclude_from_auth=True)
async def list_public(request: Request[Any, Any, Any]) -> list[PublicName]:
    """The providers of this installation, at most 200."""
    names = []
    async with system_transaction(request.app.state.pool) as connection:
        for tenant_id in await tenants.list_ids(connection):
            await enter_tenant(connection, tenant_id)
            tenant = found(await tenants.read(connection), "tenant")
            names.append(PublicName(slug=tenant.slug, name=tenant.name))
    return names


@get("/public/{slug:str}", exclude_from_auth=True)
async def read_public(request: Request[Any, Any, Any], slug: FromPath[str]) -> PublicPage:
    """What anybody may know: who the provider is, its parties and what it has announced."""
    async with system_transaction(request.app.state.pool) as connection:
        tenant_id: UUID = found(await tenants.by_slug(connection, slug), "tenant")
        await enter_tenant(connection, tenant_id)
        return await show_public(connection)


@get("/public-history", guards=[only("notifications")])
async def list_public_history(
    request: ActorRequest,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> PublicHistory:
    """What anybody may know of how the parties of a provider changed, the newest first: for the
    feeds that are made of it."""
    async with within(request) as connection:
        return await show_history(connection, after, limit)


HANDLERS = [
    add_tenant,
    read_tenant,
    change_tenant,
    list_public,
    read_public,
    list_public_history,
]
